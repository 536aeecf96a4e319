// The decks of the example archive: every slide of every deck, and the ways of looking at one.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import vm from "node:vm";
import { open, openDeck, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, imageFaults, sheetFaults, walkDeck, widthFaults } from "./checks.mjs";
import { ROOT, decks, read } from "./sites.mjs";

/** A deck written as slides, with speaker notes, fragments and a background, and one cut from long notes. */
const KINDS = [
  ["a deck of its author's slides", "community-call/2025-10-02/deck/"],
  ["a deck cut from notes", "sig-docs/2026-02-13/deck/"],
];

/** A code as the encoder of the npm package qrcode-generator 2.0.4 makes it: a hexadecimal number a row. */
const KNOWN_CODE = {
  text: "https://minutes.example.org/iaas/2024-08-08/deck/#/team-iaas-5",
  rows: [
    "1fd097a7f", "105a1d641", "174ad655d", "17578855d", "174a2215d", "104586141", "1fd55557f", "1828500",
    "16ed5fb4b", "13e17e6f", "12d018779", "33be71a9", "e521b51b", "7107a08a", "9cac7c74", "19223dd4",
    "2f3039d4", "1d80b97db", "5c431174", "412bd552", "5c15ab8e", "1b379e365", "36014e8b", "baf10433",
    "1666685fb", "1db2b1a", "1fd4d6f50", "105ac0f1e", "174807bf5", "175ae8621", "175a79c60", "10494e5b9",
    "1fd56d81c",
  ],
};

/** Ids that stand on the call's page but in no slide, and the other way round. The deck is open in `page`. */
export async function idFaults(page, site, address) {
  const html = await read(site, address.replace(/deck\/$/, "index.html"));
  return page.evaluate((html) => {
    const call = new DOMParser().parseFromString(html, "text/html");
    const onPage = [...call.querySelectorAll("[data-body] :is(h1, h2, h3, h4, h5, h6)[id]")].map(({ id }) => id);
    const inDeck = [...document.querySelectorAll(".slides :is(section, h1, h2, h3, h4, h5, h6)[id]")].map(({ id }) => id);
    // Headings that nothing stands under are on the slide of what comes next.
    const along = [...document.querySelectorAll(".slides :is(.above, .alias)[id]")].map(({ id }) => id);
    const everywhere = [...call.querySelectorAll("[id]")].map(({ id }) => id);
    return [
      ...onPage.filter((id) => !inDeck.includes(id) && !along.includes(id)).map((id) => `#${id} of the page is on no slide`),
      // The title slide of a deck cut from notes has an id of minutebook's own.
      ...inDeck.filter((id) => !everywhere.includes(id) && !id.startsWith("mb-")).map((id) => `#${id} of the deck is not on the page`),
      ...inDeck.filter((id, index) => inDeck.indexOf(id) !== index).map((id) => `#${id} stands twice in the deck`),
    ];
  }, html);
}

/** Slides that scroll, but not to their end by the keys that a focused box scrolls with. */
async function scrollFaults(page) {
  const faults = [];
  const scrolling = await page.evaluate(() => [...document.querySelectorAll(".slides section")].filter(({ tabIndex }) => tabIndex === 0).map((section) => window.Reveal.getIndices(section)));
  for (const { h, v } of scrolling) {
    await page.evaluate(([h, v]) => {
      window.Reveal.slide(h, v);
      window.Reveal.getCurrentSlide().focus();
    }, [h, v]);
    for (let presses = 0; presses < 30; presses++) await page.keyboard.press("PageDown");
    const [now, left] = await page.evaluate(() => {
      const { scrollHeight, clientHeight, scrollTop } = window.Reveal.getCurrentSlide();
      return [window.Reveal.getIndices().h, scrollHeight - clientHeight - scrollTop];
    });
    if (now !== h) faults.push(`slide ${h}/${v}: the keys that scroll it lead to slide ${now}`);
    else if (left > 2) faults.push(`slide ${h}/${v}: ${Math.round(left)} px cannot be scrolled to`);
  }
  return faults;
}

/** The number of slides as they are written; the scrolling view counts otherwise. */
async function slideCount(page, site, address) {
  return page.evaluate((html) => {
    const sections = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(".slides section")];
    return sections.filter((section) => !section.querySelector("section")).length;
  }, await read(site, address + "index.html"));
}

