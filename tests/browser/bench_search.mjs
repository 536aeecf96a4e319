// How long searching takes in Chromium; no test depends on it. `make bench-search` prints a table for the README.
//
// The archive is the shared corpus where it is found, else the example.
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { launch, open, withPage } from "./browser.mjs";
import { figures, judgedQueries, measure, median, percentile95 } from "./search_costs.mjs";
import { serve } from "./server.mjs";
import { ROOT, buildSite, sharedArchive } from "./sites.mjs";

/** 1.6 Mbit/s and 150 ms. */
const LINE = { latency: 150, bytesPerSecond: 200_000 };
/** A first query is timed so often. */
const TIMES = 5;

const corpus = sharedArchive("scs-minutes");
const queries = (corpus && judgedQueries()) ?? ["what was decided", "release", "next call"];
const site = corpus ? await buildSite(corpus, ["--config", join(ROOT, "examples/scs/minutebook.yaml")]) : await buildSite(join(ROOT, "content"));
const browser = await launch();
try {
  const rows = [...(await costs()), ["warm: key press to painted results, 95th percentile", `${(await warm()).toFixed(1)} ms`]];
  for (const [query, named, found] of await cold()) {
    rows.push([`nothing cached, 1.6 Mbit/s, 150 ms: pages that “${query}” names`, Number.isFinite(named) ? `${named.toFixed(2)} s` : "none"]);
    rows.push([`nothing cached, 1.6 Mbit/s, 150 ms: first results in the minutes of “${query}”`, `${found.toFixed(2)} s`]);
  }
  for (const [what, measured] of rows) console.log(`| ${what} | ${measured} |`);
} finally {
  await browser.close();
  await rm(dirname(site.folder), { recursive: true });
}

async function costs() {
  const requests = [];
  const server = await serve({ folder: site.folder, onAnswer: (answer) => requests.push(answer) });
  const found = figures(await measure(browser, { at: () => server.url, requests }, queries));
  await server.close();
  return Object.entries(found).map(([what, number]) => [what, number > 1000 ? `${Math.round(number / 1000)} KB` : number]);
}

/**
 * Types each query letter by letter, twice: the second time everything is there. Resolves to what 95 of 100 key presses of
 * the second time did not exceed, from the key to the frame that shows its results, in milliseconds.
 */
async function warm() {
  const server = await serve({ folder: site.folder });
  const times = await withPage(browser, server.url, {}, async (page) => {
    await open(page, server.url);
    await page.keyboard.press("Control+k");
    await page.waitForFunction(() => document.querySelector(".search-progress")?.hidden);
    return page.evaluate(async (queries) => {
      const input = document.querySelector("#mb-search-input");
      const list = document.querySelector(".search-list");
      const status = document.querySelector(".search-status");
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      /** Sets the text as a key does and waits for the answer to it to be shown. */
      async function press(text, wait) {
        const start = performance.now();
        const shown = new Promise((done) => {
          const observer = new MutationObserver(() => { observer.disconnect(); done(performance.now()); });
          observer.observe(list, { childList: true });
          observer.observe(status, { childList: true, characterData: true, subtree: true });
          setTimeout(() => { observer.disconnect(); done(undefined); }, wait);
        });
        input.value = text;
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        const end = await shown;
        return end === undefined ? undefined : end - start;
      }
      const times = [];
      for (const round of [0, 1]) {
        for (const query of queries) {
          for (let length = 2; length <= query.length; length += 1) {
            const time = await press(query.slice(0, length), round === 0 ? 400 : 200);
            if (round === 1 && time !== undefined) times.push(time);
            await painted();
          }
        }
      }
      return times;
    }, queries.slice(0, 10));
  });
  await server.close();
  console.log(`${times.length} key presses, median ${median(times).toFixed(1)} ms`);
  return percentile95(times);
}

/**
 * From opening the dialog, each time with nothing cached, to the pages that a query names, infinite where it names none, and to what the
 * engine finds in the minutes: medians, in seconds, of some queries.
 */
async function cold() {
  const server = await serve({ folder: site.folder, line: LINE });
  const found = [];
  for (const query of queries.slice(0, 3)) {
    const times = [];
    for (let time = 0; time < TIMES; time += 1) {
      times.push(await withPage(browser, server.url, {}, async (page) => {
        await open(page, server.url);
        // Measured in the page: asking it from outside again and again would take longer than what is measured.
        await page.evaluate(() => {
          addEventListener("keydown", () => { window.pressed ??= performance.now(); }, true);
          const noteWhen = (selector, note) => new MutationObserver((_, observer) => {
            if (!document.querySelector(selector)) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => note(performance.now())));
          }).observe(document.body, { childList: true, subtree: true });
          noteWhen(".search-list[aria-busy] .search-option.is-page", (time) => { window.named = time; });
          noteWhen(".search-option:not(.is-page)", (time) => { window.shown = time; });
        });
        await page.keyboard.press("Control+k");
        await page.keyboard.type(query);
        await page.waitForFunction(() => window.shown);
        return page.evaluate(() => [window.named, window.shown].map((time) => (time === undefined ? null : (time - window.pressed) / 1000)));
      }));
    }
    found.push([query, median(times.map(([named]) => named ?? Infinity)), median(times.map(([, shown]) => shown))]);
  }
  await server.close();
  return found;
}
