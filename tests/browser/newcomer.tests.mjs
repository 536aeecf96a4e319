// The path of somebody new: from a clone of minutes to a site that follows their edits.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { open, openDeck, settle, withPage } from "./browser.mjs";
import { ROOT, sharedArchive } from "./sites.mjs";

const program = () => resolve(ROOT, process.env.MINUTEBOOK);
const run = (...options) => promisify(execFile)(program(), options, { maxBuffer: 1 << 28, cwd: ROOT });

/** What `docs/commands.md` says that `serve` prints, but for the folder, the address and the time. */
async function servingLine() {
  const line = (await readFile(join(ROOT, "docs/commands.md"), "utf8")).match(/^minutes is at .*$/m)[0];
  const pattern = line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(pattern.replace("minutes", "\\S+").replace(/http:\S+/, "(http:\\S+)").replace(/\d+ ms/, "\\d+ ms"));
}

/** Starts `minutebook serve` and resolves to its address and a way to end it. */
async function startServing(source, base) {
  const line = await servingLine();
  const server = spawn(program(), ["serve", source, "--port", "0", "--base", base], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((done, failed) => {
    let text = "";
    server.stdout.on("data", (data) => {
      text += data;
      if (!text.includes("\n")) return;
      const found = line.exec(text);
      if (found) done(found[1]);
      else failed(new Error(`serve says ${text}, not what its documentation says`));
    });
    server.once("exit", (code) => failed(new Error(`serve ended with ${code}`)));
  });
  const close = () => new Promise((done) => { server.removeAllListeners("exit").once("exit", done); server.kill(); });
  return { url, close };
}

export function newcomerTests(browser) {
  describe("a newcomer", () => {
    const archive = sharedArchive("scs-minutes");
    let folder;
    let served;
    before(async () => {
      if (!archive) return;
      folder = join(await mkdtemp(join(tmpdir(), "minutebook-newcomer-")), "minutes");
      await cp(archive, folder, { recursive: true });
    });
    after(async () => {
      await served?.close();
      if (folder) await rm(join(folder, ".."), { recursive: true });
    });

    test("starts from a clone: init, check, build", { skip: !archive }, async () => {
      const { stdout } = await run("init", folder);
      assert.match(stdout, /\d+ teams with \d+ notes found/);
      const checked = await run("check", folder);
      assert.match(checked.stdout, /\d+ errors?, \d+ warnings?/);
      const site = join(folder, "..", "public");
      await run("build", folder, "-o", site, "--quiet", "--base-url", "https://example.org/minutes/");
      assert.match(await readFile(join(site, "index.html"), "utf8"), /minutes/);
    });

    test("looks at it: start page, team, call, deck, decisions, search", { skip: !archive }, async () => {
      served = await startServing(folder, "/minutes/");
      assert.match(served.url, /^http:\/\/127\.0\.0\.1:\d+\/minutes\/$/);
      await withPage(browser(), served.url, {}, async (page, faults) => {
        await open(page, served.url);
        // The team has not met for a year: the start page has it among those that are folded, the bar among all.
        await page.locator(".site-header [data-menu] > summary").click();
        await page.locator("[data-menu]").getByRole("link", { name: /IaaS/i }).first().click();
        await page.waitForURL(/\/minutes\/[^/]*iaas[^/]*\//);
        const call = await page.locator("main .call-list a[href*='/2']").first().getAttribute("href");
        await open(page, new URL(call, page.url()).href);
        const deck = await page.locator("[data-deck-link]").getAttribute("href");
        await openDeck(page, new URL(deck, page.url()).href);
        await open(page, new URL("decisions/", served.url).href);
        assert.ok((await page.locator("main a[href*='/2']").count()) > 5, "no decision leads to its call");
        await open(page, new URL("search/?q=backup", served.url).href);
        await page.locator(".search-list:not([aria-busy]) .search-option", { hasText: /backup/i }).first().waitFor();
        assert.deepEqual(faults, []);
      });
    });

    test("edits a note, and the open page follows and keeps its place", { skip: !archive }, async () => {
      const note = join(folder, "iaas", "20230111.md");
      await withPage(browser(), served.url, { viewport: { width: 1000, height: 500 } }, async (page, faults) => {
        await open(page, new URL("iaas/2023-01-11/", served.url).href);
        await page.evaluate(() => scrollTo(0, 400));
        const before = await page.evaluate(() => scrollY);
        assert.ok(before > 100, "the page is too short to scroll");
        await appendFile(note, "\n\nwritten a moment ago\n");
        await page.getByText("written a moment ago").waitFor();
        await settle(page);
        await page.waitForFunction((place) => Math.abs(scrollY - place) < 5, before);

        await writeFile(join(folder, "minutebook.yaml"), "titel: x\n");
        await page.getByRole("alert").waitFor();
        assert.match(await page.getByRole("alert").textContent(), /did you mean `title`/);
        await writeFile(join(folder, "minutebook.yaml"), "title: Mended\n");
        await page.getByText("Mended").first().waitFor();
        assert.equal(await page.getByRole("alert").count(), 0);
        assert.deepEqual(faults, []);
      });
    });
  });
}
