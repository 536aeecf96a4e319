// What is looked at on a page. Each check resolves to the faults it found, one line each; none is good.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { settle } from "./browser.mjs";

const AXE = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds on the page as it is shown now; only what these of its rules find, if there are any. */
export async function accessibilityFaults(page, rules) {
  // Evaluated through the debugging protocol, so that the page's policy stays as it is.
  await page.evaluate(await AXE);
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} (${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""}) ${nodes.length > 3 ? `and ${nodes.length - 3} more` : ""}`));
  }, rules ? { type: "rule", values: rules } : { type: "tag", values: AXE_TAGS });
}

/** What reaches over the left or right edge of the window at each of these widths. */
export async function widthFaults(page, widths = [320, 360, 768, 1024, 1440]) {
  const before = page.viewportSize();
  const faults = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await settle(page);
    faults.push(...(await page.evaluate(findWideElements)).map((fault) => `at ${width} px: ${fault}`));
  }
  await page.setViewportSize(before);
  return faults;
}

/** What reaches over the edge of the window when all text is twice as large, on a desk and on a narrow window. */
export async function textSizeFaults(page) {
  const before = page.viewportSize();
  const faults = [];
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    // As a browser's own setting does: sizes in rem and em follow the root's.
    await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
    await settle(page);
    faults.push(...(await page.evaluate(findWideElements)).map((fault) => `text of twice the size, ${width} px: ${fault}`));
    await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
  }
  await page.setViewportSize(before);
  return faults;
}

/** Headings that skip a level, and pages that have not one heading of the first. */
export function headingFaults(page) {
  return page.evaluate(() => {
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => heading.checkVisibility({ visibilityProperty: true }));
    const levels = headings.map((heading) => Number(heading.localName[1]));
    const faults = headings.flatMap((heading, at) => (at > 0 && levels[at] > levels[at - 1] + 1 ? [`h${levels[at - 1]} is followed by h${levels[at]}: ${heading.textContent.trim().slice(0, 60)}`] : []));
    const first = levels.filter((level) => level === 1).length;
    return first === 1 && levels[0] === 1 ? faults : [...faults, `${first} headings of the first level, and the first heading is h${levels[0]}`];
  });
}

/**
 * Loads an address and sums up by how much what is seen has moved until all is quiet, as browsers count it. Scripts that are not
 * in the way of the first picture come after it, as on a slow line.
 */
export async function layoutShift(page, url) {
  const isPainted = () => performance.getEntriesByName("first-contentful-paint").length > 0;
  await page.route(/\/(?!theme\.)[^/]+\.js$/, async (route) => {
    if (route.request().frame() === page.mainFrame()) await page.waitForFunction(isPainted);
    await route.continue();
  });
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value, hadRecentInput }) => ({ value, hadRecentInput }))))
      .observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(url, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  await settle(page);
  return page.evaluate(() => window.shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0));
}

/* Runs in the page. What scrolls inside its own box is fine, and so is what is hidden from sight on purpose. */
function findWideElements() {
  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  }
  const confined = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      if (style.overflowX !== "visible" && box.left >= -1 && box.right <= width + 1) return true;
    }
    return false;
  };
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || (box.right <= width + 1 && box.left >= -1)) continue;
    // What is folded away has a box as well; what lies wholly to the left or above is for screen readers.
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || box.right <= 0 || box.bottom <= 0) continue;
    if (!confined(element)) {
      faults.push(`<${element.localName} class="${element.getAttribute("class") ?? ""}"> reaches from ${Math.round(box.left)} to ${Math.round(box.right)}: ${element.textContent.trim().slice(0, 60)}`);
    }
  }
  return faults.slice(0, 5);
}

/** Pictures that show nothing. */
export function imageFaults(page) {
  return page.evaluate(async () => {
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    return pictures.filter((picture) => picture.naturalWidth === 0).map((picture) => `no picture at ${picture.src}`);
  });
}

/** What of the current slide lies outside the slide's area and cannot be scrolled to. */
export function slideFaults(page) {
  return page.evaluate(() => {
    const slide = window.Reveal.getCurrentSlide();
    const { h, v } = window.Reveal.getIndices();
    const area = document.querySelector(".reveal .slides").getBoundingClientRect();
    const scale = area.width / window.Reveal.getComputedSlideSize().width;
    const inside = (box, around) => box.left >= around.left - 1.5 && box.right <= around.right + 1.5 && box.top >= around.top - 1.5 && box.bottom <= around.bottom + 1.5;
    const seen = new Set();
    const faults = [];
    const report = (element, box, why) => {
      if (seen.has(element)) return;
      seen.add(element);
      const place = [box.left - area.left, box.top - area.top, box.right - area.left, box.bottom - area.top].map((pixels) => Math.round(pixels / scale));
      faults.push(`slide ${h}/${v}: ${why}: <${element.localName}> ${place.join(" ")}: ${(element.textContent || element.src || "").trim().slice(0, 60)}`);
    };
    // A box inside something that scrolls stands for what is in it; what is cut off by `overflow: hidden` is lost.
    const check = (element, boxes) => {
      for (let box of boxes) {
        if (box.width < 1 || box.height < 1) continue;
        for (let at = element; ; at = at.parentElement) {
          const style = getComputedStyle(at);
          const around = at.getBoundingClientRect();
          if (at !== element || at.scrollHeight > at.clientHeight) {
            const [x, y] = [style.overflowX, style.overflowY];
            const reachable = { left: /auto|scroll/.test(x), top: /auto|scroll/.test(y) };
            if ((reachable.left || reachable.top) && (at.scrollHeight > at.clientHeight + 1 || at.scrollWidth > at.clientWidth + 1)) {
              box = { left: reachable.left ? around.left : box.left, right: reachable.left ? around.right : box.right, top: reachable.top ? around.top : box.top, bottom: reachable.top ? around.bottom : box.bottom };
            } else if (/hidden|clip/.test(x + y) && !inside(box, around)) {
              report(element, box, "is cut off");
            }
          }
          if (at === slide) break;
        }
        if (!inside(box, area)) report(element, box, "lies outside the slide");
      }
    };
    const texts = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT, (node) => (node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
    while (texts.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      // The box of a line of text is higher than its letters, and than a tight line.
      const letters = [...range.getClientRects()].map((box) => ({ left: box.left, right: box.right, top: box.top + box.height / 8, bottom: box.bottom - box.height / 8, width: box.width, height: box.height }));
      check(texts.currentNode.parentElement, letters);
    }
    for (const element of slide.querySelectorAll("img, svg, canvas, video, hr, pre, table, input, button")) {
      check(element, [element.getBoundingClientRect()]);
    }
    return faults.slice(0, 4);
  });
}

/** What of the pages of a deck in its print view lies outside its sheet. */
export function sheetFaults(page) {
  return page.evaluate(() => [...document.querySelectorAll(".pdf-page")].flatMap((sheet, index) => {
    const around = sheet.getBoundingClientRect();
    const texts = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT, (node) => (node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP));
    while (texts.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      const lost = [...range.getClientRects()].some((box) => box.width >= 1 && (box.left < around.left - 1 || box.right > around.right + 1 || box.top < around.top - 1 || box.bottom > around.bottom + 1));
      if (lost) return [`sheet ${index + 1}: lies outside: ${texts.currentNode.data.trim().slice(0, 60)}`];
    }
    return [];
  }));
}

/** Goes through a deck with the space bar, as a presenter does. Resolves to `{slides, faults}`. */
export async function walkDeck(page, look = slideFaults) {
  const total = await page.evaluate(() => {
    document.activeElement?.blur();
    return window.Reveal.getTotalSlides();
  });
  const visited = new Set();
  const steps = new Set();
  const faults = [];
  for (;;) {
    // A slide with fragments takes several steps; the same step twice means that the deck does not move on.
    const { slide, step, last } = await page.evaluate(() => {
      const { h, v, f } = window.Reveal.getIndices();
      const last = window.Reveal.isLastSlide() && !window.Reveal.availableFragments().next;
      return { slide: `${h}/${v ?? 0}`, step: `${h}/${v ?? 0}/${f ?? -1}`, last };
    });
    if (!visited.has(slide)) faults.push(...(await look(page)));
    visited.add(slide);
    if (last || steps.has(step)) break;
    steps.add(step);
    await page.keyboard.press("Space");
  }
  if (visited.size !== total) faults.push(`the space bar reaches ${visited.size} of ${total} slides`);
  return { slides: total, faults };
}
