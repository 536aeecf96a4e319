// The site's search asking a search server: the same list as from the index, and the index where the server does not answer. The server is
// `search_server.mjs`, which has never been anything but a stand-in for Quickwit and OpenSearch.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import assert from "node:assert/strict";
import { open, withPage } from "./browser.mjs";
import { accessibilityFaults, widthFaults } from "./checks.mjs";
import { SearchIndex, contractOf, readExport, serveSearch } from "./search_server.mjs";
import { serve } from "./server.mjs";
import { ROOT, buildSite, read, unescape } from "./sites.mjs";

const ROW = ".search-option:not(.is-page)";
const INPUT = "#mb-search-input";
const STATUS = ".search-status";
const FALLBACK = /The search server did not answer/;

/** What stands in the list: rows with where they lead, what is marked, how many there are, and the filters. */
async function listed(page) {
  return page.evaluate(([row, status]) => ({
    rows: [...document.querySelectorAll(row)].map((option) => new URL(option.querySelector("a").href).pathname + new URL(option.querySelector("a").href).hash),
    marks: [...document.querySelectorAll(`${row} mark`)].map((mark) => mark.textContent.toLowerCase()),
    status: document.querySelector(status).textContent,
    note: document.querySelector(".search-note").textContent,
    facets: Object.fromEntries(["team", "year", "kind"].map((key) => [key, [...document.querySelector(`#mb-search-${key}`).options].map((option) => option.textContent)])),
  }), [ROW, STATUS]);
}

