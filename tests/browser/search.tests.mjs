// Search as people use it, and what it costs: the same results as on the terminal, in few and small requests.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import assert from "node:assert/strict";
import { open, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, widthFaults } from "./checks.mjs";
import { multiply } from "./manyfold.mjs";
import { figures, judgedQueries, measure } from "./search_costs.mjs";
import { serve } from "./server.mjs";
import { ROOT, buildSite } from "./sites.mjs";

/** What a first visitor and a query may cost, in bytes as transferred and in requests. */
const BUDGET = { engine: 245_000, start: 275_000, cold: 125_000, requests: 20, rounds: 3, further: 90_000 };

/** How much more a query may cost in an archive so many times as large, beside the hot file and its bytes. */
const MANYFOLD = { times: 20, growth: 2.5, hot: 1_000_000 };

/** A row of what the engine answered; names come before it is there. */
const RESULT = ".search-list:not([aria-busy]) .search-option";
const INPUT = "#mb-search-input";
const STATUS = ".search-status";

/** The same list from the terminal. */
async function askTerminal(archive, query) {
  const program = resolve(ROOT, process.env.MINUTEBOOK);
  const options = ["--source", archive.source, "--output", archive.site().folder, "--limit", "10", "--json", "--today", "2026-01-01"];
  if (archive.config) options.push("--config", archive.config);
  const { stdout } = await promisify(execFile)(program, ["search", "--no-cache", ...options, "--", query], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout).map(({ url, line, kind }) => `${kind} ${url.slice(1)} ${line}`);
}

