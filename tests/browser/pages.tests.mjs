// Every kind of page of the example archive.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, imageFaults, widthFaults } from "./checks.mjs";
import { linkFaults } from "./links.mjs";

/** One page of each kind, and those that have shown themselves to be different. */
export const PAGES = [
  ["the start page", ""],
  ["a team", "firmware/"],
  ["a team with decks, reports and a cancelled call", "community-call/"],
  ["a call from notes", "firmware/2025-03-12/"],
  ["a call with everything markdown can do", "sig-docs/2026-02-13/"],
  ["a call from a deck", "community-call/2025-10-02/"],
  ["a cancelled call", "community-call/2025-05-01/"],
  ["an upcoming call", "community-call/2027-01-14/"],
  ["a copy", "cloud/2026-05-11/"],
  ["an undated page", "firmware/release-checklist/"],
  ["all calls", "calls/"],
  ["the calls of a year", "calls/2026/"],
  ["what is new since a day", "since/?from=2026-01-01"],
  ["a month", "since/2026-05/"],
  ["the search page", "search/"],
  ["the decisions", "decisions/"],
  ["the actions", "actions/"],
  ["the references", "refs/"],
  ["the trail of an issue", "refs/hedgerow-weather/hardware/27/"],
  ["the topics", "topics/"],
  ["a topic", "topics/relays/"],
  ["the people", "people/"],
  ["a person", "people/9volt-nils/"],
];

/** Pictures, widths, and accessibility in light and dark on a large and a small window. */
async function lookAround(page) {
  const all = [...(await imageFaults(page)), ...(await widthFaults(page))];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1440, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await settle(page);
      all.push(...(await accessibilityFaults(page)).map((fault) => `${colorScheme}, ${width} px: ${fault}`));
    }
  }
  return all;
}

/**
 * `site()` is the built example, `at(base)` where it is served, and `atFolder()` where a build of it is served that was
 * told that it will be at `/minutes/`.
 */
