// What searching a site costs: bytes as transferred, requests, rounds. Measured past the user interface, in a page of the site.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { open, withPage } from "./browser.mjs";
import { ROOT } from "./sites.mjs";

/** The day both the browser and the terminal take for today. */
export const TODAY = 2026_01_01;

/** Queries of people, where they are at hand; they belong to the SCS archive. */
export function judgedQueries() {
  const file = join(process.env.MINUTEBOOK_SHARED ?? join(ROOT, "../shared"), "eval/queries.jsonl");
  if (!existsSync(file)) return undefined;
  return readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line).q);
}

/** The middle one of numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The number that 95 of 100 do not exceed. */
export function percentile95(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1];
}

/**
 * Asks one worker all queries, one after the other, in a page of the archive that has nothing cached. Resolves to one
 * entry a query: its rows, its rounds after the hot file, and what was served for it: `hot`, `blocks` and `fragments` in
 * bytes, `requests` of these, and `engine`, the bytes of everything that the first query has to load besides.
 *
 * `archive` is `{at(base), requests}`; `requests` lists what was served.
 */
export async function ask(browser, archive, queries) {
  return withPage(browser, archive.at("/"), {}, async (page) => {
    await open(page, archive.at("/") + "calls/");
    let before = 0;
    const served = [];
    archive.requests.length = 0;
    await page.exposeFunction("noteServed", () => {
      served.push(costs(archive.requests.slice(before)));
      before = archive.requests.length;
    });
    const answers = await page.evaluate(async ({ queries, today }) => {
      const { worker: script, engine } = document.querySelector("[data-search]").dataset;
      const worker = new Worker(script);
      const packed = await (await fetch(new URL(engine, new URL(script, location.href)))).arrayBuffer();
      worker.postMessage({ type: "piece", bytes: new Uint8Array(packed) });
      worker.postMessage({ type: "whole" });
      const answers = [];
      for (const [id, query] of queries.entries()) {
        answers.push(await new Promise((done, failed) => {
          worker.onmessage = ({ data }) => {
            if (data.type === "answer") done({ rows: data.found.rows.map(({ url, line, kind }) => `${kind} ${url} ${line}`), rounds: data.rounds });
            if (data.type === "failed") failed(new Error(data.message));
          };
          worker.postMessage({ type: "ask", id: id + 1, question: { query, limit: 10, sort: null, today, as_you_type: false } });
        }));
        await window.noteServed();
      }
      worker.terminate();
      return answers;
    }, { queries, today: TODAY });
    return answers.map((answer, index) => ({ query: queries[index], ...answer, ...served[index] }));
  });
}

function costs(requests) {
  const of = (pattern) => requests.filter(({ path }) => pattern.test(path));
  const bytes = (requests) => requests.reduce((sum, { bytes }) => sum + bytes, 0);
  const data = of(/\/search\/(hot|data)/);
  return {
    hot: bytes(of(/\/search\/hot/)),
    blocks: bytes(of(/\/search\/data\/.*\.bin/)),
    fragments: bytes(of(/\/search\/data\/.*\.json/)),
    requests: data.length,
    engine: bytes(of(/engine|worker|entry|\/search\/names/)),
  };
}

/**
 * What the queries cost, each as the first of a visitor and all one after the other. Resolves to `{cold, further}`, lists of
 * what [`ask`] gives, with `bytes`: hot file, blocks and fragments together.
 */
export async function measure(browser, archive, queries) {
  const whole = (answer) => ({ ...answer, bytes: answer.hot + answer.blocks + answer.fragments });
  const cold = [];
  for (const query of queries) cold.push(...(await ask(browser, archive, [query])).map(whole));
  const further = (await ask(browser, archive, queries)).slice(1).map(whole);
  return { cold, further };
}

/** The figures that are reported of [`measure`]. */
export function figures({ cold, further }) {
  const of = (list, key) => list.map((answer) => answer[key]);
  return {
    "engine and what starts it": median(of(cold, "engine")),
    "hot file": median(of(cold, "hot")),
    "cold query, median bytes": median(of(cold, "bytes")),
    "cold query, most bytes": Math.max(...of(cold, "bytes")),
    "cold query, most requests": Math.max(...of(cold, "requests")),
    "cold query, most rounds": Math.max(...of(cold, "rounds")) + 1,
    "cold query after the hot file, median bytes": median(cold.map(({ bytes, hot }) => bytes - hot)),
    "further query, median bytes": median(of(further, "bytes")),
    "further query, most bytes": Math.max(...of(further, "bytes")),
  };
}
