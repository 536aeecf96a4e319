// Registers that do not fit on one page.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, imageFaults, widthFaults } from "./checks.mjs";
import { linkFaults } from "./links.mjs";

/** `site()` is a built site whose registers are cut into pages by year, and `at(base)` where it is served. */
export function registerTests(browser, site, at) {
  const visit = (address, look, options = {}) =>
    withPage(browser(), at("/minutes/"), options, async (page, faults) => {
      await open(page, at("/minutes/") + address);
      return look(page, faults);
    });
  const rows = (page) => page.locator("[data-row]:visible");
  const count = async (page) => (await page.getByRole("status").innerText()).match(/^(\d+) of (\d+)$/)?.slice(1).map(Number);

  describe("registers on several pages", { concurrency: 2 }, () => {
    test("every link leads somewhere", async () => {
      assert.deepEqual((await linkFaults(site())).slice(0, 20), []);
    });

    for (const address of ["decisions/", "decisions/2025/", "actions/", "actions/2025/", "actions/2025/2/"]) {
      test(`${address}: no error, accessible, fits every width`, async () => {
        await visit(address, async (page, faults) => {
          const found = [];
          for (const width of [1440, 360]) {
            await page.setViewportSize({ width, height: 900 });
            await settle(page);
            found.push(...(await imageFaults(page)), ...(await widthFaults(page)), ...(await accessibilityFaults(page)));
          }
          assert.deepEqual([...faults, ...found], []);
        });
      });
    }

    test("the actions of one person: what is to be done comes first, and all of it is on the person's page", async () => {
      await visit("actions/", async (page, faults) => {
        const who = await page.locator("#filter-person option").nth(1).evaluate((option) => ({ value: option.value, name: option.text.replace(/ \(\d+\)$/, "") }));
        await page.locator("#filter-person").selectOption(who.value);
        await page.waitForFunction(() => document.querySelectorAll("[data-elsewhere]").length > 1);
        const states = await rows(page).evaluateAll((rows) => rows.map((row) => row.dataset.state));
        const order = ["open", "unknown", "stale", "done"];
        assert.deepEqual(states, states.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
        // Each state says how many there are in all, wherever they stand.
        for (const state of new Set(states)) {
          const sum = await page.locator(`#${state} [data-filter-sum]`).innerText();
          assert.equal(Number(sum), states.filter((other) => other === state).length, state);
        }
        assert.equal(Number((await page.getByRole("status").innerText()).match(/^(\d+) of /)[1]), states.length);
        const link = page.getByRole("link", { name: `Everything of ${who.name}` });
        assert.equal((await page.request.get(await link.evaluate((element) => element.href))).status(), 200);
        assert.deepEqual(faults, []);
      });
    });

    test("the choices of a filter count what the others leave", async () => {
      await visit("actions/", async (page) => {
        const states = () => page.locator("#filter-state option").allInnerTexts();
        const before = await states();
        await page.locator("#filter-person").selectOption({ index: 1 });
        await page.waitForFunction(() => / of \d+$/.test(document.querySelector("[data-filter-count]").firstChild?.data ?? ""));
        for (const option of await page.locator("#filter-state option[value]:not([value=''])").all()) {
          const state = await option.getAttribute("value");
          const sum = (await page.locator(`#${state} [data-filter-sum]`).textContent()) || "0";
          const shown = await page.locator(`[data-filter-group]:has(> h2#${state}, > summary > h2#${state})`).getAttribute("hidden") === null;
          assert.match(await option.innerText(), new RegExp(` \\(${shown ? sum : 0}\\)$`), state);
        }
        assert.notDeepEqual(await states(), before);
        await page.locator("#filter-person").selectOption({ index: 0 });
        assert.deepEqual(await states(), before);
      });
    });

    test("on a phone the choices of a filter stand behind a button, which says how many are used", async () => {
      for (const register of ["decisions/", "actions/"]) {
        await visit(register, async (page, faults) => {
          const team = page.getByLabel("Team", { exact: true });
          assert.equal(await team.isVisible(), false, register);
          const field = await page.getByRole("searchbox").boundingBox();
          const row = await rows(page).first().boundingBox();
          assert.ok(row.y - field.y < 260, `the first row is ${row.y - field.y} px below the field`);
          await page.getByRole("search").getByText("Filter", { exact: true }).tap();
          await team.selectOption({ index: 1 });
          assert.equal(await page.getByRole("search").getByText("Filter (1)", { exact: true }).count(), 1);
          assert.deepEqual(faults, []);
        }, { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });
        await visit(register, async (page) => assert.ok(await page.getByLabel("Team", { exact: true }).isVisible()));
      }
    });

    for (const [register, choice] of [["actions/", "#filter-person"], ["decisions/", "#filter-team"]]) {
      test(`on a phone, what the filter of /${register} finds is in sight at once`, async () => {
        await visit(register, async (page, faults) => {
          await page.getByRole("search").getByText("Filter", { exact: true }).tap();
          await page.locator(choice).focus();
          await page.locator(choice).selectOption({ index: 1 });
          await page.waitForFunction(() => / of \d+$/.test(document.querySelector("[data-filter-count]").firstChild?.data ?? ""));
          await settle(page);
          const { y } = await rows(page).first().boundingBox();
          assert.ok(y > 56 && y < 844 * 0.6, `the first row is ${y} px below the top`);
          const form = await page.locator("[data-filter]").boundingBox();
          assert.ok(form.y >= 56, `the form is ${form.y} px below the top`);
          assert.equal(await page.evaluate(() => `#${document.activeElement.id}`), choice);
          assert.deepEqual(faults, []);
        }, { viewport: { width: 390, height: 844 }, hasTouch: true });
      });
    }

    for (const register of ["decisions/", "actions/"]) {
      test(`the filter of /${register} finds what is on other pages, and its links lead there`, async () => {
        await visit(register, async (page, faults) => {
          const all = await page.locator("[data-row]").count();
          await page.getByRole("searchbox").first().focus();
          await page.keyboard.type("e");
          await page.waitForFunction(() => /^\d+ of \d+$/.test(document.querySelector("[data-filter-count]").textContent));
          const [found, total] = await count(page);
          assert.ok(total > all && found > all, `${found} of ${total}, ${all} on the page`);
          const link = page.locator("[data-elsewhere] a").first();
          const answer = await page.request.get(await link.evaluate((element) => element.href));
          assert.equal(answer.status(), 200);
          await page.getByRole("searchbox").first().fill("");
          assert.equal(await page.locator("[data-row]").count(), all);
          assert.deepEqual(faults, []);
        });
      });

      test(`the pages of /${register} hold together what its filter looks through`, async () => {
        const total = await visit(register, async (page) => Number(await page.locator("[data-total]").getAttribute("data-total")));
        const readAll = async (page) => {
          const texts = [];
          const years = await page.getByRole("navigation", { name: "Years" }).getByRole("link").evaluateAll((links) => links.slice(1).map((link) => link.href));
          for (const year of years) {
            await page.goto(year);
            const parts = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").evaluateAll((links) => links.map((link) => link.href));
            for (const part of parts.length ? parts : [year]) {
              await page.goto(part);
              texts.push(...(await page.locator("#register [data-row]").allTextContents()));
            }
          }
          assert.equal(texts.length, total);
        };
        await visit(register, readAll, { javaScriptEnabled: false });
      });
    }

    test("an old link to a year of the decisions leads to that year", async () => {
      await visit("decisions/", async (page) => {
        const years = (await page.getByRole("navigation", { name: "Years" }).getByRole("link").allInnerTexts()).slice(1);
        assert.ok(years.length > 1, `${years}`);
        for (const year of years.map((text) => text.split(/\s/)[0])) {
          await page.goto(at("/minutes/") + `decisions/#y${year}`);
          const place = page.locator(`#y${year}`);
          assert.equal(await place.count(), 1, `#y${year}`);
          // The heading of what is shown of the year, or the link to its page.
          if ((await place.evaluate((element) => element.localName)) === "h2") continue;
          await place.click();
          assert.ok(new URL(page.url()).pathname.endsWith(`/decisions/${year}/`), page.url());
          await rows(page).first().waitFor();
        }
      });
    });
  });
}