export function pageTests(browser, site, at, atFolder) {
  const visit = (address, look, options = {}, base = "/minutes/") =>
    withPage(browser(), at(base), options, async (page, faults) => {
      await open(page, at(base) + address);
      return look(page, faults);
    });

  describe("pages of the example", { concurrency: 2 }, () => {
    test("every link leads somewhere, nothing is loaded from elsewhere, and no id stands twice", async () => {
      assert.deepEqual((await linkFaults(site())).slice(0, 20), []);
    });

    test("a register is filtered from the keyboard, and the address remembers how", async () => {
      await visit("actions/?state=done", async (page) => {
        const rows = page.locator("[data-row]:visible");
        const done = await rows.count();
        assert.ok(done > 0 && (await page.locator("[data-row]").count()) > done);
        await page.getByLabel("Filter the actions").focus();
        await page.keyboard.type("relay");
        assert.ok((await rows.count()) < done);
        assert.equal(new URL(page.url()).search, "?q=relay&state=done");
        await page.reload();
        assert.equal(await page.getByLabel("Filter the actions").inputValue(), "relay");
        const sums = await page.locator("[data-filter-sum]:visible").allTextContents();
        assert.equal(sums.map(Number).reduce((sum, count) => sum + count, 0), await rows.count());
      });
      const everything = async (page) => {
        // What is folded away opens without a script.
        for (const fold of await page.locator("#register > details > summary").all()) await fold.click();
        const rows = await page.locator("[data-row]").count();
        assert.ok(rows > 20 && (await page.locator("[data-row]:visible").count()) === rows);
      };
      await visit("actions/", everything, { javaScriptEnabled: false });
    });

    for (const [name, address] of PAGES) {
      test(`${name}: no error, accessible in light and dark, fits every width`, async () => {
        await visit(address, async (page, faults) => {
          const found = await lookAround(page);
          assert.deepEqual([...faults, ...found], []);
        });
      });
    }

    test("the same pages work at the root of a host", async () => {
      const found = await withPage(browser(), at("/"), {}, async (page, faults) => {
        for (const [, address] of PAGES) await open(page, at("/") + address);
        return faults;
      });
      assert.deepEqual(found, []);
    });

    for (const [place, base] of [["at the root of a host", () => at("/")], ["below a folder", atFolder]]) {
      test(`a missing address shows the page for it, whatever its depth: ${place}`, async () => {
        for (const missing of ["nothing-here", "firmware/1999-01-01/", "a/b/c/d/e.html"]) {
          const url = base() + missing;
          await withPage(browser(), url, { missing: url }, async (page, faults) => {
            assert.equal((await open(page, url)).status(), 404);
            assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
            const found = await lookAround(page);
            assert.deepEqual([...faults, ...found], []);
            await page.getByRole("link", { name: /all calls/i }).first().click();
            assert.equal(page.url(), base() + "calls/");
          });
        }
      });
    }

    for (const [name, address] of PAGES) {
      test(`${name} is readable without JavaScript`, async () => {
        await visit(address, async (page, faults) => {
          await page.setViewportSize({ width: 360, height: 900 });
          assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
          const text = await page.locator("main").innerText();
          assert.ok(text.length > 60, `only ${JSON.stringify(text)}`);
          const dead = await page.locator("button:visible, form:visible").count();
          assert.equal(dead, 0, "controls that do nothing are shown");
          assert.deepEqual(faults, []);
        }, { javaScriptEnabled: false });
      });
    }

    test("the menu of teams opens and closes from the keyboard and fits the narrowest window", async () => {
      await visit("firmware/2025-03-12/", async (page, faults) => {
        const menu = page.getByRole("navigation", { name: "Main" }).locator("details");
        await menu.locator("summary").focus();
        await page.keyboard.press("Enter");
        assert.ok(await menu.getByRole("link", { name: "Firmware" }).isVisible());
        const found = [...(await widthFaults(page)), ...(await accessibilityFaults(page))];
        await page.keyboard.press("Escape");
        assert.equal(await menu.getByRole("link", { name: "Firmware" }).isVisible(), false);
        assert.deepEqual([...faults, ...found], []);
      });
    });

    test("the first thing the keyboard reaches is the way past the header", async () => {
      await visit("firmware/2025-03-12/", async (page) => {
        await page.keyboard.press("Tab");
        const link = page.locator(":focus");
        assert.match(await link.innerText(), /skip/i);
        const box = await link.boundingBox();
        assert.ok(box.x >= 0 && box.y >= 0 && box.width > 20 && box.height > 10, JSON.stringify(box));
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate(() => document.activeElement.closest("main") !== null || document.activeElement.localName === "main"), true);
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.closest("main") !== null), true);
      });
    });

    for (const [name, address] of [PAGES[0], PAGES[2], PAGES[5]]) {
      test(`${name}: what has the focus can be seen`, async () => {
        for (const colorScheme of ["light", "dark"]) {
          await visit(address, async (page) => {
            const unseen = [];
            for (let count = 0; count < 25; count++) {
              await page.keyboard.press("Tab");
              const fault = await page.evaluate(() => {
                const element = document.activeElement;
                if (element === document.body) return undefined;
                const style = getComputedStyle(element);
                const box = element.getBoundingClientRect();
                const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
                const shown = box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
                const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 10));
                const covered = hit !== null && !element.contains(hit) && !hit.contains(element) && getComputedStyle(hit).position === "fixed";
                return marked && shown && !covered ? undefined : `${element.outerHTML.slice(0, 120)} marked ${marked} shown ${shown} covered ${covered}`;
              });
              if (fault) unseen.push(fault);
            }
            assert.deepEqual(unseen, []);
          }, { colorScheme });
        }
      });
    }

    test("the chosen theme stays, and the system's is the one to begin with", async () => {
      const background = (page) => page.evaluate(() => {
        const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
        return red + green + blue > 380 ? "light" : "dark";
      });
      for (const [colorScheme, other] of [["light", "dark"], ["dark", "light"]]) {
        await visit("", async (page, faults) => {
          const toggle = page.getByRole("button", { name: /theme|dark|light/i });
          assert.equal(await background(page), colorScheme);
          await toggle.click();
          assert.equal(await background(page), other);
          await page.reload();
          assert.equal(await background(page), other);
          await open(page, at("/minutes/") + "firmware/2025-03-12/");
          assert.equal(await background(page), other);
          await toggle.click();
          assert.equal(await background(page), colorScheme);
          await page.reload();
          assert.equal(await background(page), colorScheme);
          assert.deepEqual(faults, []);
        }, { colorScheme });
      }
    });

    test("a team's calls can be filtered from the keyboard, and the address remembers it", async () => {
      await visit("firmware/", async (page, faults) => {
        const calls = page.locator('main [data-row][data-what="call"]').filter({ visible: true });
        const all = await calls.count();
        await page.getByRole("searchbox").focus();
        await page.keyboard.type("2026-02-25");
        await settle(page);
        assert.equal(await calls.filter({ has: page.locator('time[datetime="2026-02-25"]') }).count(), 1);
        assert.ok((await calls.count()) < all);
        assert.match(await page.getByRole("status").innerText(), /\b1\b/);
        await page.reload();
        assert.equal(await page.getByRole("searchbox").inputValue(), "2026-02-25");
        await page.getByRole("searchbox").fill("no such words");
        await settle(page);
        assert.equal(await calls.count(), 0);
        await page.getByRole("searchbox").fill("");
        await settle(page);
        assert.equal(await calls.count(), all);
        assert.deepEqual(faults, []);
      });
    });
  });
}
