// Real archives beside the checkout: decks with everything people do to slides, and the longest notes.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open, openDeck, withPage } from "./browser.mjs";
import { imageFaults, walkDeck, widthFaults } from "./checks.mjs";
import { idFaults } from "./decks.tests.mjs";
import { linkFaults } from "./links.mjs";
import { decks, read } from "./sites.mjs";

/** Links whose authors named a heading that their own notes do not have. */
const DANGLING = ["#Features", "#/Features", "#Return-position-impl-trait-in-trait-RPITIT", "#/Return-position-impl-trait-in-trait-RPITIT"];

export function archiveTests(browser, archives) {
  describe("real archives", () => {
    for (const { name, site, at } of archives) {
      const missing = () => site() === undefined && "not at hand";
      test(`${name}: every link leads somewhere and nothing is loaded from elsewhere`, async (context) => {
        if (missing()) return context.skip(missing());
        const found = (await linkFaults(site())).filter((fault) => !DANGLING.some((address) => fault.endsWith(`: ${address}`)));
        assert.deepEqual(found.slice(0, 20), []);
      });

      test(`${name}: authors' decks and the longest notes fit their slides and their pages`, async (context) => {
        if (missing()) return context.skip(missing());
        const { own, longest } = await chosenDecks(site(), 15);
        const chosen = [...own, ...longest];
        assert.ok(longest.length === 15 && (own.length > 50 || name !== "scs-minutes"), `${own.length} decks, ${longest.length} notes`);
        const found = await withPage(browser(), at("/minutes/"), {}, async (page, faults) => {
          for (const address of chosen) {
            const about = (found) => faults.push(...found.map((fault) => `${address}: ${fault}`));
            await openDeck(page, at("/minutes/") + address);
            about((await walkDeck(page)).faults);
            about(await imageFaults(page));
            about(await idFaults(page, site(), address));
            await open(page, at("/minutes/") + address.replace(/deck\/$/, ""));
            about(await widthFaults(page, [320, 1024]));
          }
          return faults;
        });
        assert.deepEqual(found.slice(0, 40), []);
      });
    }
  });
}

/** The decks that are their authors' own slides, and those cut from the longest notes. */
async function chosenDecks(site, count) {
  const own = [];
  const cut = [];
  for (const address of decks(site)) {
    const html = await read(site, address + "index.html");
    if (html.includes("own-slides")) own.push(address);
    else cut.push([html.length, address]);
  }
  const longest = cut.sort(([a], [b]) => b - a).slice(0, count).map(([, address]) => address);
  return { own, longest };
}
