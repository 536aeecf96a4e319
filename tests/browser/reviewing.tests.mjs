// The page /review/ of `minutebook serve`, in a real browser: keys and buttons, and what they do to the registers beside it.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { open, withPage } from "./browser.mjs";
import { serveCopy } from "./serving.mjs";

export function reviewingTests({ browser, program, source }) {
  describe("review", () => {
    let server;
    before(async () => {
      server = await serveCopy(program, source);
    });
    after(() => server.close());
    const verdicts = () => readFile(join(server.folder, "minutebook-review.yaml"), "utf8");
    const rejected = async () => (await verdicts()).match(/verdict: reject/g)?.length ?? 0;
    const count = (page, text) => page.locator("#count").filter({ hasText: text }).waitFor();

    test("rows are accepted, mended and taken back by keys, and the site beside them follows", async () => {
      await withPage(browser(), server.url, {}, async (page, faults) => {
        // What the archive's own reviewers said before.
        const [before, rejectedBefore] = [await verdicts(), await rejected()];
        await open(page, `${server.url}review/`);
        await count(page, /^1 of \d+, 0 said$/);
        assert.ok((await page.locator("#around").textContent()).includes(">"));
        const text = await page.locator("#text").textContent();
        await page.locator("#minutes").contentFrame().locator("main").waitFor();

        await page.keyboard.press("t");
        await page.locator("#words").fill("what we said on the page");
        await page.keyboard.press("Enter");
        await page.locator("#text").filter({ hasText: "what we said on the page" }).waitFor();
        assert.match(await verdicts(), /verdict: accept\n {2}text: "what we said on the page"/);
        await page.keyboard.press("n");
        await count(page, /^2 of \d+, 1 said$/);
        await page.keyboard.press("r");
        await count(page, /^3 of \d+, 2 said$/);
        assert.equal(await rejected(), rejectedBefore + 1);

        // The register follows within the time of a rebuild.
        const found = async () => (await page.request.get(`${server.url}decisions/`)).text();
        while (!(await found()).includes("what we said on the page")) await page.waitForTimeout(100);

        await page.keyboard.press("u");
        await count(page, /^2 of \d+, 1 said$/);
        await page.getByRole("button", { name: "undo" }).click();
        await count(page, /^1 of \d+, 0 said$/);
        assert.equal(await page.locator("#text").textContent(), text);
        assert.equal(await verdicts(), before, "nothing is left");
        await page.getByRole("button", { name: "undo" }).click();
        await page.locator("#message").filter({ hasText: "there is nothing to take back" }).waitFor();
        assert.deepEqual(faults, []);
      });
    });

    test("a page of another origin cannot write, nor learn the token", async () => {
      await withPage(browser(), server.url, {}, async (page) => {
        await open(page, `${server.url}review/`);
        const statuses = await page.evaluate(async () => {
          const send = async (headers, credentials) => (await fetch("verdicts", { method: "POST", headers, credentials, body: "{}" })).status;
          return [
            await send({ "content-type": "application/json" }),
            await send({ "content-type": "application/json", "x-minutebook-token": "0".repeat(32) }),
          ];
        });
        assert.deepEqual(statuses, [403, 403]);
        const other = server.url.replace("127.0.0.1", "localhost");
        const seen = await page.evaluate(async (address) => {
          const reply = async (path, options) => {
            try {
              return (await fetch(address + path, options)).status;
            } catch {
              return "refused by the browser";
            }
          };
          return [await reply("review/"), await reply("review/verdicts", { method: "POST", body: "{}" })];
        }, other);
        assert.deepEqual(seen, ["refused by the browser", "refused by the browser"]);
      });
    });
  });
}
