// Search as people use it, and what it costs: the same results as on the terminal, in few and small requests.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import assert from "node:assert/strict";
import { open, withPage } from "./browser.mjs";
import { accessibilityFaults, widthFaults } from "./checks.mjs";
import { ROOT } from "./sites.mjs";

/** What a first visitor and a query may cost, in bytes as transferred and in requests. */
const BUDGET = { engineGzip: 520_000, engineBrotli: 400_000, cold: 180_000, requests: 20, rounds: 3, further: 90_000 };

/** The day both the browser and the terminal take for today. */
const TODAY = 2026_01_01;

const RESULT = "[role=option]";
const INPUT = "#mb-search-input";
const STATUS = ".search-status";

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Asks the engine in a page, past its user interface; resolves to rows, and rounds after the hot file. */
function askInPage(page, queries) {
  return page.evaluate(async ({ queries, today }) => {
    const { worker: script, engine, brotli } = document.querySelector("[data-search]").dataset;
    const worker = new Worker(script);
    worker.postMessage({ type: "start", engine, brotli });
    const answers = [];
    for (const [id, query] of queries.entries()) {
      answers.push(await new Promise((done, failed) => {
        worker.onmessage = ({ data }) => {
          if (data.type === "answer") done({ rows: data.found.rows.map(({ url, line, kind }) => `${kind} ${url} ${line}`), rounds: data.rounds, sizes: data.sizes });
          if (data.type === "failed") failed(new Error(data.message));
        };
        worker.postMessage({ type: "ask", id: id + 1, question: { query, limit: 10, sort: "relevance", today, as_you_type: false } });
      }));
    }
    worker.terminate();
    return answers;
  }, { queries, today: TODAY });
}

/** The same list from the terminal. */
async function askTerminal(archive, query) {
  const program = resolve(ROOT, process.env.MINUTEBOOK);
  const options = ["--source", archive.source, "--output", archive.site().folder, "--limit", "10", "--json", "--today", "2026-01-01"];
  if (archive.config) options.push("--config", archive.config);
  const { stdout } = await promisify(execFile)(program, ["search", ...options, "--", query], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout).map(({ url, line, kind }) => `${kind} ${url.slice(1)} ${line}`);
}

/** Queries of people, where they are at hand; they belong to the SCS archive. */
function judgedQueries() {
  const file = join(process.env.MINUTEBOOK_SHARED ?? join(ROOT, "../shared"), "eval/queries.jsonl");
  if (!existsSync(file)) return undefined;
  return readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line).q);
}