/** `source` is the example archive, `plain` its site without a server: `{site(), at(base)}`. */
export function endpointTests(browser, source, plain) {
  describe("a search server", { concurrency: 1 }, () => {
    const folders = [];
    const closing = [];
    const sites = {};

    /** A site whose search asks a server of a kind, which has its documents. */
    async function prepare(engine) {
      const folder = await mkdtemp(join(tmpdir(), "minutebook-endpoint-"));
      folders.push(folder);
      const server = await serveSearch(engine);
      closing.push(server.close);
      const config = join(folder, "minutebook.yaml");
      await writeFile(config, `${await readFile(join(source, "minutebook.yaml"), "utf8")}\nsearch:\n  endpoint: ${server.url}\n  engine: ${engine}\n`);
      await promisify(execFile)(resolve(ROOT, process.env.MINUTEBOOK), ["export", "documents", source, "--config", config, "--for", engine, "--output", join(folder, "documents")], { cwd: ROOT });
      server.index = new SearchIndex(engine, readExport(join(folder, "documents"), engine));
      const site = await buildSite(source, ["--config", config]);
      folders.push(dirname(site.folder));
      const host = await serve({ folder: site.folder });
      closing.push(host.close);
      sites[engine] = { server, site, url: host.url };
    }

    before(async () => {
      for (const engine of ["quickwit", "opensearch"]) await prepare(engine);
    });
    after(async () => {
      for (const close of closing) await close();
      for (const folder of folders) await rm(folder, { recursive: true });
    });

    /** Opens the search page of a site; the server begins well and with nothing asked. */
    const visit = (engine, address, look, { isPatient = true, ...options } = {}) => {
      const { server, url } = sites[engine];
      Object.assign(server, { behaviour: "well" });
      server.requests.length = 0;
      server.refused.length = 0;
      return withPage(browser(), url, { beside: server.url, ...options }, async (page, faults) => {
        // A busy machine is no server that does not answer.
        if (isPatient) {
          await page.addInitScript(() => {
            const { setTimeout } = window;
            window.setTimeout = (work, time, ...more) => setTimeout(work, time === 1500 ? 300_000 : time, ...more);
          });
        }
        await open(page, url + address);
        await look(page, faults, server);
      });
    };

    /** The list of the site without a server. */
    const fromIndex = (query) => withPage(browser(), plain.at("/"), {}, async (page) => {
      await open(page, `${plain.at("/")}search/?q=${encodeURIComponent(query)}`);
      await page.waitForFunction((status) => document.querySelector(status)?.textContent !== "" && !document.querySelector("[aria-busy]"), STATUS);
      return listed(page);
    });

    for (const engine of ["quickwit", "opensearch"]) {
      test(`the stand-in for ${engine} answers as the recorded contract says`, () => {
        const { documents, pairs } = contractOf(engine);
        const { fields } = sites[engine].server.index;
        const index = new SearchIndex(engine, { fields, documents });
        for (const { query, requests, answers } of pairs) assert.deepEqual(requests.map((request) => index.search(request)), answers, query);
      });
    }

    for (const engine of ["quickwit", "opensearch"]) {
      test(`${engine}: the same first results, marks, counts and filters as from the index`, async () => {
        for (const query of ["licence", "rain gauge", "\"data licence\"", "is:decision licence", "team:firmware antenna", "year:2025 is:open", "topic:\"data licence\" is:decision", "licence -station"]) {
          const expected = await fromIndex(query);
          await visit(engine, `search/?q=${encodeURIComponent(query)}`, async (page, faults, server) => {
            await page.waitForFunction((status) => document.querySelector(status)?.textContent !== "", STATUS);
            const found = await listed(page);
            assert.ok(server.requests.length > 0, query);
            assert.deepEqual(server.refused, [], query);
            assert.doesNotMatch(found.note, FALLBACK);
            const common = expected.rows.slice(0, 3).filter((row) => found.rows.includes(row));
            assert.ok(common.length >= Math.min(2, expected.rows.length), `${query}: ${JSON.stringify(found.rows)}, from the index ${JSON.stringify(expected.rows)}`);
            if (expected.marks.length) assert.ok(found.marks.length > 0 && found.marks.every((mark) => expected.marks.some((other) => other.slice(0, 4) === mark.slice(0, 4))), `${query}: ${found.marks}`);
            assert.deepEqual(Object.keys(found.facets).map((key) => found.facets[key].length > 0), [true, true, true]);
            if (/^is:|^year:|^topic:|^"/.test(query) && !/licence -|is:decision licence/.test(query)) {
              assert.equal(found.status, expected.status, query);
              assert.deepEqual(found.facets, expected.facets, query);
            }
            assert.deepEqual(faults, [], query);
          });
        }
      });
    }

    test("names lead, filters narrow, more results come, results lead to the place", async () => {
      await visit("quickwit", "search/?q=firmware", async (page, faults, server) => {
        await page.waitForSelector(ROW);
        assert.match(await page.locator(".search-option.is-page").first().innerText(), /^Team\s*Firmware/, "names are those of the site");
        const before = Number((await page.locator(STATUS).innerText()).match(/\d+/)[0]);
        assert.equal(await page.locator(ROW).count(), 10);
        await page.locator(".search-more:not(.search-fold)").click();
        await page.waitForFunction((row) => document.querySelectorAll(row).length > 10, ROW);
        assert.ok(server.requests.some(({ size }) => size === 20));
        await page.locator("#mb-search-team").selectOption("firmware");
        await page.waitForFunction(([status, before]) => Number(document.querySelector(status).textContent.match(/\d+/)?.[0]) < before, [STATUS, before]);
        const count = Number((await page.locator(STATUS).innerText()).match(/\d+/)[0]);
        // The filter itself offers what there would be without it.
        await page.waitForFunction(() => document.querySelector("#mb-search-team").options.length > 2);
        assert.match(await page.locator("#mb-search-team option:checked").innerText(), new RegExp(`\\(${count}\\)`));
        const target = await page.locator(`${ROW} a`).first().evaluate((link) => link.href);
        await page.locator(`${ROW} a`).first().click();
        await page.waitForURL((url) => url.href.startsWith(target.split("?")[0]));
        assert.deepEqual([...faults, ...server.refused], []);
      });
    });

    test("what has only some of the words is folded", async () => {
      await visit("quickwit", "search/?q=licence%20station", async (page, faults) => {
        await page.waitForSelector(ROW);
        const complete = await page.locator(ROW).count();
        assert.match(await page.locator(".search-fold").innerText(), /^\d+ more with some of the words$/);
        await page.locator(".search-fold").click();
        await page.waitForFunction(([row, count]) => document.querySelectorAll(row).length > count, [ROW, complete]);
        assert.deepEqual(faults, []);
      });
    });

    test("while a word is typed, one question is sent, and its beginning finds", async () => {
      await visit("quickwit", "", async (page, faults, server) => {
        await page.keyboard.press("/");
        await page.waitForSelector("dialog[open]");
        await page.waitForSelector(".search-example");
        // All letters within one task: nothing that a busy machine could come between.
        await page.locator(INPUT).evaluate((input) => {
          for (const typed of ["l", "li", "lic", "lice", "licen"]) {
            input.value = typed;
            input.dispatchEvent(new Event("input", { bubbles: true }));
          }
        });
        await page.waitForSelector(ROW);
        const asked = JSON.stringify(server.requests);
        assert.match(asked, /"match_bool_prefix":\{"heading":\{"operator":"AND","query":"licen"/);
        assert.doesNotMatch(asked, /"query":"lice?"|"query":"li?"/);
        assert.deepEqual([...faults, ...server.refused, ...(await accessibilityFaults(page))], []);
      });
    });

    test("the index answers what the server finds nothing for: slips, filters that nothing passes", async () => {
      await visit("quickwit", "search/?q=licennce", async (page, faults, server) => {
        await page.waitForSelector(ROW);
        const { note } = await listed(page);
        assert.match(note, /Nothing has “licennce”/);
        assert.doesNotMatch(note, FALLBACK);
        assert.ok(server.requests.length > 0);
        await page.locator(INPUT).fill("team:firmwrae-qqq ");
        await page.waitForSelector(".search-note .search-suggestion");
        assert.deepEqual(faults, []);
      });
    });

    for (const behaviour of ["slow", "broken", "nonsense", "down"]) {
      test(`the index answers, and the page says so, when the server is ${behaviour}`, async () => {
        await visit("quickwit", "", async (page, faults, server) => {
          if (behaviour === "down") await page.context().route(server.url + "/**", (route) => route.abort("connectionrefused"));
          else server.behaviour = behaviour;
          const start = Date.now();
          await page.goto(`${sites.quickwit.url}search/?q=licence`);
          await page.waitForSelector(ROW);
          const waited = Date.now() - start;
          if (behaviour === "slow") assert.ok(waited >= 1500, `${waited} ms`);
          assert.match((await listed(page)).note, FALLBACK);
          assert.deepEqual((await listed(page)).rows.slice(0, 3), (await fromIndex("licence")).rows.slice(0, 3));
          // It is left alone for a while.
          const asked = server.requests.length;
          await page.locator(INPUT).fill("antenna ");
          await page.waitForFunction((row) => /antenna/i.test(document.querySelector(row)?.textContent ?? ""), ROW);
          assert.equal(server.requests.length, asked);
          assert.match((await listed(page)).note, FALLBACK);
          assert.deepEqual([...faults, ...(await accessibilityFaults(page)), ...(await widthFaults(page, [320, 1440]))], []);
        }, { isPatient: behaviour !== "slow" });
      });
    }

    test("pages name the server where there is one, and nothing of it where there is none", async () => {
      const { site, server } = sites.quickwit;
      const { origin } = new URL(server.url);
      for (const file of ["index.html", "search/index.html", "firmware/2025-03-12/index.html", "firmware/2025-03-12/deck/index.html"]) {
        const policy = (text) => unescape(text).match(/connect-src ([^;]*);/)[1];
        assert.equal(policy(await read(site, file)), `'self' ${origin}`, file);
        assert.equal(policy(await read(plain.site(), file)), "'self'", file);
        assert.doesNotMatch(await read(plain.site(), file), /data-server/);
      }
      assert.ok(site.files.some((file) => file.includes("search-server")));
      assert.ok(!plain.site().files.some((file) => file.includes("search-server")));
      // What the policy does not name is not asked: the index answers.
      await visit("quickwit", "", async (page, faults) => {
        await page.route((url) => url.pathname === "/search/", async (route) => {
          const answer = await route.fetch();
          await route.fulfill({ response: answer, body: (await answer.text()).replace(` ${origin};`, ";") });
        });
        await page.goto(`${sites.quickwit.url}search/?q=licence`);
        await page.waitForFunction(() => /did not answer/.test(document.querySelector(".search-note")?.textContent ?? ""));
        assert.ok(faults.some((fault) => fault.includes("connect-src")), faults.join());
        assert.equal(server.requests.length, 0);
      });
    });
  });
}
