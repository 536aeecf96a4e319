// Real archives beside the checkout: a dozen decks with everything people do to slides, and the longest notes.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open, openDeck, withPage } from "./browser.mjs";
import { imageFaults, walkDeck, widthFaults } from "./checks.mjs";
import { idFaults } from "./decks.tests.mjs";
import { linkFaults } from "./links.mjs";
import { decks, read } from "./sites.mjs";

/** Of `corpus/scs-minutes`. */
const DECKS = [
  "2023-11-23", "2023-12-14", "2024-01-11", "2024-02-15", "2024-04-04", "2024-05-16", "2024-06-06", "2024-07-04", "2024-08-08", "2024-08-22",
  "2024-09-19", "2024-09-26",
].map((date) => `community-call/${date}/deck/`);

export function archiveTests(browser, archives) {
  describe("real archives", () => {
    for (const { name, site, at } of archives) {
      const missing = () => site() === undefined && "not at hand";
      test(`${name}: every link leads somewhere and nothing is loaded from elsewhere`, async (context) => {
        if (missing()) return context.skip(missing());
        assert.deepEqual((await linkFaults(site())).slice(0, 20), []);
      });

      test(`${name}: a dozen decks and the longest notes fit their slides and their pages`, async (context) => {
        if (missing()) return context.skip(missing());
        const all = decks(site());
        const longest = await longestNotes(site(), 5);
        const chosen = [...DECKS.filter((deck) => name === "scs-minutes" || all.includes(deck)), ...longest];
        for (const deck of chosen) assert.ok(all.includes(deck), `${deck} is missing`);
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

/** The decks cut from the longest notes. */
async function longestNotes(site, count) {
  const lengths = [];
  for (const address of decks(site)) {
    const html = await read(site, address + "index.html");
    if (html.includes("from-notes")) lengths.push([html.length, address]);
  }
  return lengths.sort(([a], [b]) => b - a).slice(0, count).map(([, address]) => address);
}