/** `example` and `real` are archives: `{source, config, site(), at(base), requests}`; `requests` lists what was served. */
export function searchTests(browser, example, real) {
  const at = (address) => example.at("/minutes/") + address;
  const visit = (address, look, options = {}) =>
    withPage(browser(), at(""), options, async (page, faults) => {
      await open(page, at(address));
      return look(page, faults);
    });

  describe("search", { concurrency: 1 }, () => {
    test("nothing is loaded before it is touched", async () => {
      await visit("firmware/2025-03-12/", async (page) => {
        await page.waitForTimeout(300);
        const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
        assert.deepEqual(loaded.filter((url) => /\/search\/|worker|engine/.test(url)), []);
      });
    });

    test("from the keyboard: open, type at once, choose, read, come back", async () => {
      await visit("", async (page, faults) => {
        // A slash is Shift+7 on a German keyboard; what counts is the sign.
        await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", code: "Digit7", shiftKey: true, bubbles: true, cancelable: true })));
        await page.keyboard.type("licence");
        await page.waitForSelector(RESULT);
        assert.equal(await page.locator(INPUT).inputValue(), "licence", "nothing typed is lost");
        assert.match(await page.getByRole("status").innerText(), /\d+ results?/);
        const first = await page.locator(`${RESULT}[aria-selected=true]`).getAttribute("id");
        assert.equal(await page.locator(INPUT).getAttribute("aria-activedescendant"), first);
        await page.keyboard.press("ArrowDown");
        const chosen = await page.locator(`${RESULT}[aria-selected=true]`).getAttribute("href");
        await page.keyboard.press("Enter");
        await page.waitForURL(chosen);
        assert.ok(await page.evaluate(() => CSS.highlights.get("found").size) > 0, "the words are marked");
        await page.keyboard.press("Escape");
        assert.equal(await page.evaluate(() => CSS.highlights.has("found")), false);
        assert.doesNotMatch(page.url(), /find=/);
        await page.goBack();
        await page.waitForSelector(RESULT);
        assert.equal(await page.locator(INPUT).inputValue(), "licence");
        await page.keyboard.press("Escape");
        await page.waitForSelector("dialog[open]", { state: "hidden" });
        assert.deepEqual(faults, []);
      });
    });

    test("slashes that are typed elsewhere stay there; decks listen to Ctrl+K alone", async () => {
      await visit("firmware/", async (page, faults) => {
        await page.locator("#filter-text").focus();
        await page.keyboard.press("/");
        assert.equal(await page.locator("dialog[open]").count(), 0);
        assert.equal(await page.locator("#filter-text").inputValue(), "/");
        await open(page, at("firmware/2025-03-12/deck/"));
        await page.keyboard.press("/");
        assert.equal(await page.locator("dialog[open]").count(), 0);
        await page.keyboard.press("Control+k");
        await page.keyboard.type("licence");
        await page.waitForSelector(RESULT);
        const found = await accessibilityFaults(page);
        assert.deepEqual([...faults, ...found], []);
      });
    });

    for (const colorScheme of ["light", "dark"]) {
      test(`dialog and page are accessible and fit narrow windows, ${colorScheme}`, async () => {
        await visit("", async (page, faults) => {
          await page.keyboard.press("Control+k");
          await page.keyboard.type("licence of the");
          await page.waitForSelector(RESULT);
          const found = [...(await accessibilityFaults(page)), ...(await widthFaults(page, [320, 360, 1440]))];
          await open(page, at("search/?q=licence&sort=newest"));
          await page.waitForSelector(RESULT);
          found.push(...(await accessibilityFaults(page)), ...(await widthFaults(page, [320, 360, 1440])));
          assert.deepEqual([...faults, ...found], []);
        }, { colorScheme });
      });
    }

    test("query and filters are in the address and follow Back", async () => {
      await visit("search/?q=licence", async (page, faults) => {
        await page.waitForSelector(RESULT);
        const all = await page.locator(STATUS).innerText();
        const team = page.getByRole("combobox", { name: "Team" });
        const slug = await team.locator("option").nth(1).getAttribute("value");
        await team.selectOption(slug);
        await page.waitForURL((url) => url.searchParams.get("team") === slug);
        await page.waitForFunction(([selector, before]) => document.querySelector(selector).innerText !== before, [STATUS, all]);
        await page.waitForFunction((key) => document.getElementById(key).options.length > 2, "mb-search-team");
        await page.goBack();
        await page.waitForFunction(([selector, before]) => document.querySelector(selector).innerText === before, [STATUS, all]);
        assert.equal(await team.inputValue(), "");
        assert.deepEqual(faults, []);
      });
    });

    test("misspelt words are said to be, and nothing found is said", async () => {
      await visit("search/?q=lisence", async (page) => {
        await page.waitForSelector(RESULT);
        assert.match(await page.locator(".search-note").innerText(), /Nothing has “lisence”/);
        await page.locator(INPUT).fill("qqqqqqqqqqqq ");
        await page.waitForFunction(() => /Nothing found/.test(document.querySelector(".search-status").textContent));
      });
    });

    test("without a network the page says so and leads to the lists", async () => {
      await visit("", async (page) => {
        await page.context().route(/\/search\//, (route) => route.abort());
        await page.keyboard.press("Control+k");
        await page.keyboard.type("licence");
        await page.waitForFunction(() => /could not be loaded/.test(document.querySelector(".search-status").textContent));
        await page.locator(".search-status a").click();
        assert.equal(page.url(), at("calls/"));
      });
    });

    test("a new publication under an open page: the new index is taken, not an error", async () => {
      await visit("search/", async (page) => {
        await page.waitForFunction(() => document.querySelector(".search-progress").hidden);
        // The blocks of the old index are gone, and the entry names another hot file.
        let entry = 0;
        let gone = 0;
        await page.context().route(/\/search\/entry\.json/, async (route) => {
          entry += 1;
          const response = await route.fetch();
          await route.fulfill({ response, json: { ...(await response.json()), hot: `${(await response.json()).hot}?new` } });
        });
        await page.context().route(/\/search\/data\/.*\.bin/, (route) => {
          gone += 1;
          return gone === 1 ? route.fulfill({ status: 404, body: "" }) : route.continue();
        });
        await page.locator(INPUT).fill("licence ");
        await page.waitForSelector(RESULT);
        assert.deepEqual([entry > 0, gone > 1], [true, true]);
      });
    });

    test("every query of people: the terminal's list, few requests, few bytes", { timeout: 300_000 }, async (context) => {
      const queries = judgedQueries();
      if (!queries || !real.site()) return context.skip("the real archive is not at hand");
      const bytesOf = (requests, pattern) => requests.filter(({ path }) => pattern.test(path)).reduce((sum, { bytes }) => sum + bytes, 0);
      const cold = [];
      const differing = [];
      for (const query of queries) {
        await withPage(browser(), real.at("/"), {}, async (page) => {
          await open(page, real.at("/") + "calls/");
          real.requests.length = 0;
          const [{ rows, rounds }] = await askInPage(page, [query]);
          const asked = real.requests.filter(({ path }) => /\/search\/(hot|data)/.test(path));
          cold.push({ query, bytes: bytesOf(asked, /./), requests: asked.length, rounds: rounds + 1, engine: bytesOf(real.requests, /engine|worker|entry/) });
          const expected = await askTerminal(real, query);
          if (JSON.stringify(rows) !== JSON.stringify(expected)) differing.push({ query, rows, expected });
        });
      }
      assert.deepEqual(differing, [], "the browser and the terminal agree");
      const further = [];
      await withPage(browser(), real.at("/"), {}, async (page) => {
        await open(page, real.at("/") + "calls/");
        real.requests.length = 0;
        // One worker for all: after each query what was served so far.
        const sizes = [];
        await page.exposeFunction("noteServed", () => { sizes.push(bytesOf(real.requests, /\/search\/(hot|data)/)); });
        await page.evaluate(async ({ queries, today }) => {
          const { worker: script, engine, brotli } = document.querySelector("[data-search]").dataset;
          const worker = new Worker(script);
          worker.postMessage({ type: "start", engine, brotli });
          for (const [id, query] of queries.entries()) {
            await new Promise((done) => {
              worker.onmessage = ({ data }) => data.type === "answer" && done();
              worker.postMessage({ type: "ask", id: id + 1, question: { query, limit: 10, sort: "relevance", today, as_you_type: false } });
            });
            await window.noteServed();
          }
        }, { queries, today: TODAY });
        for (let index = 1; index < sizes.length; index += 1) further.push(sizes[index] - sizes[index - 1]);
      });
      const record = JSON.parse(readFileSync(join(ROOT, "engine/web/built/record.json"), "utf8")).bytes;
      const scripts = median(cold.map(({ engine }) => engine));
      const measured = {
        "engine as fetched here": scripts,
        "engine, gzip": record.gzip,
        "engine, brotli": record.brotli,
        "cold query, median bytes": median(cold.map(({ bytes }) => bytes)),
        "cold query, most bytes": Math.max(...cold.map(({ bytes }) => bytes)),
        "cold query, most requests": Math.max(...cold.map(({ requests }) => requests)),
        "cold query, most rounds": Math.max(...cold.map(({ rounds }) => rounds)),
        "further query, median bytes": median(further),
        "further query, most bytes": Math.max(...further),
      };
      console.log(measured);
      assert.ok(record.gzip <= BUDGET.engineGzip && record.brotli <= BUDGET.engineBrotli, "engine");
      assert.ok(scripts <= BUDGET.engineGzip, "engine as fetched");
      assert.ok(measured["cold query, median bytes"] <= BUDGET.cold, "cold bytes");
      assert.deepEqual(cold.filter(({ requests, rounds }) => requests > BUDGET.requests || rounds > BUDGET.rounds), [], "requests and rounds");
      assert.ok(measured["further query, most bytes"] <= BUDGET.further, "further bytes");
    });
  });
}