/** The slides cut from notes, and those of them with nothing but headings or pictures that are not there. */
export async function emptySlides(site) {
  const empty = [];
  let slides = 0;
  for (const address of decks(site)) {
    const html = await read(site, address + "index.html");
    if (html.includes(" own-slides")) continue;
    for (const [, slide] of html.matchAll(/<section class="derived[^>]*>(.*?)<\/section>/gs)) {
      slides += 1;
      const rest = slide.replace(/<(h[1-6])\b.*?<\/\1>|<p class="above".*?<\/p>|<(a|span) class="missing-image".*?<\/\2>/gs, "");
      if (!rest.includes("<img") && !rest.replace(/<[^>]*>/g, "").trim()) empty.push(`${address}: ${slide.trim().slice(0, 120)}`);
    }
  }
  return { slides, empty };
}

/** Text of the current slide that the number, the arrows or the line at the foot lie over, though they can be seen. */
const furnitureFaults = (page) => page.evaluate(() => {
  const elements = [...document.querySelectorAll(".reveal > .slide-number, .reveal > .controls button, .reveal > .deck-foot")];
  const boxes = elements.filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })).map((element) => element.getBoundingClientRect());
  const texts = document.createTreeWalker(window.Reveal.getCurrentSlide(), NodeFilter.SHOW_TEXT);
  const faults = [];
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const isCovered = [...range.getClientRects()].some((text) => boxes.some((box) => text.left < box.right && text.right > box.left && text.top < box.bottom && text.bottom > box.top));
    if (isCovered) faults.push(`${JSON.stringify(window.Reveal.getIndices())}: covered: ${texts.currentNode.data.trim().slice(0, 60)}`);
  }
  return faults;
});

/** What a picture of a QR code says. */
async function decoded(context, png) {
  const page = await context.newPage();
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("jsqr") });
  const text = await page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]));
    const drawing = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    drawing.drawImage(bitmap, 0, 0);
    return window.jsQR(drawing.getImageData(0, 0, bitmap.width, bitmap.height).data, bitmap.width, bitmap.height)?.data;
  }, png.toString("base64"));
  await page.close();
  return text;
}

/** Where a phone shows what a fragment names: its distance from the upper edge of the window, and the fragment that is left. */
const landing = (page, fragment) => page.evaluate(async (fragment) => {
  // Longer than the page waits before it writes an address.
  await new Promise((done) => setTimeout(done, 500));
  const [first, second] = fragment.slice(2).split("/");
  const column = /^\d+$/.test(first) && document.querySelectorAll(".slides > section")[first];
  const target = column ? column.querySelectorAll(":scope > section")[second ?? 0] ?? column : document.getElementById(decodeURIComponent(first));
  const { top, bottom } = target.getBoundingClientRect();
  const isLast = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  return { isThere: (top >= 50 && top <= 130) || (isLast && top >= 0 && bottom <= innerHeight), top, hash: location.hash, scrollY };
}, fragment);

const state = (page) => page.evaluate(() => {
  const { plugins, ...config } = window.Reveal.getConfig();
  const background = getComputedStyle(document.querySelector(".reveal-viewport")).backgroundImage;
  return JSON.parse(JSON.stringify({ ...config, background }, (_, value) => (typeof value === "function" ? "function" : value)));
});

