// Takes the pictures of the README: the main pages of the example archive.
//
//     node tests/browser/screenshots.mjs PROGRAM SOURCE FOLDER
import { mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { launch, open, openDeck, settle, withPage } from "./browser.mjs";
import { serve } from "./server.mjs";
import { buildSite } from "./sites.mjs";

const [program, source, folder] = process.argv.slice(2);
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

async function ask(page, query) {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(query);
  await page.waitForSelector(".search-list:not([aria-busy]) .search-option");
}

/** File name, address below the site, Playwright's options, and what is done before the picture is taken. */
const PICTURES = [
  ["start", "", DESKTOP],
  ["call", "firmware/2025-03-12/", DESKTOP],
  ["deck", "firmware/2025-03-12/deck/#/2", DESKTOP],
  ["decisions", "decisions/", DESKTOP],
  ["search", "", { ...DESKTOP, colorScheme: "dark" }, (page) => ask(page, "licence firmware")],
  ["call-phone", "firmware/2025-03-12/", PHONE],
];

process.env.MINUTEBOOK = resolve(program);
const site = await buildSite(resolve(source));
const server = await serve({ folder: site.folder });
const browser = await launch();
try {
  await mkdir(folder, { recursive: true });
  for (const [name, address, options, before] of PICTURES) {
    await withPage(browser, server.url, options, async (page, faults) => {
      await (address.includes("/deck/") ? openDeck : open)(page, server.url + address);
      await before?.(page);
      await settle(page);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      if (faults.length) throw new Error(`${address}: ${faults.join("\n")}`);
      console.log(join(folder, `${name}.png`));
    });
  }
} finally {
  await browser.close();
  await server.close();
  await rm(dirname(site.folder), { recursive: true });
}
