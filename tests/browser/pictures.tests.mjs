// Pictures as a browser shows them: which of their files it takes, how large they are, and the way to all of their pixels.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";
import { open, openDeck, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, imageFaults, widthFaults } from "./checks.mjs";
import { serve } from "./server.mjs";
import { buildSite } from "./sites.mjs";

/** The checksum of PNG; the oldest Node we run on has none. */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A PNG of noise, the same each time: like a photograph, it is worth making smaller. */
function noise(width, height) {
  let state = 1;
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let at = 0; at < rows.length; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    rows[at] = at % (width * 3 + 1) === 0 ? 0 : state >>> 24;
  }
  const chunk = (kind, content) => {
    const body = Buffer.concat([Buffer.from(kind), content]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const PAGE = "ops/2024-01-10/";
const NOTE = "---\ntype: slide\n---\n# Ops 2024-01-10\n\n---\n\n## The rack\n\n![The rack](rack.png)\n\n---\n\n## Without words\n\n![](rack.png)\n\n---\n\n## Narrow\n\n![half](rack.png =50%x)\n";

/** The file the browser took for a picture, without its folder, and the size it is shown at in the page's pixels. */
const shown = (picture) => picture.evaluate(async (image) => {
  image.loading = "eager";
  await image.decode();
  return { file: image.currentSrc.replace(/.*\/[0-9a-f]+/, ""), width: image.offsetWidth, height: image.offsetHeight };
});

export function pictureTests(browser) {
  describe("pictures", () => {
    let source;
    let site;
    let server;
    before(async () => {
      source = await mkdtemp(join(tmpdir(), "minutebook-pictures-"));
      await mkdir(join(source, "ops"));
      await writeFile(join(source, "ops", "20240110.md"), NOTE);
      await writeFile(join(source, "ops", "rack.png"), noise(2000, 1000));
      site = await buildSite(source, ["--no-cache"]);
      server = await serve({ folder: site.folder, base: "/minutes/" });
    });
    after(async () => {
      await server?.close();
      await rm(source, { recursive: true });
      if (site) await rm(dirname(site.folder), { recursive: true });
    });

    for (const [what, options, file] of [
      ["a desktop", {}, "-768.webp"],
      ["a dense desktop", { deviceScaleFactor: 2 }, "-1440.webp"],
      ["a telephone", { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }, "-768.webp"],
    ]) {
      test(`${what} takes the file its screen needs`, async () => {
        await withPage(browser(), server.url, options, async (page, faults) => {
          await open(page, server.url + PAGE);
          const picture = await shown(page.getByRole("img", { name: "The rack" }));
          assert.equal(picture.file, file);
          assert.ok(Math.abs(picture.width / picture.height - 2) < 0.02, JSON.stringify(picture));
          assert.deepEqual([...faults, ...(await imageFaults(page))], []);
        });
      });
    }

    test("on a page all pixels are one key away, and nothing is wrong with the page", async () => {
      await withPage(browser(), server.url, {}, async (page, faults) => {
        await open(page, server.url + PAGE);
        await page.getByRole("link", { name: "Picture (full size)" }).waitFor();
        const link = page.getByRole("link", { name: "The rack (full size)" });
        await link.focus();
        await page.keyboard.press("Shift+Tab");
        await page.keyboard.press("Tab");
        assert.equal(await link.evaluate((link) => link === document.activeElement), true);
        assert.equal(await link.locator("img").evaluate((image) => getComputedStyle(image).outlineStyle), "solid");
        assert.deepEqual([...faults, ...(await accessibilityFaults(page)), ...(await widthFaults(page))], []);
        const address = page.url();
        await page.keyboard.press("Enter");
        const shown = page.getByRole("dialog", { name: "Picture" });
        const picture = shown.getByRole("img");
        const loaded = () => picture.evaluate(async (image) => (await image.decode(), [image.alt, image.naturalWidth]));
        assert.deepEqual(await loaded(), ["The rack", 2000]);
        assert.match(await shown.innerText(), /1 of 3[^]*The rack/);
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.keyboard.press("ArrowRight");
        assert.deepEqual(await loaded(), ["Picture", 2000]);
        await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("ArrowLeft");
        assert.match(await shown.innerText(), /3 of 3/);
        await page.keyboard.press("Escape");
        assert.equal(await shown.count(), 0);
        // A dialog says that it was closed after it has given back the focus.
        await page.waitForFunction(() => document.activeElement.getAttribute("aria-label") === "half (full size)");
        assert.equal(page.url(), address);
      });
    });

    test("without JavaScript a picture leads to all of its pixels", async () => {
      await withPage(browser(), server.url, { javaScriptEnabled: false }, async (page) => {
        await open(page, server.url + PAGE);
        await page.getByRole("link", { name: "The rack (full size)" }).click();
        await page.waitForURL("**/assets/images/*.webp");
      });
    });

    test("on slides a picture is as large as it was before there was a choice of files", async () => {
      for (const [options, file] of [[{}, "-1440.webp"], [{ viewport: { width: 640, height: 480 } }, "-768.webp"]]) {
        await withPage(browser(), server.url, options, async (page, faults) => {
          await openDeck(page, `${server.url}${PAGE}deck/#/the-rack`);
          await settle(page);
          const pictures = page.locator(".slides img");
          // 95 % of a slide's 960 pixels, and half of them.
          const sizes = [await shown(pictures.nth(0)), await shown(pictures.nth(2))];
          assert.deepEqual(sizes.map(({ width, height }) => [width, height]), [[912, 456], [480, 240]]);
          assert.equal(sizes[0].file, file);
          assert.equal(await page.locator(".slides a img").count(), 0);
          assert.deepEqual([...faults, ...(await imageFaults(page))], []);
        });
      }
    });
  });
}
