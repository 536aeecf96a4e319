// What `minutebook serve` shows in the corner of a page, in a real browser.
import { after, afterEach, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { open, withPage } from "./browser.mjs";
import { serveCopy } from "./serving.mjs";

export function servingTests({ browser, program, source, note, path }) {
  describe("serve", () => {
    let server;
    let text;
    before(async () => {
      server = await serveCopy(program, source);
      text = await readFile(join(server.folder, note), "utf8");
    });
    after(() => server.close());
    afterEach(() => write(""));
    const write = (more) => writeFile(join(server.folder, note), text + more);
    const box = (page) => page.locator("#minutebook-findings .box");

    for (const [kind, address] of [["page", path], ["deck", `${path}deck/`]]) {
      test(`private data in an edited note is shown on a ${kind}, loud, until it is mended`, async () => {
        await withPage(browser(), server.url, {}, async (page, faults) => {
          await open(page, server.url + address);
          await box(page).waitFor({ state: "detached" });
          await write("\n\nwrite to ann.lee@company.com, password: hunter2Zq9x\n");
          await box(page).waitFor();
          assert.match(await box(page).getAttribute("class"), /private/);
          assert.equal(await box(page).getAttribute("role"), "alert");
          const first = box(page).locator("li").first();
          assert.match(await first.locator(".message").textContent(), /^private data: this looks like/);
          assert.match(await first.locator(".place").textContent(), new RegExp(`^${note}:\\d+ · secret$`));
          assert.ok(await first.locator(".hint").count() > 0);
          assert.doesNotMatch(await box(page).textContent(), /hunter2Zq9x/, "a secret is masked");
          assert.equal(await box(page).evaluate((element) => getComputedStyle(element).position), "fixed", "the style sheet holds");
          assert.equal(await box(page).locator("a").count(), 0);

          await page.keyboard.press("Escape");
          assert.equal(await box(page).count(), 0);
          assert.equal(await page.locator(".reveal.overview").count(), 0, "Escape was for the box");
          await page.reload();
          await page.waitForTimeout(500);
          assert.equal(await box(page).count(), 0, "what was closed stays closed");

          await write("\n\nwrite to bob.lee@company.com, password: hunter2Zq9x\n");
          await box(page).waitFor();
          await box(page).getByRole("button", { name: "Close" }).focus();
          await write("\n\nall is well\n");
          await box(page).waitFor({ state: "detached" });
          await page.getByText("all is well").first().waitFor({ state: "attached" });
          assert.deepEqual(faults, []);
        });
      });
    }

    test("other findings stand there quietly", async () => {
      await withPage(browser(), server.url, {}, async (page, faults) => {
        await open(page, server.url + path);
        await box(page).waitFor({ state: "detached" });
        await write("\n\n<b>never closed\n");
        await box(page).waitFor();
        assert.match(await box(page).getAttribute("class"), /quiet/);
        assert.equal(await box(page).getAttribute("role"), "status");
        await write("");
        await box(page).waitFor({ state: "detached" });
        assert.deepEqual(faults, []);
      });
    });
  });
}
