// The pages of calls: where the minutes begin, what stands beside them, headings, keys, weight, and how they are printed.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { open, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, widthFaults } from "./checks.mjs";
import { tags } from "./links.mjs";
import { read } from "./sites.mjs";

/** How far from the top the minutes begin at most, by the size of the window. */
const BEGINS = [[{ width: 1440, height: 900 }, 340], [{ width: 360, height: 780 }, 480]];

/** So many pages of an archive are looked at. */
const LOOKED_AT = 40;

/** The pages of calls, below the base, with how much stands above their minutes as HTML; the longest first. */
async function callPages(site) {
  const pages = [];
  for (const file of site.files.filter((file) => file.endsWith("/index.html") && !file.endsWith("/deck/index.html"))) {
    const html = await read(site, file);
    if (!html.includes("<article data-call")) continue;
    const header = html.indexOf("<header class=\"page-header");
    const above = html.indexOf("</header>", header) - header + (html.match(/<p class="notice/g) ?? []).length * 1000;
    pages.push({ address: file.slice(0, -"index.html".length), above, html });
  }
  return pages.sort((a, b) => b.above - a.above);
}

/** Half of them those with most above their minutes, the other half spread over the rest. */
function chosen(pages) {
  const [most, rest] = [pages.slice(0, LOOKED_AT / 2), pages.slice(LOOKED_AT / 2)];
  const step = Math.max(1, Math.ceil(rest.length / (LOOKED_AT / 2)));
  return [...most, ...rest.filter((_, at) => at % step === 0)];
}

/** Headings that leave a level out, or whose names have what stands beside them. */
const headingFaults = () => {
  const faults = [];
  let last = 0;
  for (const heading of document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")) {
    const level = Number(heading.tagName[1]);
    if (level > last + 1) faults.push(`h${last} is followed by h${level}: ${heading.textContent}`);
    if (heading.querySelector(".anchor, .slide-link")) faults.push(`a link beside it is part of ${heading.textContent}`);
    last = level;
  }
  return faults;
};

export function callTests(browser, archives) {
  describe("pages of calls", { concurrency: 2 }, () => {
    for (const { name, site, at } of archives) {
      const missing = () => site() === undefined && "not at hand";

      test(`${name}: the minutes begin near the top, in large and small windows, and no heading is out of place`, async (context) => {
        if (missing()) return context.skip(missing());
        const pages = chosen(await callPages(site()));
        assert.ok(pages.length > 2);
        const found = await withPage(browser(), at("/minutes/"), {}, async (page, faults) => {
          for (const [viewport, most] of BEGINS) {
            await page.setViewportSize(viewport);
            for (const { address } of pages) {
              await page.goto(at("/minutes/") + address, { waitUntil: "load" });
              const begins = await page.evaluate(() => document.querySelector("[data-body]").getBoundingClientRect().top + scrollY);
              if (begins > most) faults.push(`${address}: the minutes begin at ${Math.round(begins)} px, ${viewport.width} px wide`);
              if (viewport.width === 1440) faults.push(...(await page.evaluate(headingFaults)).map((fault) => `${address}: ${fault}`));
            }
          }
          return faults;
        });
        assert.deepEqual(found, []);
      });

      test(`${name}: a call weighs at most 45 KB with all that its page needs, pictures and fonts left out`, async (context) => {
        if (missing()) return context.skip(missing());
        const pages = await callPages(site());
        // Beyond a hundred thousand bytes it is the minutes that weigh, not what is around them.
        const weighed = pages.filter(({ html }) => html.length < 100_000).map((page) => ({ ...page, weight: gzipSync(page.html).length }));
        const heaviest = weighed.sort((a, b) => b.weight - a.weight)[0];
        const shared = tags(heaviest.html).flatMap(({ name, attributes }) => {
          const address = name === "script" ? attributes.src : attributes.rel === "stylesheet" ? attributes.href : undefined;
          return address === undefined ? [] : [new URL(address, `http://x/${heaviest.address}`).pathname.slice(1)];
        });
        assert.ok(shared.length >= 4, `only ${shared}`);
        let { weight } = heaviest;
        for (const file of shared) weight += gzipSync(await read(site(), file)).length;
        assert.ok(weight <= 45_000, `${heaviest.address}: ${weight} bytes`);
      });
    }

    const [{ site, at }] = archives;
    const visit = (address, use, options = {}) =>
      withPage(browser(), at("/minutes/"), options, async (page, faults) => {
        await open(page, at("/minutes/") + address);
        await use(page);
        assert.deepEqual(faults, []);
      });
    const NOTES = "firmware/2025-03-12/";

    test("what is on record stands beside the minutes, or folded above them, and leads into them", async () => {
      await visit(NOTES, async (page) => {
        const first = page.locator(".briefs a").first();
        const minutes = page.locator("[data-body]");
        assert.ok(await first.isVisible());
        assert.ok((await first.boundingBox()).x > (await minutes.boundingBox()).x + (await minutes.boundingBox()).width - 1);
        await page.setViewportSize({ width: 360, height: 780 });
        await settle(page);
        assert.equal(await first.isVisible(), false);
        assert.match(await page.locator("[data-fold] > summary").innerText(), /\d (decision|action)/);
        await page.locator("[data-fold] > summary").click();
        const found = [...(await accessibilityFaults(page)), ...(await widthFaults(page, [320, 360]))];
        assert.deepEqual(found, []);
        await page.setViewportSize({ width: 360, height: 780 });
        await settle(page);
        if (!(await first.isVisible())) await page.locator("[data-fold] > summary").click();
        await first.click();
        const target = page.locator("[data-body] :target");
        assert.match(await target.getAttribute("class"), /is-decision|is-action/);
        const bar = await page.locator(".site-bar").boundingBox();
        assert.ok((await target.boundingBox()).y >= bar.y + bar.height - 1, "the bar covers what the link leads to");
        assert.equal(await first.isVisible(), false, "the list still covers the minutes");
      });
    });

    test("without JavaScript what is on record is at hand, beside the minutes and above them", async () => {
      await visit(NOTES, async (page) => {
        assert.ok(await page.locator(".briefs a").first().isVisible());
        await page.setViewportSize({ width: 360, height: 780 });
        await page.locator("[data-fold] > summary").click();
        assert.ok(await page.locator(".briefs a").first().isVisible());
      }, { javaScriptEnabled: false });
    });

    test("N and P lead to the calls beside this one, and ? says so", async () => {
      await visit(NOTES, async (page) => {
        const next = await page.locator("a[rel=next]").evaluate((link) => link.href);
        await page.keyboard.press("n");
        await page.waitForURL(next);
        await page.keyboard.press("p");
        await page.waitForURL(at("/minutes/") + NOTES);
        await settle(page);
        await page.keyboard.press("?");
        const keys = page.getByRole("dialog", { name: "Keys" });
        assert.match(await keys.innerText(), /P\s+Previous call[^]*N\s+Next call/);
        const search = (await keys.locator("dd").allInnerTexts()).filter((what) => what.startsWith("Search"));
        assert.equal(search.length, 1, search.join());
        assert.deepEqual(await accessibilityFaults(page), []);
        for (const key of ["n", "d"]) {
          await page.keyboard.press(key);
          await settle(page);
          assert.equal(page.url(), at("/minutes/") + NOTES, `${key} behind the dialog was heard`);
        }
        await page.keyboard.press("Escape");
        assert.equal(await keys.count(), 0);
      });
    });

    test("a call can be passed on: its address is copied", async () => {
      await visit(`${NOTES}?from=there#mb-content`, async (page) => {
        await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
        await page.getByRole("button", { name: "Copy link" }).click();
        await page.getByRole("button", { name: "Copied" }).waitFor();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), at("/minutes/") + NOTES);
      });
    });

    test("a printed call is a protocol: head, what came of it, minutes, and nothing to click", async () => {
      await visit(NOTES, async (page) => {
        await page.emulateMedia({ media: "print" });
        for (const hidden of [".site-bar", ".call-tools", ".contents", ".anchor", ".backlinks", "[data-fold] > summary"]) {
          assert.equal(await page.locator(hidden).filter({ visible: true }).count(), 0, `${hidden} is printed`);
        }
        for (const shown of [".print-only", "h1", ".briefs", ".facts", "[data-body]"]) {
          assert.ok(await page.locator(shown).first().isVisible(), `${shown} is not printed`);
        }
        const order = await page.evaluate(() => [".call-header", ".call-side", "[data-body]"].map((part) => document.querySelector(part).getBoundingClientRect().top));
        assert.deepEqual(order, [...order].sort((a, b) => a - b));
        const underlined = await page.evaluate(() => [...document.querySelectorAll("main a")].filter((link) => getComputedStyle(link).textDecorationLine !== "none").length);
        assert.equal(underlined, 0);
      });
      assert.ok((await callPages(site())).length > 10);
    });
  });
}
