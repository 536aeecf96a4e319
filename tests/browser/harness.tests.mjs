// The checks themselves: each of them finds the fault it is for, and nothing on a page that has none.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { open, openDeck, withPage } from "./browser.mjs";
import { accessibilityFaults, headingFaults, imageFaults, layoutShift, sheetFaults, slideFaults, textSizeFaults, walkDeck, widthFaults } from "./checks.mjs";
import { idFaults } from "./decks.tests.mjs";
import { FAULTY_PAGES, FILES, deck, page as goodPage } from "./fixtures.mjs";
import { serve } from "./server.mjs";

export function harnessTests(browser) {
  describe("harness", () => {
    let folder;
    let server;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "minutebook-harness-"));
      await cp(join(dirname(createRequire(import.meta.url).resolve("reveal.js/reveal.css"))), folder, { recursive: true });
      for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
      server = await serve({ folder });
    });
    after(async () => {
      await server.close();
      await rm(folder, { recursive: true });
    });

    /** Shows `html` and resolves to what `look(page, faults)` does. */
    const show = async (html, look, options = {}) => {
      await writeFile(join(folder, "shown.html"), html);
      return withPage(browser(), server.url, options, async (page, faults) => {
        await (html.includes("reveal.js") ? openDeck : open)(page, server.url + "shown.html");
        return look(page, faults);
      });
    };
    const all = async (page, faults) => [
      ...faults, ...(await accessibilityFaults(page)), ...(await widthFaults(page)), ...(await imageFaults(page)),
    ];

    test("a page without a fault has none", async () => {
      assert.deepEqual(await show(goodPage(), all), []);
      assert.deepEqual(await show(goodPage('<div class="scroll" tabindex="0"><p class="wide">wide, but scrolls</p></div>'), all), []);
    });

    for (const { name, body, report } of FAULTY_PAGES) {
      test(`${name} is found`, async () => {
        const faults = await show(goodPage(body), (_, faults) => faults);
        assert.ok(faults.some((fault) => report.test(fault)), `found ${JSON.stringify(faults)}`);
      });
    }

    test("a request to another host is found where no policy stops it", async () => {
      const open = goodPage('<img alt="" src="https://elsewhere.invalid/a.png">').replace(/<meta http-equiv[^>]*>/, "");
      const faults = await show(open, (_, faults) => faults);
      assert.ok(faults.includes("request to another host: https://elsewhere.invalid/a.png"), JSON.stringify(faults));
    });

    test("poor contrast, a picture without words and a skipped heading level are found", async () => {
      const find = async (body, rule) => {
        const faults = await show(goodPage(body), (page) => accessibilityFaults(page));
        assert.ok(faults.length > 0 && faults.every((fault) => fault.startsWith(rule)), `${rule}: ${JSON.stringify(faults)}`);
      };
      await find('<p class="pale">pale</p>', "color-contrast");
      await find('<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">', "image-alt");
      await find("<h4>four</h4>", "heading-order");
      await find("<ul><p>x</p></ul>", "list");
    });

    test("what is wider than the window is found, also where the page hides it", async () => {
      const faults = await show(goodPage('<p class="wide">wide</p>'), (page) => widthFaults(page, [320, 1440]));
      assert.ok(faults.some((fault) => /^at 320 px: the page is 20\d\d px wide/.test(fault)), JSON.stringify(faults));
      assert.ok(faults.some((fault) => /^at 1440 px: <p class="wide"> reaches from/.test(fault)), JSON.stringify(faults));
      await writeFile(join(folder, "hidden.css"), "html,body{overflow-x:hidden}");
      const hidden = goodPage('<p class="wide">wide</p>', '<link rel="stylesheet" href="hidden.css">');
      assert.notDeepEqual(await show(hidden, (page) => widthFaults(page, [768])), []);
    });

    test("a skipped level, a second first heading and text that does not wrap when it is large are found", async () => {
      assert.deepEqual(await show(goodPage("<h2>two</h2><h3>three</h3><h2>two</h2>"), headingFaults), []);
      assert.match((await show(goodPage("<h2>two</h2><h4>four</h4>"), headingFaults)).join(), /^h2 is followed by h4: four$/);
      assert.match((await show(goodPage("<h1>another</h1>"), headingFaults)).join(), /^2 headings of the first level/);
      assert.deepEqual(await show(goodPage(), textSizeFaults), []);
      assert.match((await show(goodPage('<p class="broad">x</p>'), textSizeFaults)).join(), /^text of twice the size, 360 px: /);
    });

    test("what jumps while a page loads is found", async () => {
      const moved = async (html) => {
        await writeFile(join(folder, "shown.html"), html);
        return withPage(browser(), server.url, {}, (page) => layoutShift(page, server.url + "shown.html"));
      };
      assert.equal(await moved(goodPage()), 0);
      const jump = await moved(goodPage('<div id="late"></div><p>below</p><script src="late.js"></script>'));
      assert.ok(jump > 0.001, `${jump}`);
    });

    test("a picture that is none is found", async () => {
      await writeFile(join(folder, "broken.png"), "not a picture");
      assert.match((await show(goodPage('<img alt="x" src="broken.png">'), imageFaults)).join(), /no picture at .*broken\.png/);
    });

    test("text that a sheet of the print view cuts off is found", async () => {
      const sheet = (text) => goodPage(`<div class="pdf-page cut"><p>${text}</p></div>`);
      assert.deepEqual(await show(sheet("short"), sheetFaults), []);
      assert.match((await show(sheet("a<br>b<br>c<br>d<br>e<br>f<br>g<br>h"), sheetFaults)).join(), /sheet 1: lies outside: /);
    });

    test("ids that the page and its deck do not share are found", async () => {
      await mkdir(join(folder, "call"), { recursive: true });
      await writeFile(join(folder, "call/index.html"), '<nav id="nav"></nav><div data-body><h2 id="one">One</h2><h2 id="lost">Lost</h2></div>');
      const slides = '<section id="one"><h2 id="mb-own">One</h2></section><section><h2 id="new">New</h2></section><section id="new"></section>';
      assert.deepEqual(await show(deck(slides), (page) => idFaults(page, { folder }, "call/deck/")), [
        "#lost of the page is on no slide", "#new of the deck is not on the page", "#new of the deck is not on the page", "#new stands twice in the deck",
      ]);
    });

    test("a deck without a fault has none", async () => {
      const scrolling = '<section><div class="short"><p class="tall">tall, but scrolls</p></div></section>';
      const { slides, faults } = await show(deck(scrolling), (page) => walkDeck(page));
      assert.deepEqual([slides, faults], [4, []]);
    });

    for (const [name, slide, report] of [
      ["too tall", '<section><p class="tall">x</p><p>last words</p></section>', /slide 2\/0: lies outside the slide: <p> .*last words/],
      ["too wide", '<section><p class="right">to the right</p></section>', /slide 2\/0: lies outside the slide: <p> .*to the right/],
      ["cut off", '<section><div class="cut"><p>a<br>b<br>c<br>d<br>e</p></div></section>', /slide 2\/0: is cut off: <p>/],
      ["a picture too tall", '<section><img alt="" class="tall" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"></section>', /lies outside the slide: <img>/],
    ]) {
      test(`a slide that is ${name} is found`, async () => {
        const { faults } = await show(deck(slide), (page) => walkDeck(page));
        assert.ok(faults.some((fault) => report.test(fault)), JSON.stringify(faults));
      });
    }

    test("slides nobody can reach are found", async () => {
      const trapped = deck().replace('<script src="deck.js"></script>', '<script src="deck.js"></script><script src="unreachable.js"></script>');
      const { faults } = await show(trapped, (page) => walkDeck(page, async () => []));
      assert.deepEqual(faults, ["the space bar reaches 1 of 3 slides"]);
      assert.deepEqual(await show(deck(), slideFaults), []);
    });
  });
}
