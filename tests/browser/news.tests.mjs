// What is new: the start page, the page of what came since a day, the lists of calls, and what there is to subscribe to.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open, settle, withPage } from "./browser.mjs";
import { widthFaults } from "./checks.mjs";
import { read } from "./sites.mjs";

/** Collects layout shifts from the first paint on. */
const watchShifts = () => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
};

/** As if the start page below `place` was last seen on `day`, when the newest call was of that day. */
const seenOn = ({ place, day }) => localStorage.setItem(`minutebook-visit ${place}`, JSON.stringify({ day, newest: day }));

/** Each of `archives` has a name, `site()`, and `at(base)` where it is served. */
export function newsTests(browser, archives) {
  for (const { name, site, at } of archives) {
    const visit = (address, look, options = {}) =>
      withPage(browser(), at("/minutes/"), options, async (page, faults) => look(page, faults, () => open(page, at("/minutes/") + address)));
    const numbers = (text) => (text.match(/\d+(?= (?:call|decision|action))/g) ?? []).map(Number);

    describe(`what is new in ${name}`, { concurrency: 2 }, () => {
      for (const [width, height, most] of [[1440, 900, 340], [360, 780, 480]]) {
        test(`the first news stands within ${most} px of the top at ${width} by ${height}`, async () => {
          await visit("", async (page, faults, load) => {
            await load();
            const news = page.locator(".upcoming, .call-entry").first();
            const { y } = await news.boundingBox();
            assert.ok(y <= most, `${y} px`);
            assert.deepEqual(faults, []);
          }, { viewport: { width, height } });
        });
      }

      test("the headline of every row says what was spoken about, or else whose call it is", async () => {
        await visit("", async (page, faults, load) => {
          await load();
          const rows = await page.locator(".call-entry").evaluateAll((rows) => rows.map((row) => ({
            headline: row.querySelector(".call-headline").textContent.trim(),
            items: row.querySelectorAll(".call-headline [dir]").length,
            team: row.querySelector(".team-chip")?.textContent.trim(),
          })));
          assert.ok(rows.length > 0);
          for (const row of rows) assert.ok(row.headline !== "" && row.items <= 3 && row.headline !== row.team, JSON.stringify(row));
          assert.ok(rows.filter((row) => row.team).length >= rows.length / 2, "most calls say what they were about");
        });
      });

      for (const width of [1440, 360]) {
        test(`what came since the last visit is counted without moving anything, at ${width} px, and is what its link leads to`, async () => {
          await visit("", async (page, faults, load) => {
            await page.addInitScript(watchShifts);
            await load();
            const place = new URL(at("/minutes/")).pathname;
            const days = (await page.locator("[data-since-visit]").getAttribute("data-days")).split(" ");
            const day = days[Math.min(2, days.length - 2)].split(":")[0];
            await page.evaluate(seenOn, { place, day });
            const places = () => Promise.all(["[data-since-visit]", ".subscribe", ".call-entry"].map((part) => page.locator(part).first().boundingBox()));
            await page.evaluate(() => document.fonts.ready);
            const before = await places();
            await load();
            await page.evaluate(() => document.fonts.ready);
            const link = page.locator("[data-since-visit]");
            assert.deepEqual(await places(), before);
            // The font that comes in place of the fallback is as large as that to a hair, which is all that may move.
            const shifts = await page.evaluate(() => window.shifts);
            assert.ok(shifts < 0.005, String(shifts));
            const told = await link.innerText();
            assert.match(told, /Since your last visit, .*: \d+ call/);
            // The second look at the page of the same day says the same.
            await load();
            assert.equal(await link.innerText(), told);
            await link.click();
            await page.waitForFunction(() => /since/.test(document.querySelector("[data-since-sum]")?.textContent ?? ""));
            const after = new Date(Date.parse(day) + 86400000).toISOString().slice(0, 10);
            assert.equal(new URL(page.url()).search, `?from=${after}`);
            const shown = await page.locator("[data-since-sum]").innerText();
            assert.deepEqual(numbers(shown).slice(0, numbers(told).length), numbers(told), `${told} | ${shown}`);
            const early = await page.locator("[data-since-found] [data-row]").evaluateAll(
              (rows, from) => rows.filter((row) => row.dataset.date.slice(0, 10) < from).length, after);
            assert.equal(early, 0);
            assert.deepEqual(faults, []);
          }, { viewport: { width, height: 900 } });
        });
      }

      test("the menu of feeds shows their addresses", async () => {
        await visit("", async (page, faults, load) => {
          await load();
          await page.locator(".subscribe > summary").click();
          const feeds = await page.locator(".subscribe-list li").evaluateAll((items) => items.map((item) => [item.querySelector("a").href, item.querySelector(".subscribe-address").textContent]));
          assert.ok(feeds.length > 1 && feeds.every(([address, shown]) => address === shown), JSON.stringify(feeds));
          assert.deepEqual(faults, []);
        });
      });

      test("the menu of feeds leads to topics and teams, which have their own", async () => {
        await visit("", async (page, faults, load) => {
          await load();
          await page.locator(".subscribe > summary").click();
          const others = page.locator(".subscribe-others a");
          const addresses = await others.evaluateAll((links) => links.map((link) => link.href));
          assert.ok(addresses.includes(`${at("/minutes/")}topics/`), addresses.join());
          await others.filter({ hasText: "Teams" }).click();
          assert.equal(await page.locator(".subscribe").getAttribute("open"), null);
          assert.ok(await page.locator("#teams").isVisible());
          await open(page, at("/minutes/") + "topics/");
          await page.locator("[data-row] a").first().click();
          await page.locator(".subscribe-list a").first().waitFor({ state: "attached" });
          assert.deepEqual(faults, []);
        });
      });

      test("what is new of many teams can be jumped to", async () => {
        await visit("since/?from=1970-01-02", async (page, faults, load) => {
          await load();
          await page.waitForFunction(() => document.querySelector("[data-since-found] [data-row]"));
          const teams = await page.locator("[data-since-found] [data-doings]").count();
          const jumps = page.locator("[data-since-teams]");
          assert.equal(await jumps.isVisible(), teams > 2);
          if (teams > 2) {
            assert.equal(await jumps.getByRole("link").count(), teams);
            await jumps.getByRole("link").last().click();
            await settle(page);
            const { y } = await page.locator("[data-since-found] [data-doings] h2").last().boundingBox();
            assert.ok(y >= 0 && y < 844, `${y} px`);
            assert.match(new URL(page.url()).hash, /^#in-/);
          }
          assert.deepEqual(faults, []);
        }, { viewport: { width: 390, height: 844 } });
      });

      test("on a phone a team's page leads to each of its years and months", async () => {
        const teams = (await Promise.all(site().files.filter((file) => /^[\w-]+\/index\.html$/.test(file)).map(async (file) => [file, await read(site(), file)])))
          .filter(([, html]) => /page-team/.test(html) && /class="month-list"/.test(html));
        if (!teams.length) return;
        const many = teams.toSorted(([, a], [, b]) => b.split('id="y2').length - a.split('id="y2').length)[0][0];
        await visit(many.slice(0, -"index.html".length), async (page, faults, load) => {
          await load();
          const bar = page.locator(".jump-bar");
          const { scrollWidth, clientWidth } = await bar.evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
          assert.ok(scrollWidth <= clientWidth, "all of the bar is in sight");
          const menu = bar.locator("details");
          const years = await page.locator("#calls > .year > h3").allInnerTexts();
          for (const year of years) {
            await menu.locator("summary").click();
            await menu.locator("dt a").filter({ hasText: year }).click();
            await settle(page);
            const { y } = await page.locator(`#y${year}`).boundingBox();
            assert.ok(y > 0 && y < 844, `${year}: ${y} px`);
          }
          const hidden = await menu.locator(".month-list a").evaluateAll((links) => links.filter((link) => !document.getElementById(link.hash.slice(1))).map((link) => link.hash));
          assert.deepEqual(hidden, []);
          await menu.locator("summary").click();
          assert.deepEqual(await widthFaults(page), []);
          const last = menu.locator(".month-list a").last();
          const hash = new URL(await last.evaluate((link) => link.href)).hash;
          await last.click();
          await settle(page);
          const { y } = await page.locator(hash).boundingBox();
          assert.ok(y > 0 && y < 844, `${hash}: ${y} px`);
          assert.equal(await menu.getAttribute("open"), null);
          assert.deepEqual(faults, []);
        }, { viewport: { width: 390, height: 844 }, hasTouch: true });
      });

      test("a click shows what the last year brought", async () => {
        await visit("since/", async (page, faults, load) => {
          await load();
          const newest = await page.locator("[data-since]").getAttribute("data-newest");
          await page.getByRole("button", { name: "The last year" }).click();
          const last = Math.min(Date.now(), Date.parse(`${newest}T00:00:00Z`));
          const day = new Date(last - 366 * 86_400_000).toISOString().slice(0, 10);
          assert.equal(await page.getByLabel("Since").inputValue(), day);
          assert.equal(new URL(page.url()).searchParams.get("from"), day);
          await page.waitForFunction(() => document.querySelector("[data-since-found] [data-row]"));
          assert.deepEqual(faults, []);
        });
      });

      test("the whole archive is not loaded at once", async () => {
        await visit("since/?from=1970-01-02", async (page, faults, load) => {
          const fetched = [];
          page.on("request", (request) => {
            if (/since\/\d{4}-\d\d\//.test(request.url())) fetched.push(request.url());
          });
          await load();
          await page.waitForFunction(() => document.querySelector("[data-since-found] [data-row]"));
          assert.ok(fetched.length <= 12, `${fetched.length} pages`);
          const links = await page.locator("[data-since-found] a[href]").evaluateAll((links) => links.map((link) => link.href.split("#")[0]));
          for (const address of [...new Set(links)].slice(0, 40)) assert.equal((await page.request.get(address)).status(), 200, address);
          if (await page.locator("[data-since-older]").isVisible()) {
            const rows = await page.locator("[data-since-found] [data-row]").count();
            await page.getByRole("button", { name: "Show earlier months" }).click();
            await page.waitForFunction((rows) => document.querySelectorAll("[data-since-found] [data-row]").length > rows, rows);
            assert.ok(fetched.length <= 24, `${fetched.length} pages`);
          }
          assert.deepEqual(faults, []);
        });
      });

      test("without JavaScript every month can be read, and the menu of feeds opens", async () => {
        await visit("since/", async (page, faults, load) => {
          await load();
          const month = page.locator(".month-list dd a").first();
          assert.equal((await page.request.get(new URL(await month.getAttribute("href"), page.url()).href)).status(), 200);
          await open(page, new URL(await month.getAttribute("href"), page.url()).href);
          assert.ok((await page.locator(".call-entry").count()) > 0);
          await open(page, at("/minutes/"));
          await page.locator(".subscribe > summary").click();
          await page.locator(".subscribe-list a").first().waitFor({ state: "visible" });
          const feeds = await page.locator(".subscribe-list a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
          assert.ok(feeds.includes("feed.xml") && feeds.includes("calls.ics"), feeds.join());
          for (const feed of feeds) assert.equal((await page.request.get(new URL(feed, page.url()).href)).status(), 200, feed);
          assert.deepEqual(faults, []);
        }, { javaScriptEnabled: false });
      });

      test("calls can be filtered by team, and phones can jump to a month", async () => {
        const year = site().files.find((file) => /^calls\/\d{4}\/index\.html$/.test(file)).slice(0, -"index.html".length);
        await visit(year, async (page, faults, load) => {
          await load();
          const select = page.getByLabel("Team");
          if (await select.count()) {
            const [, team] = await select.locator("option").evaluateAll((options) => options.map((option) => option.value));
            await select.selectOption(team);
            await page.waitForFunction(() => /^\d+ of \d+$/.test(document.querySelector("[data-filter-count]").textContent));
            const teams = await page.locator("[data-row]:visible").evaluateAll((rows) => [...new Set(rows.map((row) => row.dataset.team))]);
            assert.deepEqual(teams, [team]);
            assert.equal(new URL(page.url()).searchParams.get("team"), team);
          }
          const jumps = page.locator(".contents-folded");
          if (await jumps.count()) {
            await jumps.locator("summary").click();
            await page.locator(".month-jumps a").last().click();
            await settle(page);
            assert.match(new URL(page.url()).hash, /^#\d{4}-\d\d$/);
          }
          assert.deepEqual(faults, []);
        }, { viewport: { width: 360, height: 780 } });
      });
    });
  }
}
