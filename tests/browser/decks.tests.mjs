// The decks of the example archive: every slide of every deck, and the ways of looking at one.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { open, openDeck, settle, withPage } from "./browser.mjs";
import { accessibilityFaults, imageFaults, sheetFaults, walkDeck, widthFaults } from "./checks.mjs";
import { decks, read } from "./sites.mjs";

/** A deck written as slides, with speaker notes, fragments and a background, and one cut from long notes. */
const KINDS = [
  ["a deck of its author's slides", "community-call/2025-10-02/deck/"],
  ["a deck cut from notes", "sig-docs/2026-02-13/deck/"],
];

/** Ids that stand on the call's page but in no slide, and the other way round. The deck is open in `page`. */
export async function idFaults(page, site, address) {
  const html = await read(site, address.replace(/deck\/$/, "index.html"));
  return page.evaluate((html) => {
    const call = new DOMParser().parseFromString(html, "text/html");
    const onPage = [...call.querySelectorAll("[data-body] :is(h1, h2, h3, h4, h5, h6)[id]")].map(({ id }) => id);
    const inDeck = [...document.querySelectorAll(".slides :is(section, h1, h2, h3, h4, h5, h6)[id]")].map(({ id }) => id);
    const everywhere = [...call.querySelectorAll("[id]")].map(({ id }) => id);
    return [
      ...onPage.filter((id) => !inDeck.includes(id)).map((id) => `#${id} of the page is on no slide`),
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

const state = (page) => page.evaluate(() => {
  const { plugins, ...config } = window.Reveal.getConfig();
  const background = getComputedStyle(document.querySelector(".reveal-viewport")).backgroundImage;
  return JSON.parse(JSON.stringify({ ...config, background }, (_, value) => (typeof value === "function" ? "function" : value)));
});

export function deckTests(browser, site, at) {
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

      test(`${name}: a scrolling page on a phone, with every slide on it`, async () => {
        await visit(address, async (page, faults) => {
          const pages = await page.locator(".reveal-viewport.reveal-scroll .scroll-page").count();
          assert.equal(pages, await slideCount(page, site(), address));
          assert.deepEqual([...faults, ...(await accessibilityFaults(page)), ...(await widthFaults(page, [320, 360]))], []);
        }, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
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
