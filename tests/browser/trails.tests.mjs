// Pages of a reference, a topic and a team, and the orders of lists.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { open, withPage } from "./browser.mjs";
import { serve } from "./server.mjs";
import { buildSite } from "./sites.mjs";

/** So different that no action is taken for a later word on another. */
const THINGS = "garden roof letter engine bicycle market window kettle bridge lantern carpet violin harvest ticket mirror ladder pepper saddle button castle".split(" ");

/**
 * `at(base)` is where the example is served; `atMany(base)` where the SCS archive is, if `hasMany`: one of its topics does not fit on one page.
 */
export function trailTests(browser, at, atMany, hasMany) {
  const visitAt = (base, address, look, options = {}) =>
    withPage(browser(), base, options, async (page, faults) => {
      await open(page, base + address);
      const result = await look(page, faults);
      assert.deepEqual(faults, []);
      return result;
    });
  const visit = (address, look, options) => visitAt(at("/minutes/"), address, look, options);
  const days = (page) => page.locator(".trail-row .call-date time").evaluateAll((times) => times.map((time) => time.dateTime));
  const sorted = (list) => [...list].sort();

  describe("trails and lists", { concurrency: 2 }, () => {
    for (const address of ["topics/relays/", "refs/hedgerow-weather/hardware/27/"]) {
      test(`${address}: newest first, and oldest first by one click that the address remembers`, async () => {
        await visit(address, async (page) => {
          const newest = await days(page);
          assert.ok(newest.length > 1 && new Set(newest).size > 1, `${newest}`);
          assert.deepEqual(newest, sorted(newest).reverse());
          await page.getByRole("link", { name: "Oldest first" }).click();
          assert.equal(new URL(page.url()).searchParams.get("order"), "oldest");
          assert.deepEqual(await days(page), sorted(newest));
          await page.reload();
          assert.deepEqual(await days(page), sorted(newest));
          await page.getByRole("link", { name: "Newest first" }).click();
          assert.equal(new URL(page.url()).search, "");
          assert.deepEqual(await days(page), newest);
        });
      });

      test(`${address}: newest first without JavaScript, and no switch that does nothing`, async () => {
        await visit(address, async (page) => {
          const newest = await days(page);
          assert.deepEqual(newest, sorted(newest).reverse());
          assert.equal(await page.getByRole("checkbox").count(), 0);
          assert.equal(await page.getByRole("link", { name: "Oldest first" }).count(), 0);
        }, { javaScriptEnabled: false });
      });
    }

    test("the order can be chosen by touch", async () => {
      await visit("topics/relays/", async (page) => {
        await page.getByRole("link", { name: "Oldest first" }).tap();
        assert.equal(new URL(page.url()).searchParams.get("order"), "oldest");
      }, { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true });
    });

    test("only decisions are shown when that is asked for", async () => {
      await visit("topics/relays/", async (page) => {
        const decisions = page.locator(".trail-row .entry-decision:visible");
        const [all, rows] = [await decisions.count(), await page.locator(".trail-row:visible").count()];
        assert.ok(all > 0);
        await page.getByRole("checkbox", { name: "Decisions only" }).check();
        const left = await page.locator(".trail-row:visible").count();
        assert.ok(left > 0 && left < rows, `${left} of ${rows}`);
        assert.equal(await decisions.count(), all);
        assert.equal(await page.locator(".trail-text:visible, .entry-action:visible").count(), 0);
        await page.reload();
        assert.equal(await page.locator(".trail-row:visible").count(), left);
      });
    });

    test("the newest decisions on a topic are in the first view, with subject, team and date", { skip: !hasMany && "the archive is not there" }, async () => {
      for (const [viewport, lowest] of [[{ width: 1440, height: 900 }, 460], [{ width: 360, height: 780 }, 620]]) {
        await visitAt(atMany("/minutes/"), "topics/zuul/", async (page) => {
          const list = page.getByRole("region", { name: "Newest decisions" }).getByRole("listitem");
          assert.equal(await list.count(), 3);
          const box = await list.first().boundingBox();
          assert.ok(box.y + box.height <= lowest, `the first ends ${box.y + box.height} px below the top`);
          const shown = await list.locator("time").evaluateAll((times) => times.map((time) => time.dateTime));
          assert.deepEqual(shown, sorted(shown).reverse());
          const decided = await page.locator(".trail-row[data-decided] .call-date time").evaluateAll((times) => times.map((time) => time.dateTime));
          assert.equal(shown[0], decided[0]);
          assert.ok((await list.first().locator(".team-chip").innerText()).trim());
        }, { viewport });
      }
    });

    test("the years of a long trail: beside it on a desk, in a row that stays in sight on a phone, both without JavaScript", { skip: !hasMany && "the archive is not there" }, async () => {
      for (const [viewport, where] of [[{ width: 1440, height: 900 }, ".year-list"], [{ width: 360, height: 780 }, ".jump-bar"]]) {
        await visitAt(atMany("/minutes/"), "topics/zuul/", async (page) => {
          const years = page.locator(where).getByRole("link");
          const labels = (await years.allInnerTexts()).map((text) => text.match(/\d{4}/)[0]);
          assert.ok(labels.length > 2, `${labels}`);
          assert.deepEqual(labels, sorted(labels).reverse());
          await years.nth(2).click();
          const list = await page.locator(where).boundingBox();
          assert.ok(list.y >= 0 && list.y + list.height <= viewport.height, `${where} is at ${list.y}`);
          const heading = page.getByRole("heading", { name: new RegExp(labels[2]) }).first();
          const { y } = await heading.boundingBox();
          const bars = await page.locator(".site-bar, .jump-bar:visible").evaluateAll((bars) => Math.max(...bars.map((bar) => bar.getBoundingClientRect().bottom)));
          assert.ok(y >= bars && y < bars + 120, `the heading is at ${y}, the bars end at ${bars}`);
        }, { viewport, javaScriptEnabled: false });
      }
    });

    test("why a row is there is seen on the row that is looked at, and reached by keys and by touch", async () => {
      const opacity = (why) => why.evaluate((summary) => getComputedStyle(summary).opacity);
      await visit("decisions/", async (page) => {
        const row = page.locator(".entry-decision").first();
        const why = row.locator(".entry-why > summary");
        assert.equal(await opacity(why), "0");
        await row.hover();
        assert.equal(await opacity(why), "1");
        await page.mouse.move(0, 0);
        assert.equal(await opacity(why), "0");
        await why.focus();
        assert.equal(await opacity(why), "1");
        await page.keyboard.press("Enter");
        assert.ok(await row.locator("blockquote").isVisible());
      });
      await visit("decisions/", async (page) => {
        const row = page.locator(".entry-decision").first();
        assert.equal(await opacity(row.locator(".entry-why > summary")), "1");
        await row.locator(".entry-why > summary").tap();
        assert.ok(await row.locator("blockquote").isVisible());
      }, { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true });
    });

    test("a person's teams say how many calls and when the last was, and calls without more are listed by team", { skip: !hasMany && "the archive is not there" }, async () => {
      await visitAt(atMany("/minutes/"), "people/garloff/", async (page) => {
        const teams = await page.getByRole("region", { name: "Teams" }).getByRole("listitem").allInnerTexts();
        assert.ok(teams.length > 2);
        for (const team of teams) assert.match(team, /\S\s+\d+ calls?, last \d+ [A-Z][a-z]+ \d{4}$/);
        const rows = await page.locator(".team-days > li").evaluateAll((rows) => rows.map((row) => [row.querySelectorAll(".team-chip").length, row.querySelectorAll("a").length]));
        assert.ok(rows.length > 10 && rows.every(([chips, calls]) => chips <= 1 && calls > 0));
      });
    });

    test("the oldest end of a trail on several pages is on its last page", { skip: !hasMany && "the archive is not there" }, async () => {
      const base = atMany("/minutes/");
      await visitAt(base, "topics/release-r3-r10/", async (page) => {
        const pages = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").evaluateAll((links) => links.map((link) => link.href));
        assert.ok(pages.length > 1, "all of it is on one page");
        await page.getByRole("link", { name: "Oldest first" }).click();
        await page.waitForURL("**/*order=oldest");
        assert.equal(new URL(page.url()).pathname, new URL(pages.at(-1)).pathname);
        const oldest = await days(page);
        assert.deepEqual(oldest, sorted(oldest));
        for (const link of await page.getByRole("navigation", { name: "Pages" }).getByRole("link").all()) {
          assert.match(await link.getAttribute("href"), /order=oldest/);
        }
      });
    });

    test("a person's calls on several pages: the other pages have the order that was chosen", async () => {
      const source = await mkdtemp(join(tmpdir(), "minutebook-person-"));
      let [site, server] = [];
      try {
        await mkdir(join(source, "garden"));
        for (let day = 0; day < 400; day += 1) {
          const date = new Date(Date.UTC(2022, 0, 3 + 3 * day)).toISOString().slice(0, 10);
          const [thing, part] = [THINGS[day % 20], THINGS[Math.floor(day / 20)]];
          await writeFile(join(source, "garden", `${date.replaceAll("-", "")}.md`), `# ${date}\n\n## The ${part} of the ${thing}\n\n- [x] AI @ann: paint the ${thing} number ${day} and bring the ${part} back\n`);
        }
        site = await buildSite(source, ["--no-cache"]);
        server = await serve({ folder: site.folder, base: "/" });
        await visitAt(server.url, "people/ann/?order=oldest", async (page) => {
          const links = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").evaluateAll((found) => found.map((link) => link.search));
          assert.ok(links.length > 1, "all of it is on one page");
          assert.deepEqual(new Set(links), new Set(["?order=oldest"]));
        });
      } finally {
        await server?.close();
        await rm(source, { recursive: true });
        if (site) await rm(dirname(site.folder), { recursive: true });
      }
    });

    test("topics are put in the order that is chosen, and the address remembers it", async () => {
      await visit("topics/", async (page) => {
        const rows = page.locator("#register > [data-row]");
        const data = (name) => rows.evaluateAll((rows, name) => rows.map((row) => row.dataset[name]), name);
        const last = await data("last");
        assert.ok(last.length > 3);
        assert.deepEqual(last, sorted(last).reverse());
        await page.getByRole("button", { name: "Most calls" }).click();
        const sizes = (await data("size")).map(Number);
        assert.deepEqual(sizes, [...sizes].sort((a, b) => b - a));
        await page.getByRole("button", { name: "A–Z" }).click();
        const names = await rows.locator(".index-name a").allInnerTexts();
        assert.deepEqual(names, [...names].sort(new Intl.Collator("en", { numeric: true }).compare));
        assert.equal(new URL(page.url()).search, "?order=name");
        await page.reload();
        assert.deepEqual(await rows.locator(".index-name a").allInnerTexts(), names);
        const feeds = await rows.locator(".index-feed").evaluateAll((links) => links.map((link) => link.href));
        assert.equal(feeds.length, names.length);
        assert.match(await page.evaluate(async (url) => (await fetch(url)).text(), feeds[0]), /<feed /);
      });
    });

    test("the people are listed by name, without how often they came", async () => {
      await visit("people/", async (page) => {
        const names = await page.locator(".index-name a").allInnerTexts();
        assert.ok(names.length > 3);
        assert.deepEqual(names, [...names].sort(new Intl.Collator("en").compare));
        assert.doesNotMatch(await page.locator("#register").innerText(), /\d+ calls?\b/);
      });
    });

    test("a team's last call comes first, then its calls, reports, decisions and actions", async () => {
      await visit("firmware/", async (page) => {
        const tops = [];
        for (const id of ["latest", "calls-heading", "decisions", "actions"]) tops.push((await page.locator(`#${id}`).boundingBox()).y);
        assert.deepEqual(tops, [...tops].sort((a, b) => a - b));
        assert.ok(tops[0] <= 340, `${tops[0]} px`);
      });
    });

    test("on a phone a bar in sight leads to the parts of a team's page", async () => {
      await visit("firmware/", async (page) => {
        await page.getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "Decisions" }).click();
        const bar = await page.locator(".jump-bar").boundingBox();
        const heading = await page.locator("#decisions").boundingBox();
        assert.ok(bar.y >= 0 && bar.y < 120, `the bar is at ${bar.y}`);
        assert.ok(heading.y >= bar.y + bar.height - 1 && heading.y < 400, `the heading is at ${heading.y}`);
      }, { viewport: { width: 360, height: 780 } });
    });

    for (const [address, row] of [["decisions/", ".entry-decision"], ["actions/", ".entry-action"], ["topics/", "#register > li"], ["refs/", "#register tbody tr, #register li"]]) {
      test(`the first row of /${address} is in the upper part of a window`, async () => {
        await visit(address, async (page) => {
          const { y } = await page.locator(row).first().boundingBox();
          assert.ok(y <= 430, `${y} px`);
        });
      });
    }
  });
}
