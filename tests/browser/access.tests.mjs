// What pages cost and how they hold up: bytes on the way, shifts while they load, large text, the order of headings.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { open, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, headingFaults, layoutShift, textSizeFaults, widthFaults } from "./checks.mjs";
import { read } from "./sites.mjs";

/** The most that is fetched for one page, in bytes as they travel; pictures and fonts apart. */
const PAGE_BYTES = 45_000;

/** The most that the font takes that every page asks for, once. */
const FONT_BYTES = 60_000;

/** The most that what is seen may move while a page loads; what Google calls good is twice as much. */
const SHIFT = 0.05;

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

/** The pages that people are on: kinds, and where each is in an archive. */
const KINDS = ["start", "call", "team", "decisions", "search", "topic"];

/**
 * `archives` have a name, `site()`, `at(base)`, and `pages`: an address for each kind. `all` are addresses of every kind of
 * page of the first archive.
 */
export function accessTests(browser, archives, all) {
  describe("access and weight", { concurrency: 2 }, () => {
    for (const { name, site, at, pages } of archives) {
      const missing = () => site() === undefined && "not at hand";
      const visit = (address, options, look) => withPage(browser(), at("/minutes/"), options, async (page, faults) => {
        await open(page, at("/minutes/") + address);
        return look(page, faults);
      });

      test(`${name}: a call page takes ${PAGE_BYTES / 1000} kB at most, without pictures and fonts`, async (context) => {
        if (missing()) return context.skip(missing());
        const heavy = [];
        let files = 0;
        for (const file of site().files.filter((file) => /^[a-z0-9-]+\/\d{4}-\d\d-\d\d[^/]*\/index\.html$/.test(file))) {
          files++;
          const bytes = await pageBytes(site(), file);
          if (bytes > PAGE_BYTES) heavy.push(`${file}: ${bytes} bytes`);
        }
        assert.ok(files > 10, `${files} calls`);
        assert.deepEqual(heavy, []);
      });

      test(`${name}: nothing jumps while a page loads, on a desk and on a phone`, async (context) => {
        if (missing()) return context.skip(missing());
        const moved = [];
        for (const kind of KINDS) {
          for (const [device, options] of [["desktop", DESKTOP], ["phone", PHONE]]) {
            const shift = await withPage(browser(), at("/minutes/"), options, (page) => layoutShift(page, at("/minutes/") + pages[kind]));
            if (!(shift <= SHIFT)) moved.push(`${kind}, ${device}: ${shift}`);
          }
        }
        assert.deepEqual(moved, []);
      });

      test(`${name}: headings skip no level, and pages bear 320 px and text of twice the size`, async (context) => {
        if (missing()) return context.skip(missing());
        const found = [];
        for (const kind of KINDS) {
          await visit(pages[kind], DESKTOP, async (page, faults) => {
            const all = [...faults, ...(await headingFaults(page)), ...(await widthFaults(page, [320])), ...(await textSizeFaults(page))];
            found.push(...all.map((fault) => `${kind}: ${fault}`));
          });
        }
        assert.deepEqual(found, []);
      });
    }

    const [example] = archives;
    test("every kind of page has its headings in order and bears text of twice the size", async () => {
      const found = [];
      await withPage(browser(), example.at("/minutes/"), DESKTOP, async (page) => {
        for (const address of all) {
          await open(page, example.at("/minutes/") + address);
          found.push(...[...(await headingFaults(page)), ...(await textSizeFaults(page))].map((fault) => `${address}: ${fault}`));
        }
      });
      assert.deepEqual(found, []);
    });

    test(`the font that every page asks for takes ${FONT_BYTES / 1000} kB at most, and comes once`, async () => {
      const fetched = new Map();
      // Not `withPage`: where requests are watched, the browser keeps nothing.
      const context = await browser().newContext();
      try {
        const page = await context.newPage();
        for (const kind of KINDS) {
          await open(page, example.at("/minutes/") + example.pages[kind]);
          // What comes from the browser's cache has no size.
          const addresses = await page.evaluate(() => performance.getEntriesByType("resource").filter(({ transferSize }) => transferSize > 0).map(({ name }) => name));
          for (const path of addresses.map((address) => new URL(address).pathname).filter((path) => path.endsWith(".woff2"))) {
            fetched.set(path, (fetched.get(path) ?? 0) + 1);
          }
        }
      } finally {
        await context.close();
      }
      assert.ok(fetched.size > 0, "no font was fetched");
      let bytes = 0;
      for (const path of fetched.keys()) bytes += (await stat(join(example.site().folder, path.slice("/minutes/".length)))).size;
      assert.ok(bytes <= FONT_BYTES, `${bytes} bytes: ${[...fetched.keys()].join(" ")}`);
      assert.deepEqual([...fetched.values()].filter((times) => times > 1), [], "the browser keeps it");
    });

    test("a call of several teams' slides is accessible: its headings were out of order", async (context) => {
      const scs = archives.find(({ name }) => name === "scs-minutes");
      if (scs?.site() === undefined) return context.skip("not at hand");
      await withPage(browser(), scs.at("/minutes/"), DESKTOP, async (page, faults) => {
        await open(page, scs.at("/minutes/") + "community-call/2024-08-08/");
        await settle(page);
        assert.deepEqual([...faults, ...(await headingFaults(page)), ...(await accessibilityFaults(page))], []);
      });
    });
  });
}

/** What a page takes as it travels: itself, and the style sheets and scripts that it names. */
async function pageBytes(site, file) {
  const html = await read(site, file);
  const named = [...html.matchAll(/<(?:script[^>]* src|link rel="stylesheet" href)="([^"]+)"/g)].map(([, address]) => new URL(address, `file:///${file}`).pathname.slice(1));
  let bytes = gzipSync(html).length;
  for (const shared of new Set(named)) {
    if (!sizes.has(`${site.folder}/${shared}`)) sizes.set(`${site.folder}/${shared}`, gzipSync(await read(site, shared)).length);
    bytes += sizes.get(`${site.folder}/${shared}`);
  }
  return bytes;
}

const sizes = new Map();
