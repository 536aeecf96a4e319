// Addresses that were published once, and those that never were: nobody is left standing there.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { open, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, widthFaults } from "./checks.mjs";
import { linkFaults } from "./links.mjs";
import { serve } from "./server.mjs";
import { ROOT, buildSite } from "./sites.mjs";

/** Addresses of a former site: a team that had another name, a note that is gone. */
const ONCE = [
  ["electronics/2025-03-12/", "firmware/2025-03-12/"],
  ["firmware/2019-01-01/", "-"],
];

/** `places` are the example below a folder and at the root of a host: `[name, base()]`. */
export function movedTests(browser, places) {
  describe("addresses that have no page", { concurrency: 2 }, () => {
    let folder, site, server;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "minutebook-moved-"));
      await cp(join(ROOT, "content"), join(folder, "minutes"), { recursive: true });
      const rows = ONCE.map(([address, to]) => [address, to, "old.md", "0123456789abcdef"].join("\t"));
      await writeFile(join(folder, "minutes", "minutebook-addresses.tsv"), rows.join("\n") + "\n");
      site = await buildSite(join(folder, "minutes"));
      server = await serve({ folder: site.folder, base: "/minutes/" });
    });
    after(async () => {
      await server?.close();
      await rm(folder, { recursive: true });
      if (site) await rm(dirname(site.folder), { recursive: true });
    });

    const visit = (address, options, look) => withPage(browser(), server.url, options, async (page, faults) => {
      await page.goto(server.url + address, { waitUntil: "commit" });
      await look(page, faults);
    });

    for (const [from, to, options] of [
      ["electronics/2025-03-12/", "firmware/2025-03-12/", { javaScriptEnabled: false }],
      ["electronics/2025-03-12/", "firmware/2025-03-12/", {}],
      ["electronics/2025-03-12/#aob", "firmware/2025-03-12/#aob", {}],
      ["electronics/2025-03-12/deck/#/aob", "firmware/2025-03-12/deck/#/aob", {}],
    ]) {
      test(`${from} leads to ${to}${options.javaScriptEnabled === false ? " without JavaScript" : ""}`, async () => {
        await visit(from, options, async (page, faults) => {
          await page.waitForURL(server.url + to);
          await settle(page);
          assert.deepEqual(faults, []);
          // Nobody is caught between the two by the button that leads back.
          assert.equal(await page.getByRole("heading", { name: "This page moved" }).count(), 0);
        });
      });
    }

    test("a page that is lost says so, and is as good a page as any", async () => {
      await visit("firmware/2019-01-01/", {}, async (page, faults) => {
        await settle(page);
        assert.ok(await page.getByRole("heading", { level: 1, name: "This page moved" }).isVisible());
        assert.deepEqual([...faults, ...(await widthFaults(page)), ...(await accessibilityFaults(page))], []);
        await page.getByRole("link", { name: "/firmware/" }).click();
        assert.equal(page.url(), server.url + "firmware/");
      });
    });

    test("all links of a site with redirects lead somewhere", async () => {
      assert.deepEqual((await linkFaults(site)).slice(0, 20), []);
    });

    for (const [place, base] of places) {
      for (const missing of ["nothing-here", "firmware/1999-01-01/", "a/b/c/d/e.html"]) {
        test(`search works where no page is, ${place}: ${missing}`, async () => {
          const url = base() + missing;
          await withPage(browser(), url, { missing: url }, async (page, faults) => {
            await open(page, url);
            assert.equal(await page.getByRole("main").getByRole("link", { name: "search" }).evaluate((link) => link.href), base() + "search/");
            await page.keyboard.press("/");
            await page.keyboard.type("relay");
            const result = page.locator(".search-list:not([aria-busy]) .search-option a").first();
            await result.waitFor();
            const to = await result.getAttribute("href");
            await page.keyboard.press("Enter");
            await page.waitForURL((address) => address.href.startsWith(base()) && address.pathname !== new URL(url).pathname);
            await settle(page);
            assert.ok(new URL(to, base()).href.startsWith(base()), to);
            assert.ok(await page.getByRole("main").isVisible());
            assert.deepEqual(faults, []);
          });
        });
      }
    }
  });
}