/** Keeps the engine from coming to a page; resolves to what lets it come. */
async function holdEngine(page) {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.context().route(/\/engine\.\w+\.lzma/, async (route) => {
    await held;
    await route.continue();
  });
  return release;
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
        assert.deepEqual(loaded.filter((url) => /\/search\/|\/search\.\w+\.js|worker|engine/.test(url)), []);
      });
    });

    test("from the keyboard: open, type at once, choose, read, come back", async () => {
      await visit("", async (page, faults) => {
        // A slash is Shift+7 on a German keyboard; what counts is the sign.
        await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", code: "Digit7", shiftKey: true, bubbles: true, cancelable: true })));
        await page.keyboard.type("licence");
        await page.waitForSelector(RESULT);
        assert.equal(await page.locator(INPUT).inputValue(), "licence", "nothing typed is lost");
        // The topic of that name, then the first result: the list is that of the whole word.
        await page.waitForFunction((selector) => document.querySelectorAll(selector)[1]?.matches(":not(.is-page)"), RESULT);
        assert.match(await page.getByRole("status").innerText(), /\d+ results?/);
        const first = await page.locator(`${RESULT}[aria-selected=true]`).getAttribute("id");
        assert.equal(await page.locator(INPUT).getAttribute("aria-activedescendant"), first);
        await page.keyboard.press("ArrowDown");
        const chosen = await page.locator(`${RESULT}[aria-selected=true] a`).first().evaluate((link) => link.href);
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

    test("Enter opens what was typed, although the list still answers fewer letters", async () => {
      const open = (query, before) => visit("", async (page) => {
        await page.keyboard.press("/");
        if (before) {
          await page.locator(INPUT).fill(before);
          await page.waitForSelector(RESULT);
          await page.locator(INPUT).fill(query);
        } else {
          await page.keyboard.type(query);
        }
        await page.keyboard.press("Enter");
        await page.waitForURL((url) => !url.search.includes("search=") && url.href !== at(""));
        return page.url();
      });
      // Not even the dialog is there yet; and the list is that of another question.
      for (const before of ["", "relay"]) assert.equal(await open("licence", before), at("topics/data-licence/"), before);
    });

    test("a team and a month lead to the team's calls of then", async () => {
      await visit("search/?q=firmware+march+2025", async (page, faults) => {
        await page.locator(`${RESULT}.is-page a[href*="/firmware/"]`).first().click();
        await page.waitForURL(at("firmware/?q=March+2025#calls-heading"));
        await page.waitForFunction(() => /^\d+ of \d+$/.test(document.querySelector("[data-filter-count]").textContent));
        const shown = await page.locator("#calls [data-row]:visible").evaluateAll((rows) => rows.map((row) => row.dataset.date));
        assert.ok(shown.length > 0 && shown.every((date) => date.startsWith("2025-03")), shown.join());
        assert.deepEqual(faults, []);
      });
    });

    test("a result leads to its slide as well", async () => {
      await visit("search/?q=rain+gauge", async (page, faults) => {
        const slide = page.locator(`${RESULT}:has(a[href*="community-call/2025-10-02/"]) .search-slide`).first();
        assert.match(await slide.getAttribute("aria-label"), /^Slide of ./);
        await slide.click();
        await page.waitForURL(/community-call\/2025-10-02\/deck\/#\/./);
        assert.deepEqual(faults, []);
      });
    });

    test("a name leads to its page: teams, topics, people, references", async () => {
      await visit("", async (page, faults) => {
        const names = await page.evaluate(async (root) => {
          const entry = await (await fetch(new URL("search/entry.json", root))).json();
          return (await fetch(new URL(`search/${entry.names}`, root))).json();
        }, at(""));
        const kinds = new Map(names.map(([label, url, kind]) => [kind, { label, url }]));
        assert.deepEqual([...kinds.keys()].sort(), ["person", "reference", "team", "topic"]);
        await page.keyboard.press("Control+k");
        for (const [kind, { label, url }] of kinds) {
          await page.locator(INPUT).fill(label);
          const first = page.locator(`${RESULT}.is-page[aria-selected=true] a[href="${at(url)}"]`);
          await first.waitFor();
          assert.match((await first.textContent()).toLowerCase(), new RegExp(`^${kind} `));
        }
        await page.locator(INPUT).fill("is:decision");
        await page.waitForFunction((page) => !document.querySelector(page), `${RESULT}.is-page`);
        // The last chance to see them with the list: they keep the window's width and are named.
        const { label, url } = kinds.get("topic");
        await page.locator(INPUT).fill(label);
        await page.locator(`${RESULT}.is-page`).first().waitFor();
        const found = [...(await accessibilityFaults(page)), ...(await widthFaults(page, [320, 1440]))];
        assert.deepEqual([...faults, ...found], []);
        await page.keyboard.press("Enter");
        await page.waitForURL(at(url));
      });
    });

    test("before a question: examples that find something, searches of before, the keys", async () => {
      await visit("", async (page, faults) => {
        await page.keyboard.press("Control+k");
        await page.waitForSelector(".search-example");
        assert.ok(await page.locator(".search-keys").isVisible());
        const examples = await page.locator(".search-example").allInnerTexts();
        assert.ok(examples.length >= 5, examples.join());
        for (const example of examples) {
          await page.locator(INPUT).fill("");
          await page.locator(".search-example", { has: page.locator(`text="${example}"`) }).first().click();
          assert.equal(await page.locator(INPUT).inputValue(), example);
          await page.waitForSelector(RESULT);
        }
        await page.keyboard.press("Enter");
        await page.waitForURL((url) => !url.searchParams.has("search"));
        await page.keyboard.press("Control+k");
        await page.waitForSelector(".search-forget");
        assert.equal(await page.locator(".search-example").first().innerText(), examples.at(-1));
        assert.deepEqual([...faults, ...(await accessibilityFaults(page)), ...(await widthFaults(page, [320, 1440]))], []);
        await page.locator(".search-forget").click();
        assert.equal(await page.locator(".search-forget").count(), 0);
      });
    });

    test("what is typed on the field in the bar goes on in the dialog, whose question is in the address", async () => {
      await visit("", async (page, faults) => {
        await page.locator("[data-search]").focus();
        assert.equal(await page.locator("dialog[open]").count(), 0, "focus alone opens nothing");
        await page.keyboard.type("licence");
        await page.waitForSelector(RESULT);
        assert.equal(await page.locator(INPUT).inputValue(), "licence");
        assert.equal(new URL(page.url()).searchParams.get("search"), "licence");
        assert.equal(await page.locator(".search-whole").evaluate((link) => link.href), `${at("search/")}?q=licence`);
        await page.waitForSelector(".search-record");
        const before = await page.locator(RESULT).allInnerTexts();
        await page.reload();
        await page.waitForSelector(".search-record");
        assert.deepEqual(await page.locator(RESULT).allInnerTexts(), before);
        await page.keyboard.press("Escape");
        await page.waitForSelector("dialog[open]", { state: "hidden" });
        assert.equal(page.url(), at(""));
        await page.locator("[data-search]").focus();
        await page.keyboard.press("r");
        await page.waitForSelector("dialog[open]");
        assert.equal(await page.locator(".search-whole").evaluate((link) => link.href), `${at("search/")}?q=r`);
        assert.deepEqual(faults, []);
      });
    });

    test("results are links: by Tab, in another tab, in lists of links", async () => {
      await visit("", async (page) => {
        await page.keyboard.press("Control+k");
        await page.keyboard.type("licence");
        await page.waitForSelector(RESULT);
        const links = page.getByRole("grid").getByRole("link");
        assert.ok((await links.count()) >= (await page.locator(RESULT).count()));
        const reached = new Set();
        for (let press = 0; press < 12; press += 1) {
          await page.keyboard.press("Tab");
          reached.add(await page.evaluate(() => document.activeElement.closest(".search-option")?.id));
        }
        assert.ok(reached.size > 3, [...reached].join());
        await page.locator(INPUT).focus();
        const [other] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Control+Enter")]);
        await other.close();
        assert.ok(await page.locator("dialog[open]").isVisible(), "this page stays as it is");
      });
    });

    test("on a phone the filters are behind a button, and the first result is near the field", async () => {
      await visit("search/?q=licence", async (page, faults) => {
        await page.waitForSelector(RESULT);
        const distance = await page.evaluate(([input, result]) => document.querySelector(result).getBoundingClientRect().top - document.querySelector(input).getBoundingClientRect().bottom, [INPUT, RESULT]);
        assert.ok(distance <= 250, `${distance} px`);
        const team = page.getByRole("combobox", { name: "Team" });
        assert.equal(await team.isVisible(), false);
        await page.getByRole("button", { name: "Filter" }).click();
        assert.ok(await team.isVisible());
        assert.deepEqual([...faults, ...(await accessibilityFaults(page))], []);
      }, { viewport: { width: 360, height: 780 } });
    });

    for (const viewport of [{ width: 360, height: 780 }, { width: 1440, height: 900 }]) {
      test(`nothing jumps while results come, ${viewport.width} px`, async () => {
        await visit("", async (page) => {
          await page.addInitScript(() => {
            window.shift = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
            }).observe({ type: "layout-shift", buffered: true });
          });
          await page.goto(at("search/?q=licence"));
          await page.waitForSelector(RESULT);
          await page.waitForTimeout(400);
          const shift = await page.evaluate(() => window.shift);
          assert.ok(shift <= 0.05, String(shift));
        }, { viewport });
      });
    }

    test("a filter that nothing passes says what there is; a day is a filter", async () => {
      await visit("search/?q=team:firmwrae-qqq", async (page, faults) => {
        await page.waitForSelector(".search-note .search-suggestion");
        assert.equal(await page.locator(".search-note .search-suggestion").first().innerText(), "Firmware", "the nearest first");
        await page.locator(".search-note .search-suggestion").first().click();
        await page.waitForSelector(RESULT);
        assert.equal(await page.locator(INPUT).inputValue(), "team:firmware");
        await page.locator(INPUT).fill("date:2025-03-12 ");
        await page.waitForFunction(() => document.querySelectorAll(".search-where").length > 0 && [...document.querySelectorAll(".search-where")].every((line) => /12\sMar\s2025/.test(line.textContent)));
        await page.locator(INPUT).fill("date:someday licence ");
        await page.waitForFunction(() => /date:2024-08-08/.test(document.querySelector(".search-note")?.textContent));
        assert.deepEqual([...faults, ...(await accessibilityFaults(page))], []);
      });
    });

    test("what has only some of the words is folded; nothing found offers ways on", async () => {
      await visit("search/?q=licence%20station", async (page) => {
        await page.waitForSelector(RESULT);
        const complete = await page.locator(RESULT).count();
        const fold = page.locator(".search-fold");
        assert.match(await fold.innerText(), /^\d+ more with some of the words$/);
        await fold.click();
        await page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length > count, [RESULT, complete]);
        await page.locator(INPUT).fill("qqqqqqqqqq is:decision ");
        await page.waitForSelector(".search-nothing .search-suggestion");
        await page.locator(".search-nothing .search-suggestion", { hasText: "is:decision" }).click();
        assert.equal(await page.locator(INPUT).inputValue(), "qqqqqqqqqq");
      });
    });

    test("questions of people lead to what they are about", { timeout: 120_000 }, async (context) => {
      if (!real.site()) return context.skip("the real archive is not at hand");
      await withPage(browser(), real.at("/"), {}, async (page, faults) => {
        await open(page, `${real.at("/")}search/`);
        for (const [query, url] of [
          ["what was decided about volume encryption?", "topics/volume-encryption/"],
          ["volume encryption", "topics/volume-encryption/"],
          ["flavour naming", "topics/flavor-naming/"],
          ["IaaS report", "iaas/"],
          ["last SIG Monitoring call", "sig-monitoring/"],
          ["standards 594", "refs/sovereigncloudstack/standards/594/"],
          ["what does @mbuechse owe us", "people/mbuechse/"],
          ["zuul", "topics/zuul/"],
        ]) {
          await page.locator(INPUT).fill(`${query} `);
          await page.locator(`#mb-search-option-0[aria-selected=true] a[href="${real.at("/")}${url}"]`).waitFor({ timeout: 10_000 }).catch(async () => {
            assert.fail(`${query}: ${(await page.locator(RESULT).allInnerTexts())[0]}`);
          });
        }
        // A topic is searched by its other names, which is said; a slip of many is asked about.
        await page.locator(INPUT).fill("volume encryption ");
        await page.waitForFunction(() => /disk encryption/.test(document.querySelector(".search-note")?.textContent));
        await page.locator(INPUT).fill("keycloack ");
        await page.waitForFunction(() => /Did you mean keycloak \(\d+ calls\)/.test(document.querySelector(".search-note")?.textContent));
        await page.locator(INPUT).fill("who decided typo ");
        await page.waitForFunction(() => /metadata/i.test(document.querySelector("[aria-selected=true]")?.textContent ?? ""));
        // Open actions come with the newest first, a decision and its section as one.
        await page.locator(INPUT).fill("@mbuechse is:open ");
        await page.waitForFunction(() => document.querySelector("#mb-search-sort").value === "newest");
        assert.deepEqual([...faults, ...(await accessibilityFaults(page))], []);
      });
    });

    test("slashes that are typed elsewhere stay there; decks listen to both keys", async () => {
      await visit("firmware/", async (page, faults) => {
        await page.locator("#filter-text").focus();
        await page.keyboard.press("/");
        assert.equal(await page.locator("dialog[open]").count(), 0);
        assert.equal(await page.locator("#filter-text").inputValue(), "/");
        await open(page, at("firmware/2025-03-12/deck/"));
        for (const key of ["/", "Control+k"]) {
          await page.keyboard.press(key);
          await page.waitForSelector("dialog[open]");
          assert.equal(await page.locator(".reveal.paused").count(), 0, key);
          await page.keyboard.press("Escape");
          assert.equal(await page.locator("dialog[open], .reveal.overview").count(), 0, key);
        }
        await page.keyboard.press("/");
        await page.keyboard.type("licence");
        await page.waitForSelector(RESULT);
        const found = await accessibilityFaults(page);
        // Before the next frame, a closed dialog's field still has the focus.
        const wasClosed = await page.evaluate(() => {
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
          const isClosed = !document.querySelector("dialog").open;
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true }));
          return isClosed;
        });
        assert.ok(wasClosed);
        await page.waitForSelector("dialog[open]", { timeout: 10_000 });
        assert.deepEqual([...faults, ...found], []);
      });
    });

    test("in a deck: back to the results, and from them to another slide of the deck", async () => {
      await visit("firmware/2025-03-12/deck/", async (page, faults) => {
        await page.keyboard.press("/");
        await page.keyboard.type("licence");
        await page.waitForSelector(RESULT);
        await page.locator(`${RESULT}:not(.is-page) a`).first().click();
        await page.waitForURL((url) => !url.pathname.endsWith("/deck/"));
        await page.goBack();
        await page.waitForSelector(RESULT);
        assert.equal(await page.locator(INPUT).inputValue(), "licence");
        await page.locator(INPUT).fill("team:firmware date:2025-03-12 is:section");
        await page.locator("#mb-search-slides").check();
        const own = page.locator(`${RESULT} a[href*="firmware/2025-03-12/deck/#/"]`).last();
        await own.waitFor();
        const name = decodeURIComponent(new URL(await own.getAttribute("href")).hash.slice(2));
        await own.click();
        await page.waitForSelector("dialog[open]", { state: "hidden" });
        await page.waitForFunction((name) => {
          const slide = window.Reveal.getCurrentSlide();
          return !window.Reveal.isFirstSlide() && (slide.id === name || slide.contains(document.getElementById(name)));
        }, name);
        assert.deepEqual(faults, []);
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
        await page.waitForFunction(() => /Nothing found/.test(document.querySelector(".search-status")?.textContent));
      });
    });

    test("without a network the page says so and leads to the lists", async () => {
      await visit("", async (page) => {
        await page.context().route(/\/search\//, (route) => route.abort());
        await page.keyboard.press("Control+k");
        await page.keyboard.type("licence");
        await page.waitForFunction(() => /could not be loaded/.test(document.querySelector(".search-status")?.textContent));
        await page.locator(".search-status a").click();
        assert.equal(page.url(), at("calls/"));
      });
    });

    test("where the engine is gone the dialog says so, whatever is asked", async () => {
      await visit("", async (page) => {
        await page.context().route(/\/engine\.\w+\.lzma/, (route) => route.fulfill({ status: 404, body: "" }));
        // The engine is asked for before the dialog is.
        await Promise.all([page.waitForResponse(/\/engine\.\w+\.lzma/), page.locator("[data-search]").hover()]);
        const isSaid = () => page.waitForFunction(() => /published anew/.test(document.querySelector("dialog[open] .search-status")?.textContent));
        await page.keyboard.press("Control+k");
        await isSaid();
        for (const question of ["licence", "", "relay"]) {
          await page.locator(INPUT).fill(question);
          await settle(page);
          await isSaid();
        }
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+k");
        await isSaid();
        assert.ok(await page.locator(".search-progress").isHidden());
      });
    });

    test("an engine that is damaged on its way is not run", async () => {
      const damages = { "cut off": (bytes) => bytes.subarray(0, 200_000), changed: (bytes) => { bytes[100_000] ^= 1; return bytes; } };
      for (const damaged of Object.values(damages)) {
        await visit("", async (page) => {
          await page.context().route(/\/engine\.\w+\.lzma/, async (route) => {
            const response = await route.fetch();
            await route.fulfill({ response, body: damaged(await response.body()) });
          });
          await page.keyboard.press("Control+k");
          await page.keyboard.type("licence");
          await page.waitForFunction(() => /could not be loaded/.test(document.querySelector(".search-status")?.textContent));
          assert.match(await page.locator(".search-status").getAttribute("title"), /cannot be unpacked/);
        });
      }
    });

    test("pages are found by their names while the engine is on its way", async () => {
      await visit("", async (page) => {
        const release = await holdEngine(page);
        const rows = (selector) => page.locator(selector).evaluateAll((cells) => cells.map((cell) => [cell.querySelector("a").getAttribute("href"), cell.innerText.split("\n")[0]]));
        const early = ".search-list[aria-busy] .search-option";
        await page.keyboard.press("Control+k");
        await page.keyboard.type("firmware");
        await page.locator(early).first().waitFor();
        // Other words, an accent, a question around the name, and what names nothing.
        await page.locator(INPUT).fill("What did fírmware ");
        const [, name] = (await rows(early))[0];
        assert.match(name, /^Team\s*Firmware/);
        await page.locator(INPUT).fill("qqqqqq");
        await page.waitForFunction((early) => !document.querySelector(early), early);
        await page.locator(INPUT).fill("firmware");
        const before = await rows(early);
        assert.equal(await page.locator(RESULT).count(), 0, "nothing of the engine yet");
        release();
        await page.locator(RESULT).first().waitFor();
        assert.deepEqual((await rows(`${RESULT}.is-page`)).slice(0, 1), before.slice(0, 1), "the page stays where it was");
        assert.ok((await page.locator(`${RESULT}:not(.is-page)`).count()) > 0);
      });
    });

    test("blocks are asked for while the engine is on its way, and a few results are shown before all", async () => {
      await visit("", async (page) => {
        const release = await holdEngine(page);
        const asked = [];
        page.on("request", (request) => asked.push(new URL(request.url()).pathname));
        const of = (kind) => asked.filter((path) => path.includes("/search/data/") && path.endsWith(kind));
        await page.evaluate(() => {
          window.counts = [];
          const count = () => window.counts.push(document.querySelectorAll(".search-list .search-option:not(.is-page)").length);
          new MutationObserver(count).observe(document.body, { childList: true, subtree: true });
        });
        await Promise.all([page.waitForRequest(/\/search\/data\/.*\.bin/), page.keyboard.press("Control+k").then(() => page.keyboard.type("sensor"))]);
        const early = of(".bin");
        assert.deepEqual(of(".json"), []);
        release();
        await page.waitForFunction((result) => document.querySelectorAll(`${result}:not(.is-page)`).length > 4, RESULT);
        assert.equal(new Set(of(".bin")).size, of(".bin").length, "no block is asked for twice");
        assert.ok(early.length <= 8, "only a few are guessed");
        const counts = await page.evaluate(() => window.counts.filter((count) => count > 0));
        assert.ok(counts[0] <= 4 && counts.at(-1) > 4, String(counts));
      });
    });

    test("without its script search leads to its page, and that to the calls", async () => {
      await visit("", async (page) => {
        await page.context().route(/\/search\.\w+\.js/, (route) => route.abort());
        await page.keyboard.press("Control+k");
        await page.waitForURL(at("search/"));
        await page.locator("[data-search-page] a").first().waitFor();
        assert.ok(await page.locator("[data-search-page] .team-list a").first().isVisible());
      });
    });

    test("what a captive portal says instead of the index reads as a connection that fails", async () => {
      await visit("", async (page) => {
        const portal = { contentType: "text/html", body: "<!doctype html><title>Sign in</title>" };
        await page.context().route(/\/search\/.*\.(json|bin)$/, (route) => route.fulfill(portal));
        await page.keyboard.press("Control+k");
        await page.keyboard.type("licence");
        await page.waitForFunction(() => /could not be loaded/.test(document.querySelector(".search-status")?.textContent));
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

    test("every query of people: the terminal's list, few requests, few bytes", { timeout: 900_000 }, async (context) => {
      const queries = judgedQueries();
      if (!queries || !real.site()) return context.skip("the real archive is not at hand");
      const costs = await measure(browser(), real, queries);
      const differing = [];
      for (const { query, rows } of costs.cold) {
        const expected = await askTerminal(real, query);
        if (JSON.stringify(rows) !== JSON.stringify(expected)) differing.push({ query, rows, expected });
      }
      assert.deepEqual(differing, [], "the browser and the terminal agree");
      const { bytes } = JSON.parse(readFileSync(join(ROOT, "engine/web/built/record.json"), "utf8"));
      const measured = { "engine, packed": bytes.packed, ...figures(costs) };
      console.log(measured);
      assert.ok(bytes.packed <= BUDGET.engine, "engine");
      assert.ok(measured["engine and what starts it"] <= BUDGET.start, "engine and what starts it");
      assert.ok(measured["cold query, median bytes"] <= BUDGET.cold, "cold bytes");
      assert.deepEqual(costs.cold.filter(({ requests, rounds }) => requests > BUDGET.requests || rounds + 1 > BUDGET.rounds), [], "requests and rounds");
      assert.ok(measured["further query, most bytes"] <= BUDGET.further, "further bytes");

      await context.test("an archive twenty times as large costs little more", { timeout: 600_000 }, async () => {
        const folder = await mkdtemp(join(tmpdir(), "minutebook-manyfold-"));
        let built;
        let server;
        try {
          await multiply(real.source, join(folder, "minutes"), MANYFOLD.times);
          built = await buildSite(join(folder, "minutes"));
          const requests = [];
          server = await serve({ folder: built.folder, onAnswer: (answer) => requests.push(answer) });
          const many = await measure(browser(), { at: () => server.url, requests }, queries);
          const figuresOfMany = figures(many);
          console.log(`${MANYFOLD.times} times the archive, built in ${built.seconds.toFixed(0)} s`, figuresOfMany);
          assert.ok(figuresOfMany["hot file"] <= MANYFOLD.hot, "hot file");
          for (const key of ["cold query after the hot file, median bytes", "further query, median bytes"]) {
            assert.ok(figuresOfMany[key] <= MANYFOLD.growth * measured[key], `${key}: ${figuresOfMany[key]} against ${measured[key]}`);
          }
          assert.deepEqual(many.cold.filter(({ requests, rounds }) => requests > BUDGET.requests || rounds + 1 > BUDGET.rounds), [], "requests and rounds");
        } finally {
          await server?.close();
          await rm(folder, { recursive: true });
          if (built) await rm(dirname(built.folder), { recursive: true });
        }
      });
    });
  });
}
