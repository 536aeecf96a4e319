// Starts reveal.js with the deck's own options, and only those: reveal takes any option from the address, so the address
// is cleaned first. Fits slides that would be clipped, and leads back to the page at the slide's section.
(function () {
  "use strict";

  const deck = document.querySelector(".reveal");
  if (!deck || !window.Reveal) return;
  const slides = deck.querySelector(".slides");
  const bar = document.querySelector(".deck-bar");
  const pageLink = document.querySelector("[data-deck-page]");

  /** What is said in the site's language. */
  const WORDS = __WORDS__;

  // --- The address ----------------------------------------------------------------------------------------------

  const YES_NO = /^(true|false)?$/;
  /** What may stand in the query, and with which values; the second table only in the speaker view's own frames. */
  const ALLOWED = { "print-pdf": /^$/, view: /^(print|scroll)$/, receiver: /^$/ };
  const ALLOWED_IN_FRAMES = {
    progress: YES_NO, history: YES_NO, controls: YES_NO, postMessageEvents: YES_NO, autoSlide: /^0$/, transition: /^none$/, backgroundTransition: /^none$/,
  };

  function cleanAddress() {
    const given = new URLSearchParams(location.search);
    const allowed = given.has("receiver") ? { ...ALLOWED, ...ALLOWED_IN_FRAMES } : ALLOWED;
    const kept = [];
    for (const [key, value] of given) {
      if (Object.hasOwn(allowed, key) && allowed[key].test(value)) kept.push(value ? `${key}=${value}` : key);
    }
    const search = kept.length ? "?" + kept.join("&") : "";
    if (search !== location.search) history.replaceState(null, "", location.pathname + search + location.hash);
    return new URLSearchParams(search);
  }

  const address = cleanAddress();
  const inFrame = address.has("receiver");
  const printing = address.has("print-pdf") || address.get("view") === "print";
  document.documentElement.classList.toggle("is-receiver", inFrame);

  // --- Options --------------------------------------------------------------------------------------------------

  function parse(json) {
    try {
      return JSON.parse(json) || {};
    } catch (error) {
      return {};
    }
  }

  // What the pads' own viewer does where an author says nothing; the number counts through.
  const DEFAULTS = { width: 960, height: 700, margin: 0.04, transition: "none", backgroundTransition: "none", slideNumber: "c/t" };
  const options = { ...DEFAULTS, ...parse(deck.dataset.options) };
  if (matchMedia("(max-width: 434px) and (orientation: portrait)").matches && !printing) {
    // Phones get reveal's scrolling view; a narrower slide keeps its text readable there.
    options.width = Math.min(options.width, 480);
    options.height = Math.min(options.height, 600);
    options.scrollLayout = "compact";
  }
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    options.transition = "none";
    options.backgroundTransition = "none";
  }

  /** Sheets of paper in the size of the slides, for printing from any view; reveal's own print view alone would set it. */
  function setUpPaper() {
    const [width, height] = [options.width, options.height].map((length) => Math.floor(length * (1 + options.margin)));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@page { size: ${width}px ${height}px; margin: 0; }
      .reveal-print .reveal section > :is(img, video) { max-width: ${options.width}px; max-height: ${options.height}px; }`);
    document.adoptedStyleSheets.push(sheet);
  }

  // --- Slides that are too tall ---------------------------------------------------------------------------------

  const STEPS = 6;
  const leaves = [...slides.querySelectorAll("section")].filter((section) => !section.querySelector("section"));

  function isClipped(section) {
    return section.scrollHeight > options.height + 1 || section.scrollWidth > section.clientWidth + 1;
  }

  /** Steps `sections` down until none is clipped: measures all of them between two changes, so that layout runs seven times. */
  function fit(sections) {
    deck.classList.add("is-measured");
    slides.style.width = options.width + "px";
    for (const section of sections) {
      section.classList.remove("slide-scrolls");
      for (let step = 1; step <= STEPS; step += 1) section.classList.remove("fit-" + step);
    }
    let clipped = sections.filter(isClipped);
    for (let step = 1; step <= STEPS && clipped.length; step += 1) {
      for (const section of clipped) {
        section.classList.remove("fit-" + (step - 1));
        section.classList.add("fit-" + step);
      }
      clipped = clipped.filter(isClipped);
    }
    slides.style.width = "";
    deck.classList.remove("is-measured");
    if (printing) return; // Paper has room for a second page.
    for (const section of clipped) {
      // What has to scroll anyway stays legible.
      section.classList.remove("fit-" + STEPS);
      section.classList.add("slide-scrolls", "fit-2");
      section.tabIndex = 0;
    }
  }

  function fitAgainWhenLoaded(section) {
    for (const image of section.querySelectorAll("img")) {
      if (image.complete) continue;
      image.addEventListener("load", () => {
        // Reveal's views move slides about; only where they lie as written can they be measured.
        if (printing || !slides.contains(section) || section.closest(".scroll-page")) return;
        fit([section]);
        // Reveal lays out by itself when it is ready, and has nothing to do so before.
        if (Reveal.isReady()) Reveal.layout();
      }, { once: true });
    }
  }

  // --- Back to the page -----------------------------------------------------------------------------------------

  /** The id of the section the current slide belongs to: its own, or the nearest before it. */
  function currentHeading() {
    const all = Reveal.getSlides();
    for (let index = all.indexOf(Reveal.getCurrentSlide()); index >= 0; index -= 1) {
      const heading = all[index].id ? all[index] : all[index].querySelector(":is(h1, h2, h3, h4, h5, h6)[id]");
      if (heading) return heading.id;
    }
    return "";
  }

  function pageAddress() {
    const id = Reveal.isFirstSlide() ? "" : currentHeading();
    return pageLink.getAttribute("href").split("#")[0] + (id ? "#" + encodeURIComponent(id) : "");
  }

  // --- Speaker view ---------------------------------------------------------------------------------------------

  function loadNotes() {
    if (window.RevealNotes) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = deck.dataset.plugins + "notes.js";
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }

  async function openSpeakerView() {
    await loadNotes();
    Reveal.registerPlugin(window.RevealNotes);
    Reveal.getPlugin("notes").open();
  }

  // --- Keys and the bar -----------------------------------------------------------------------------------------

  function isTyping(target) {
    return target instanceof Element && (target.closest("input, textarea, select") !== null || target.isContentEditable);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "d") location.href = pageAddress();
    // From the first press on, the plugin listens to the key itself.
    else if (key === "s" && !Reveal.hasPlugin("notes")) openSpeakerView();
  }

  /** Reveal leaves alone what the focused element needs itself: buttons their space bar, a scrolling slide its arrows. */
  function isForReveal(event) {
    const focused = document.activeElement;
    if (!focused) return true;
    if (focused.closest(".deck-bar")) return ![" ", "Enter"].includes(event.key);
    if (focused.closest(".slide-scrolls")) return !["ArrowUp", "ArrowDown", "PageUp", "PageDown", " "].includes(event.key);
    return true;
  }

  const PRINT_WHEN_READY = "minutebook-print";
  const ACTIONS = {
    overview: () => Reveal.toggleOverview(),
    fullscreen: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    // Reveal's print view keeps the backgrounds; it is made on loading only.
    print: () => {
      try {
        sessionStorage.setItem(PRINT_WHEN_READY, "1");
      } catch (error) {
        // The view opens all the same, and the reader prints it.
      }
      location.search = "?print-pdf";
    },
  };

  function setUpBar() {
    pageLink.addEventListener("click", () => pageLink.setAttribute("href", pageAddress()));
    for (const button of bar.querySelectorAll("[data-deck-action]")) {
      const action = button.dataset.deckAction;
      button.hidden = action === "fullscreen" && !document.fullscreenEnabled;
      button.addEventListener("click", ACTIONS[action]);
    }
    let timer;
    const wake = () => {
      bar.classList.remove("is-idle");
      clearTimeout(timer);
      timer = setTimeout(() => bar.classList.add("is-idle"), 3000);
    };
    for (const type of ["pointermove", "pointerdown", "touchstart"]) addEventListener(type, wake, { passive: true });
    wake();
  }

  function printNow() {
    try {
      if (!sessionStorage.getItem(PRINT_WHEN_READY)) return;
      sessionStorage.removeItem(PRINT_WHEN_READY);
    } catch (error) {
      return;
    }
    addEventListener("afterprint", () => history.back(), { once: true });
    print();
  }

  // --- Start ----------------------------------------------------------------------------------------------------

  /** On phones all slides stand below each other, so none may stay hidden from screen readers. */
  function showAllInScrollView() {
    if (!Reveal.isScrollView()) return;
    for (const slide of slides.querySelectorAll("section[aria-hidden]")) slide.removeAttribute("aria-hidden");
  }

  async function start() {
    setUpPaper();
    fit(leaves);
    leaves.forEach(fitAgainWhenLoaded);
    const plugins = [window.RevealSearch, window.RevealZoom].filter(Boolean);
    if ("notes" in deck.dataset || inFrame) {
      await loadNotes();
      plugins.push(window.RevealNotes);
    }
    addEventListener("pdf-ready", printNow);
    deck.addEventListener("pdf-ready", printNow);
    await Reveal.initialize({
      ...options,
      hash: true,
      history: false,
      embedded: false,
      previewLinks: false,
      pdfSeparateFragments: false,
      postMessage: inFrame,
      postMessageEvents: inFrame,
      keyboardCondition: isForReveal,
      plugins,
    });
    // Screen readers keep their reading keys: nothing here needs the mode that `application` switches to.
    deck.setAttribute("role", "region");
    showAllInScrollView();
    Reveal.on("slidechanged", showAllInScrollView);
    if (inFrame) return;
    document.addEventListener("keydown", onKey);
    Reveal.registerKeyboardShortcut("D", WORDS.texts.page);
    Reveal.registerKeyboardShortcut("S", WORDS.texts.speaker);
    setUpBar();
  }

  start();
})();
