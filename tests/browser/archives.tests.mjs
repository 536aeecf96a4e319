// Real archives beside the checkout: decks with everything people do to slides, and the longest notes.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { open, openDeck, withPage } from "./browser.mjs";
import { imageFaults, walkDeck, widthFaults } from "./checks.mjs";
import { emptySlides, idFaults } from "./decks.tests.mjs";
import { linkFaults } from "./links.mjs";
import { decks, read } from "./sites.mjs";

/** Links whose authors named a heading that their own notes do not have. */
const DANGLING = ["#Features", "#/Features", "#Return-position-impl-trait-in-trait-RPITIT", "#/Return-position-impl-trait-in-trait-RPITIT"];

/** Decks of which everything is looked at; together they have what their authors do to slides. */
const KNOWN = { "scs-minutes": ["community-call/2024-04-04/deck/", "community-call/2024-08-08/deck/"] };

/** How many more are taken of each kind: the fullest of authors' slides and the longest cut from notes. */
const MORE = 2;

export function archiveTests(browser, archives) {
  describe("real archives", { concurrency: 2 }, () => {
    for (const { name, site, at } of archives) {
      const missing = () => site() === undefined && "not at hand";
      test(`${name}: every link leads somewhere and nothing is loaded from elsewhere`, async (context) => {
        if (missing()) return context.skip(missing());
        const found = (await linkFaults(site())).filter((fault) => !DANGLING.some((address) => fault.endsWith(`: ${address}`)));
        assert.deepEqual(found.slice(0, 20), []);
      });

      test(`${name}: no slide cut from notes is a heading or a lost picture alone`, async (context) => {
        if (missing()) return context.skip(missing());
        const { slides, empty } = await emptySlides(site());
        assert.ok(slides > 100, `${slides} slides`);
        assert.deepEqual(empty.slice(0, 10), []);
      });

      test(`${name}: the fullest decks fit their slides, their calls fit the window, and nothing goes wrong in them`, async (context) => {
        if (missing()) return context.skip(missing());
        const chosen = await chosenDecks(name, site());
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

/** The known decks of an archive, and the fullest of each kind that it has. */
async function chosenDecks(name, site) {
  const own = [];
  const cut = [];
  for (const address of decks(site)) {
    const html = await read(site, address + "index.html");
    if (html.includes("own-slides")) own.push([html.length / html.split("<section").length, address]);
    else cut.push([html.length, address]);
  }
  const known = KNOWN[name] ?? [];
  for (const address of known) assert.ok(own.some(([, other]) => other === address), `${address} is no deck of its author's slides`);
  assert.ok(cut.length >= MORE && (own.length === 0) === (known.length === 0), `${own.length} decks, ${cut.length} notes`);
  const fullest = [own.filter(([, address]) => !known.includes(address)), cut].flatMap((kind) => kind.sort(([a], [b]) => b - a).slice(0, MORE));
  return [...known, ...fullest.map(([, address]) => address)];
}