export function deckTests(browser, site, at, published) {
  const visit = (address, look, options = {}) =>
    withPage(browser(), at("/minutes/"), options, async (page, faults) => {
      await openDeck(page, at("/minutes/") + address);
      return look(page, faults);
    });

  describe("decks of the example", { concurrency: 2 }, () => {
    test("nothing on any slide is clipped, every slide is reached, those that scroll do so by keys, and the ids are those of the page", async () => {
      const all = await withPage(browser(), at("/minutes/"), {}, async (page, faults) => {
        for (const address of decks(site())) {
          await openDeck(page, at("/minutes/") + address);
          const { slides, faults: found } = await walkDeck(page);
          assert.equal(slides, await slideCount(page, site(), address), address);
          faults.push(...[...found, ...(await scrollFaults(page)), ...(await imageFaults(page)), ...(await idFaults(page, site(), address))].map((fault) => `${address}: ${fault}`));
        }
        return faults;
      });
      assert.deepEqual(all.slice(0, 30), []);
    });

    for (const [name, address] of KINDS) {
      test(`${name}: accessible on every slide, in light and dark`, async () => {
        for (const colorScheme of ["light", "dark"]) {
          await visit(address, async (page, faults) => {
            const found = await accessibilityFaults(page);
            const { faults: contrast } = await walkDeck(page, () => accessibilityFaults(page, ["color-contrast", "image-alt", "link-name", "scrollable-region-focusable"]));
            assert.deepEqual([...faults, ...found, ...contrast], []);
          }, { colorScheme });
        }
      });

      test(`${name}: on a phone a page, with every slide on it as tall as what it holds`, async () => {
        for (const colorScheme of ["light", "dark"]) {
          await visit(address, async (page, faults) => {
            const heights = await page.locator(".slides section:not(:has(> section))").evaluateAll((sections) => sections.map((section) => section.getBoundingClientRect().height));
            assert.equal(heights.length, await slideCount(page, site(), address));
            assert.ok(Math.min(...heights) < 250 && Math.max(...heights) > 1.5 * Math.min(...heights), `${heights}`);
            assert.deepEqual([...faults, ...(await accessibilityFaults(page)), ...(await widthFaults(page, [320, 360, 430, 600]))], []);
          }, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, colorScheme });
        }
      });

      test(`${name}: on phones every address leads to its slide and stays as it is`, async () => {
        const html = await read(site(), address + "index.html");
        const ids = [...html.slice(html.indexOf('class="slides"')).matchAll(/<section(?: class="derived[^"]*")? id="([^"]+)"/g)].map(([, id]) => id);
        const fragments = [ids[Math.floor(ids.length / 2)], ids.at(-1)].map((id) => `#/${encodeURIComponent(id)}`).concat("#/3/1");
        for (const width of [320, 360, 390, 430, 600]) {
          await withPage(browser(), at("/minutes/"), { viewport: { width, height: 780 }, hasTouch: true, isMobile: true }, async (page, faults) => {
            for (const fragment of fragments) {
              await page.goto("about:blank");
              await openDeck(page, at("/minutes/") + address + fragment);
              const { isThere, top, hash } = await landing(page, fragment);
              if (!isThere || hash !== fragment) faults.push(`${width} px: ${fragment} is at ${top}, with ${hash} in the address`);
            }
            assert.deepEqual(faults, []);
          });
        }
      });

      test(`${name}: D leads to the page and back, at the same place`, async () => {
        const page_address = address.replace(/deck\/$/, "");
        await withPage(browser(), at("/minutes/"), {}, async (page, faults) => {
          await open(page, at("/minutes/") + page_address);
          const headings = page.locator("[data-body] :is(h2, h3)[id]");
          for (const index of [1, Math.floor((await headings.count()) / 2)]) {
            const id = await headings.nth(index).getAttribute("id");
            await open(page, `${at("/minutes/")}${page_address}#${encodeURIComponent(id)}`);
            await page.keyboard.press("d");
            await page.waitForURL((url) => url.pathname.endsWith("/deck/"));
            await page.waitForFunction(() => window.Reveal?.isReady());
            const there = await page.evaluate((id) => window.Reveal.getCurrentSlide().contains(document.getElementById(id)), id);
            assert.ok(there, `#${id} leads to ${page.url()}`);
            await page.keyboard.press("d");
            await page.waitForURL((url) => !url.pathname.endsWith("/deck/"));
            const back = decodeURIComponent(new URL(page.url()).hash.slice(1));
            const same = await page.evaluate(([id, back]) => back === id || document.getElementById(id).getBoundingClientRect().top < innerHeight, [id, back]);
            assert.ok(same, `#${id} comes back at #${back}`);
          }
          assert.deepEqual(faults, []);
        });
      });

      test(`${name}: printed with one sheet a slide at least, and nothing lost`, async () => {
        await withPage(browser(), at("/minutes/"), {}, async (page, faults) => {
          await openDeck(page, at("/minutes/") + address + "?print-pdf");
          await page.waitForSelector(".pdf-page");
          await settle(page);
          const sheets = await page.locator(".pdf-page").count();
          const slides = await slideCount(page, site(), address);
          assert.ok(sheets >= slides, `${sheets} sheets of ${slides} slides`);
          assert.deepEqual(await sheetFaults(page), []);
          const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
          assert.equal([...pdf.matchAll(/\/Type\s*\/Page\b/g)].length, sheets);
          const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf).map(Number);
          assert.ok(Math.abs(width / height - 960 / 700) < 0.02, `sheets of ${width} by ${height} points`);
          assert.deepEqual(faults, []);
        });
      });

      test(`${name}: the overview opens and closes by its keys`, async () => {
        await visit(address, async (page, faults) => {
          const overview = () => page.evaluate(() => window.Reveal.isOverview());
          for (const key of ["o", "Escape"]) {
            await page.keyboard.press(key);
            assert.equal(await overview(), true, key);
            await page.keyboard.press(key);
            assert.equal(await overview(), false, key);
          }
          assert.deepEqual(faults, []);
        });
      });

      test(`${name}: the speaker view opens, follows and breaks no policy`, async () => {
        await visit(address, async (page, faults) => {
          const [popup] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
          await popup.waitForSelector("#upcoming-slide iframe");
          await popup.waitForFunction(() => getComputedStyle(document.querySelector("#connection-status")).display === "none");
          await page.keyboard.press("Space");
          const current = await page.evaluate(() => window.Reveal.getIndices().h);
          await popup.waitForFunction((h) => {
            const frame = document.querySelector("#current-slide iframe").contentWindow;
            return frame.Reveal?.isReady() && frame.Reveal.getIndices().h === h;
          }, current);
          assert.equal(await popup.locator(".pacing").isVisible(), false);
          const [script, style] = await popup.evaluate(() => ["script", "style"].map((name) => document.querySelector(name).textContent));
          const policy = await page.locator("meta[http-equiv='Content-Security-Policy']").getAttribute("content");
          for (const [directive, text] of [["script-src", script], ["style-src", style]]) {
            const hash = `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
            const sources = policy.split(";").map((part) => part.trim().split(/\s+/)).find(([name]) => name === directive);
            assert.ok(sources.includes(hash), `${directive} lacks ${hash}`);
          }
          assert.doesNotMatch(policy, /unsafe/);
          await settle(popup);
          assert.deepEqual(faults, []);
        });
      });

      test(`${name} is readable without JavaScript`, async () => {
        await withPage(browser(), at("/minutes/"), { javaScriptEnabled: false, viewport: { width: 360, height: 740 } }, async (page, faults) => {
          await open(page, at("/minutes/") + address);
          const { shown, all } = await page.evaluate(() => {
            const leaves = [...document.querySelectorAll(".slides section")].filter((section) => !section.querySelector("section"));
            let bottom = 0;
            const below = leaves.filter((section) => {
              const box = section.getBoundingClientRect();
              const follows = section.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.height > 10 && box.top + scrollY >= bottom - 1;
              bottom = box.bottom + scrollY;
              return follows;
            });
            return { shown: below.length, all: leaves.length };
          });
          assert.ok(all >= 2);
          assert.equal(shown, all, "slides that can be seen one below the other");
          assert.ok(await page.getByRole("link", { name: /page/i }).first().isVisible());
          assert.equal(await page.locator("button:visible").count(), 0);
          assert.deepEqual([...faults, ...(await widthFaults(page, [360]))], []);
        });
      });
    }

    test("on a phone links within the deck, the back button, scrolling and the page's link keep the address of the slide that is read", async () => {
      await withPage(browser(), at("/minutes/"), { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }, async (page, faults) => {
        await openDeck(page, `${at("/minutes/")}${KINDS[0][1]}#/2`);
        const ids = await page.locator(".slides section[id]").evaluateAll((sections) => sections.map(({ id }) => id));
        const far = `#/${ids.at(-2)}`;
        await page.evaluate((far) => { location.hash = far; }, far);
        assert.ok((await landing(page, far)).isThere);
        await page.goBack();
        const back = await landing(page, "#/2");
        assert.ok(back.isThere && back.hash === "#/2", JSON.stringify(back));
        const distance = await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top - 70, ids[5]);
        await page.mouse.move(200, 400);
        await page.mouse.wheel(0, distance);
        await page.waitForFunction((id) => decodeURIComponent(location.hash) === `#/${id}`, ids[5]);
        await page.locator("[data-deck-page]").click();
        await page.waitForURL((url) => url.pathname.endsWith("/2025-10-02/"));
        assert.equal(decodeURIComponent(new URL(page.url()).hash), `#${ids[5]}`);
        assert.deepEqual(faults, []);
      });
    });

    test("a phone that is turned shows the same slide", async () => {
      await withPage(browser(), at("/minutes/"), { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }, async (page, faults) => {
        await openDeck(page, `${at("/minutes/")}${KINDS[1][1]}#/1-text--typography`);
        const id = await page.evaluate(() => document.querySelectorAll(".slides section.derived[id]")[4].id);
        await page.evaluate((id) => { location.hash = `#/${id}`; }, id);
        await page.setViewportSize({ width: 780, height: 390 });
        await page.waitForFunction((id) => window.Reveal?.isReady() && window.Reveal.getCurrentSlide().id === id, id);
        await page.setViewportSize({ width: 390, height: 780 });
        await page.waitForFunction((id) => {
          // The deck is loaded anew: for a moment there is nothing.
          const top = document.body?.classList.contains("is-stacked") && document.getElementById(id)?.getBoundingClientRect().top;
          return top > 50 && top < 130;
        }, id);
        assert.deepEqual(faults, []);
      });
    });

    test("a phone that is turned has slides that can be read, without a bar until it is touched", async () => {
      for (const [name, address] of KINDS) {
        await withPage(browser(), at("/minutes/"), { viewport: { width: 780, height: 360 }, hasTouch: true, isMobile: true }, async (page, faults) => {
          await openDeck(page, at("/minutes/") + address);
          await page.waitForFunction(() => window.Reveal?.isReady());
          const bar = page.locator(".deck-bar");
          const shown = () => bar.evaluate((bar) => getComputedStyle(bar).opacity === "1" && getComputedStyle(bar).pointerEvents !== "none");
          assert.equal(await shown(), false, `${name}: the bar lies over the slide`);
          await page.touchscreen.tap(390, 180);
          await page.waitForFunction(() => getComputedStyle(document.querySelector(".deck-bar")).opacity === "1");
          assert.equal(await shown(), true, `${name}: the bar does not come`);
          for (const action of ["print", "help"]) assert.equal(await page.locator(`[data-deck-action="${action}"]`).isVisible(), false, action);
          const arrow = await page.locator(".navigate-right").boundingBox();
          assert.ok(arrow.y + arrow.height <= 360, `${name}: the arrow ends ${arrow.y + arrow.height - 360} px below the window`);
          if (name === KINDS[1][0]) {
            // Slides of notes are as low as the window, so that their text is not a third smaller than it could be.
            const scale = await page.evaluate(() => window.Reveal.getScale());
            const size = await page.locator(".from-notes").evaluate((deck) => parseFloat(getComputedStyle(deck).fontSize));
            assert.ok(size * scale >= 17, `text of ${size * scale} px`);
          }
          assert.deepEqual(faults, []);
        });
      }
    });

    test("without reveal.js a deck is a page", async () => {
      await withPage(browser(), at("/minutes/"), {}, async (page) => {
        await page.route("**/reveal.js", (route) => route.abort());
        await openDeck(page, at("/minutes/") + KINDS[1][1]);
        assert.equal(await page.locator(".slides section:not(:has(> section)):visible").count(), await slideCount(page, site(), KINDS[1][1]));
      });
    });

    test("without the speaker notes' script, or the deck's own, the slides are shown", async () => {
      for (const [script, shown] of [["**/plugin/notes.js", ".slides section.present"], [/\/deck\.\w+\.js/, ".slides section"]]) {
        await withPage(browser(), at("/minutes/"), {}, async (page) => {
          await page.route(script, (route) => route.abort());
          await open(page, at("/minutes/") + KINDS[0][1]);
          await page.locator(shown).first().waitFor({ state: "visible" });
        });
      }
    });

    test("Esc takes back the black screen, the overview and every dialog; reveal has no search of its own", async () => {
      assert.deepEqual(site().files.filter((file) => file.endsWith("plugin/search.js")), []);
      await visit(KINDS[0][1], async (page, faults) => {
        const open = ".reveal.paused, .reveal.overview, dialog[open], .searchbox";
        for (const [key, shown] of [["b", ".reveal.paused"], [".", ".reveal.paused"], ["o", ".reveal.overview"], ["?", "dialog.deck-dialog"], ["F1", "dialog.deck-dialog"], ["q", "dialog.deck-dialog"], ["/", "dialog.search-dialog"]]) {
          await page.keyboard.press(key);
          await page.waitForSelector(shown, { state: "attached" });
          await page.keyboard.press("Escape");
          assert.equal(await page.locator(open).count(), 0, `${key}, then Escape`);
        }
        await page.keyboard.press("Control+Shift+f");
        await page.keyboard.press("#");
        assert.equal(await page.locator(open).count(), 0);
        // Keys in a dialog are the dialog's.
        await page.keyboard.press("?");
        for (const key of ["ArrowRight", "Space", "d", "b"]) await page.keyboard.press(key === "Space" ? "ArrowDown" : key);
        assert.equal(await page.evaluate(() => window.Reveal.getIndices().h), 0);
        const listed = (await page.locator(".deck-keys dd").allInnerTexts()).join("|");
        for (const words of ["Larger text", "Share this slide", "Read as a page", "Search"]) assert.ok(listed.includes(words), words);
        assert.deepEqual([...faults, ...(await accessibilityFaults(page))], []);
      });
    });

    test("larger text fills the fullest slide, clips nothing, is remembered, and goes away again", async () => {
      await visit(KINDS[0][1], async (page, faults) => {
        const fullness = () => page.evaluate(() => window.Reveal.getSlides().map((slide) => {
          window.Reveal.slide(...Object.values(window.Reveal.getIndices(slide)));
          return slide.scrollHeight / window.Reveal.getConfig().height;
        }));
        const before = await fullness();
        await page.keyboard.press("+");
        const zoom = () => page.evaluate(() => Number(document.querySelector(".reveal").style.getPropertyValue("--larger")));
        assert.ok((await zoom()) > 1.1, `zoom ${await zoom()}`);
        assert.equal(await page.locator("[data-deck-action=larger]").getAttribute("aria-pressed"), "true");
        const after = await fullness();
        const fullest = Math.max(...after.filter((_, index) => before[index] <= 0.9));
        assert.ok(fullest > 0.78 && fullest <= 0.91, `the fullest slide fills ${fullest} of the height`);
        await page.evaluate(() => window.Reveal.slide(0, 0));
        faults.push(...(await walkDeck(page)).faults);
        await openDeck(page, at("/minutes/") + KINDS[1][1]);
        assert.ok((await zoom()) >= 1);
        await page.locator("[data-deck-action=larger]").click();
        assert.equal(await zoom(), 0);
        await openDeck(page, at("/minutes/") + KINDS[0][1]);
        assert.equal(await zoom(), 0);
        assert.deepEqual(await fullness(), before);
        assert.deepEqual(faults, []);
      });
    });

    test("a slide is shared by its address: copied, and as a QR code that says the same", async () => {
      const options = { permissions: ["clipboard-read", "clipboard-write"] };
      await visit(KINDS[1][1] + "#/what-our-pad-can-do", async (page, faults) => {
        const address = at("/minutes/") + KINDS[1][1] + "#/what-our-pad-can-do";
        await page.keyboard.press("c");
        await page.waitForSelector(".deck-notice:not(:empty)");
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
        await page.evaluate(() => navigator.clipboard.writeText(""));
        await page.locator("[data-deck-action=share]").click();
        const picture = page.locator(".deck-code svg");
        assert.equal(await decoded(page.context(), await picture.screenshot()), address);
        assert.equal(await page.locator(".deck-address input").inputValue(), address);
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.locator(".deck-dialog-main").click();
        await page.waitForSelector(".deck-dialog .deck-notice:not(:empty)");
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
        // The notice is to be cleared when it has gone with the dialog.
        await page.keyboard.press("Escape");
        await page.waitForTimeout(2600);
        assert.deepEqual(faults, []);
      }, options);
      // On a phone, in the dark, from the presenter's own computer: the address is where the site is published.
      await withPage(browser(), published(), { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true, colorScheme: "dark" }, async (page, faults) => {
        await openDeck(page, published() + KINDS[1][1] + "#/what-our-pad-can-do");
        await page.locator("[data-deck-action=share]").click();
        const address = `https://hedgerow.example/minutes/${KINDS[1][1]}#/what-our-pad-can-do`;
        assert.equal(await decoded(page.context(), await page.locator(".deck-code svg").screenshot()), address);
        assert.deepEqual([...faults, ...(await accessibilityFaults(page)), ...(await widthFaults(page, [320]))], []);
      });
    });

    test("QR codes of every version are read, and one is that of another encoder", async () => {
      const window = {};
      vm.runInNewContext(await readFile(join(ROOT, "templates/assets/js/qr.js"), "utf8"), { window, TextEncoder });
      const { default: jsQR } = await import("jsqr");
      const versions = new Set();
      for (let length = 1; length <= 666; length += length < 40 ? 6 : 13) {
        const text = Array.from({ length }, (_, index) => String.fromCharCode(33 + ((index * 31 + length * 7) % 90))).join("");
        const rows = window.qrCode(text);
        versions.add((rows.length - 17) / 4);
        const [scale, margin] = [3, 4];
        const size = (rows.length + 2 * margin) * scale;
        const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
        for (let y = 0; y < size; y += 1) {
          for (let x = 0; x < size; x += 1) {
            if (rows[Math.floor(y / scale) - margin]?.[Math.floor(x / scale) - margin]) pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
          }
        }
        assert.equal((jsQR.default ?? jsQR)(pixels, size, size)?.data, text, `${length} bytes`);
      }
      assert.deepEqual([...versions], Array.from({ length: 20 }, (_, index) => index + 1));
      assert.equal(window.qrCode("x".repeat(667)), undefined);
      const hexadecimal = (rows) => Array.from(rows, (row) => BigInt("0b" + Array.from(row, Number).join("")).toString(16));
      assert.deepEqual(hexadecimal(window.qrCode(KNOWN_CODE.text)), KNOWN_CODE.rows);
    });

    test("notes say at the foot of every slide but the first whose they are and when, and nothing lies over text", async () => {
      for (const [, address] of KINDS) {
        for (const viewport of [{ width: 1440, height: 900 }, { width: 1024, height: 768 }, { width: 1280, height: 720 }]) {
          await visit(address, async (page, faults) => {
            const { faults: found } = await walkDeck(page, furnitureFaults);
            assert.deepEqual([...faults, ...found], []);
          }, { viewport });
        }
      }
      await visit(KINDS[1][1], async (page) => {
        const foot = page.locator(".deck-foot");
        assert.equal(await foot.isVisible(), false);
        await page.keyboard.press("Space");
        assert.match((await foot.innerText()).replace(/\s+/g, " "), /^SIG Docs 13 February 2026$/);
        assert.match((await page.locator(".slide-number").innerText()).replace(/\s+/g, " "), /^2 \/ \d+$/);
        await page.emulateMedia({ media: "print" });
        assert.equal(await foot.isVisible(), false);
      });
      await visit(KINDS[0][1], async (page) => assert.equal(await page.locator(".deck-foot").count(), 0));
    });

    test("no slide cut from notes is a heading or a lost picture alone", async () => {
      const { slides, empty } = await emptySlides(site());
      assert.ok(slides > 100);
      assert.deepEqual(empty, []);
    });

    test("slides of little text are set larger, and headings are as large as on the others", async () => {
      await visit(KINDS[1][1], async (page, faults) => {
        const sizes = (which) => page.locator(`.slides section.derived${which}:not([class*="fit-"], .long-title)`).evaluateAll((slides) =>
          slides.map((slide) => [slide.querySelector("h2:not(.above)"), slide.querySelector(":scope > :is(p, ul, ol):not(.above)")])
            .filter(([heading, text]) => heading && text).map((parts) => parts.map((part) => parseFloat(getComputedStyle(part).fontSize))));
        const [sparse, others] = [await sizes(".sparse"), await sizes(":not(.sparse)")];
        assert.ok(sparse.length && others.length, `${sparse.length} and ${others.length}`);
        assert.equal(new Set([...sparse, ...others].map(([heading]) => heading)).size, 1, "headings of one size");
        assert.ok(Math.min(...sparse.map(([, text]) => text)) > Math.max(...others.map(([, text]) => text)));
        assert.deepEqual(faults, []);
      });
    });

    test("notes follow the theme of the site, authors' slides and paper stay as they are", async () => {
      const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number));
      const isDark = async (page) => Math.max(...(await ground(page))) < 60;
      for (const [index, [, address]] of KINDS.entries()) {
        await visit(address, async (page) => assert.equal(await isDark(page), index === 1, address), { colorScheme: "dark" });
        await visit(address, async (page) => {
          await page.evaluate(() => localStorage.setItem("minutebook-theme", "dark"));
          await page.reload();
          assert.equal(await isDark(page), index === 1, address);
        });
        await visit(address + "?print-pdf", async (page) => assert.equal(await isDark(page), false, address), { colorScheme: "dark" });
      }
    });

    test("the arrows show that they have the focus", async () => {
      await visit(KINDS[0][1], async (page) => {
        for (let presses = 0; presses < 40 && !(await page.evaluate(() => document.activeElement.closest(".controls"))); presses += 1) await page.keyboard.press("Tab");
        // Disabled arrows fade in and out.
        await page.waitForFunction(() => Number(getComputedStyle(document.activeElement).opacity) === 1);
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outline);
        assert.match(outline, /solid 3px/);
      });
    });

    test("D leads from each slide to its place on the page, and from there back to the slide", async () => {
      await visit(KINDS[0][1], async (page, faults) => {
        const ids = await page.evaluate(() => window.Reveal.getSlides().slice(1).map(({ id }) => id).filter(Boolean));
        const shown = (id) => window.Reveal?.isReady() && window.Reveal.getCurrentSlide().id === id;
        const lost = [];
        for (const id of ids) {
          await page.evaluate((id) => window.Reveal.slide(...Object.values(window.Reveal.getIndices(document.getElementById(id)))), id);
          await page.keyboard.press("d");
          await page.waitForURL((url) => !url.pathname.endsWith("/deck/"));
          if (decodeURIComponent(new URL(page.url()).hash) !== `#${id}`) lost.push(`#${id} leads to ${page.url()}`);
          await page.keyboard.press("d");
          await page.waitForURL((url) => url.pathname.endsWith("/deck/"));
          await page.waitForFunction(() => window.Reveal?.isReady());
          if (!(await page.evaluate(shown, id))) lost.push(`#${id} comes back at ${page.url()}`);
        }
        assert.ok(ids.length > 10);
        assert.deepEqual([...faults, ...lost], []);
      });
    });

    test("a deck of another size is printed on sheets of that size", async () => {
      await withPage(browser(), at("/minutes/"), {}, async (page, faults) => {
        await page.route(`**/${KINDS[0][1]}*`, async (route) => {
          const answer = await route.fetch();
          const html = (await answer.text()).replace('data-options="{', 'data-options="{&quot;width&quot;:1280,&quot;height&quot;:720,');
          await route.fulfill({ response: answer, body: html });
        });
        for (const query of ["", "?print-pdf"]) {
          await openDeck(page, at("/minutes/") + KINDS[0][1] + query);
          if (query) await page.waitForSelector(".pdf-page");
          await settle(page);
          assert.deepEqual(await sheetFaults(page), []);
          const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
          const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf).map(Number);
          assert.ok(Math.abs(width / height - 1280 / 720) < 0.02, `${query}: sheets of ${width} by ${height} points`);
        }
        // The policy names reveal's own print styles for the usual size only, so that these two are refused, and nothing else is.
        const refused = faults.filter((fault) => fault.startsWith("policy violation"));
        assert.equal(refused.length, 2);
        for (const fault of faults) assert.match(fault, /style-src/);
      });
    });

    test("speaker notes are shown to the speaker only", async () => {
      await visit(KINDS[0][1], async (page) => {
        const note = await page.evaluate(() => {
          const aside = document.querySelector(".slides aside.notes");
          window.Reveal.slide(...Object.values(window.Reveal.getIndices(aside.closest("section"))));
          return aside.textContent.trim();
        });
        assert.ok(note.length > 5);
        assert.equal(await page.locator("aside.notes").filter({ visible: true }).count(), 0);
        const [popup] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
        await popup.waitForFunction((note) => document.querySelector(".speaker-controls-notes .value")?.textContent.includes(note.slice(0, 20)), note);
      });
    });

    test("pictures that arrive while the deck still waits for its scripts do it no harm", async () => {
      await withPage(browser(), at("/minutes/"), {}, async (page, faults) => {
        const late = (milliseconds) => async (route) => {
          await new Promise((done) => setTimeout(done, milliseconds));
          await route.continue();
        };
        await page.route("**/*.{jpg,webp}", late(300));
        await page.route("**/plugin/notes.js", late(900));
        await openDeck(page, at("/minutes/") + KINDS[0][1]);
        assert.equal(await page.evaluate(() => window.Reveal.hasPlugin("notes")), true);
        assert.deepEqual([...faults, ...(await imageFaults(page))], []);
      });
    });

    test("an address with a slide's number or heading opens that slide", async () => {
      await visit(KINDS[0][1] + "#/2", async (page) => {
        assert.equal(await page.evaluate(() => window.Reveal.getIndices().h), 2);
        const id = await page.evaluate(() => [...document.querySelectorAll(".slides :is(section, h1, h2, h3)[id]")].at(-1).id);
        await page.goto("about:blank");
        await openDeck(page, `${at("/minutes/")}${KINDS[0][1]}#/${encodeURIComponent(id)}`);
        assert.ok(await page.evaluate((id) => {
          const slide = window.Reveal.getCurrentSlide();
          return slide.id === id || slide.contains(document.getElementById(id));
        }, id));
      });
    });

    const host = "https%3A%2F%2Felsewhere.invalid%2Fa";
    const HOSTILE = [
      `?parallaxBackgroundImage=${host}.png`, `?dependencies=${host}.js`, "?previewLinks=true", "?autoSlide=1&loop=true", "?keyboard=false&embedded=true",
      "?postMessage=true&postMessageEvents=true", `?view=${host}`, `?plugins=${host}.js`, "?notes", `?print-pdf=${host}`, "?transition=%22%3E%3Cscript%3E",
      "?controls=false&rtl=true&width=1&height=1&margin=9", "?%70review%4Cinks=true", "?x=1?previewLinks=true", "?theme=x;previewLinks=true",
      `#/"><img src=x onerror=alert(1)>`, `#/%22%3E%3Cimg%20src=${host}%3E`,
    ];
    test("nothing in an address changes the options of a deck or makes it load anything", async () => {
      let usual;
      await visit(KINDS[0][1], async (page, faults) => {
        usual = await state(page);
        for (const query of HOSTILE) {
          // A change of the fragment alone would not load the deck anew.
          await page.goto("about:blank");
          await openDeck(page, at("/minutes/") + KINDS[0][1] + query);
          await settle(page);
          assert.deepEqual({ state: await state(page), faults, windows: page.context().pages().length }, { state: usual, faults: [], windows: 1 }, query);
        }
      });
      // The speaker view's own frames may ask for less movement, and for nothing else.
      await visit(`${KINDS[0][1]}?receiver&parallaxBackgroundImage=${host}.png&previewLinks=true&autoSlide=1`, async (page, faults) => {
        const { parallaxBackgroundImage, previewLinks, autoSlide, background } = await state(page);
        assert.deepEqual([parallaxBackgroundImage, previewLinks, autoSlide, background], [usual.parallaxBackgroundImage, false, usual.autoSlide, usual.background]);
        assert.deepEqual(faults, []);
      });
    });

    test("a window that is not the speaker view cannot drive a deck", async () => {
      await visit(KINDS[0][1], async (page) => {
        await page.evaluate(() => window.postMessage(JSON.stringify({ method: "slide", args: [1] }), "*"));
        await settle(page);
        assert.deepEqual(await page.evaluate(() => window.Reveal.getIndices().h), 0);
      });
    });
  });
}
