// Starts reveal.js with the deck's own options, and only those: reveal takes any option from the address, so the address
// is cleaned first. Fits slides that would be clipped, and leads back to the page at the slide's section. On phones the slides
// stand below each other, as they do without scripts: reveal's own scrolling view gives every slide the same height, forgets
// which slide the address names, and puts the first one there instead.
(function () {
  "use strict";

  const deck = document.querySelector(".reveal");
  if (!deck) return;
  const slides = deck.querySelector(".slides");
  const bar = document.querySelector(".deck-bar");
  const body = document.body;
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

  const isPhone = matchMedia("(max-width: 600px) and (orientation: portrait)");
  /** Whether fingers are all there is to point with. */
  const isTouched = matchMedia("(hover: none) and (pointer: coarse)");
  /** Whether the slides stand below each other, without reveal.js. */
  const isStacked = !window.Reveal || (isPhone.matches && !printing && !inFrame && !address.has("view"));

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
  // Notes have one order only: their continued slides stand below each other, and the arrow to the right would pass them by.
  const isFromNotes = deck.classList.contains("from-notes");
  const ORDER = isFromNotes ? { navigationMode: "linear" } : {};
  // A phone that is turned shows slides, and they are lower, so that text which would be tiny is not; what is too full for them steps down as everywhere.
  const isLow = !printing && !inFrame && matchMedia("(max-height: 480px)").matches;
  document.documentElement.classList.toggle("is-low", isLow);
  const LOW = isLow && isFromNotes ? { height: 500 } : {};
  const options = { ...DEFAULTS, ...ORDER, ...LOW, ...parse(deck.dataset.options) };
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    options.transition = "none";
    options.backgroundTransition = "none";
  }

  /** Sheets of paper in the size of the slides, for printing from any view; reveal's own print view alone would set it. */
  function setUpPaper() {
    const [width, height] = [options.width, options.height].map((length) => Math.floor(length * (1 + options.margin)));
    const sheet = new CSSStyleSheet();
    const paper = `@page { size: ${width}px ${height}px; margin: 0; }`;
    const media = `.reveal-print .reveal section > :is(img, video) { max-width: ${options.width}px; max-height: ${options.height}px; }`;
    sheet.replaceSync(paper + media);
    document.adoptedStyleSheets.push(sheet);
  }

  // --- Slides that are too tall ---------------------------------------------------------------------------------

  const STEPS = 6;
  const leaves = [...slides.querySelectorAll("section")].filter((section) => !section.querySelector("section"));

  /** Has all slides stand below each other at their own height, as nothing else can measure them, while `look` looks at them. */
  function measured(look) {
    deck.classList.add("is-measured");
    slides.style.width = options.width + "px";
    try {
      return look();
    } finally {
      slides.style.width = "";
      deck.classList.remove("is-measured");
    }
  }

  function isClipped(section) {
    return section.scrollHeight > options.height + 1 || section.scrollWidth > section.clientWidth + 1;
  }

  /** Steps `sections` down until none is clipped: measures all of them between two changes, so that layout runs seven times. */
  function fit(sections) {
    const clipped = measured(() => {
      unfit(sections);
      let clipped = sections.filter(isClipped);
      for (let step = 1; step <= STEPS && clipped.length; step += 1) {
        for (const section of clipped) {
          section.classList.remove("fit-" + (step - 1));
          section.classList.add("fit-" + step);
        }
        clipped = clipped.filter(isClipped);
      }
      return clipped;
    });
    if (printing) return; // Paper has room for a second page.
    for (const section of clipped) {
      // What has to scroll anyway stays legible.
      section.classList.remove("fit-" + STEPS);
      section.classList.add("slide-scrolls", "fit-2");
      section.tabIndex = 0;
    }
  }

  function unfit(sections) {
    for (const section of sections) {
      section.classList.remove("slide-scrolls");
      section.removeAttribute("tabindex");
      for (let step = 1; step <= STEPS; step += 1) section.classList.remove("fit-" + step);
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

  // --- Larger text ----------------------------------------------------------------------------------------------

  const LARGER = "minutebook-larger";
  /** The fullest slide fills this much of its room, and text grows no further than this. */
  const FULL = 0.9;
  const MOST = 3;

  /** The largest zoom at which no slide with room to spare is fuller than `FULL`; what is too full as written steps down by itself. */
  function largest() {
    return measured(() => {
      unfit(leaves);
      const isFull = (section) => section.scrollHeight > options.height * FULL || section.scrollWidth > section.clientWidth + 1;
      const zoomTo = (zoom) => deck.style.setProperty("--larger", zoom);
      zoomTo(1);
      const roomy = leaves.filter((section) => !isFull(section));
      let [fits, tooLarge] = [1, MOST];
      while (roomy.length && tooLarge - fits > 0.01) {
        const middle = (fits + tooLarge) / 2;
        zoomTo(middle);
        if (roomy.some(isFull)) tooLarge = middle;
        else fits = middle;
      }
      return fits;
    });
  }

  function isLarger() {
    return deck.style.getPropertyValue("--larger") !== "";
  }

  function setLarger(isOn) {
    if (isOn) deck.style.setProperty("--larger", largest().toFixed(3));
    else deck.style.removeProperty("--larger");
    fit(leaves);
    bar.querySelector("[data-deck-action='larger']").setAttribute("aria-pressed", isOn);
    if (Reveal.isReady()) Reveal.layout();
  }

  /** Sets the size of the text and remembers it for the decks that this window opens next. */
  function chooseLarger(isOn) {
    if (isStacked) return;
    setLarger(isOn);
    keepClear();
    try {
      sessionStorage.setItem(LARGER, isOn ? "1" : "0");
    } catch (error) {
      // Without storage the choice is for this deck alone.
    }
  }

  /** What was chosen; else whether an author's slides are on a phone, where their text would be tiny. */
  function wantsLarger() {
    const isTiny = isTouched.matches && isLow && !isFromNotes;
    try {
      const chosen = sessionStorage.getItem(LARGER);
      return chosen === null ? isTiny : chosen === "1";
    } catch (error) {
      return isTiny;
    }
  }

  // --- Addresses of slides --------------------------------------------------------------------------------------

  /** The fragment of a slide, as reveal writes it: its id, or where it stands. */
  function fragmentOf(section) {
    if (section.id) return "#/" + encodeURIComponent(section.id);
    const stack = section.parentElement.closest("section");
    const across = [...slides.children].filter(({ localName }) => localName === "section").indexOf(stack || section);
    const down = stack ? [...stack.children].filter(({ localName }) => localName === "section").indexOf(section) : 0;
    return down ? `#/${across}/${down}` : `#/${across || ""}`;
  }

  /** What a fragment names: a slide or something on it; nothing when there is no such thing. */
  function namedBy(fragment) {
    const name = fragment.replace(/^#\/?/, "");
    if (!name) return null;
    const [first, second] = name.split("/");
    if (/^\d+$/.test(first)) {
      const column = slides.querySelectorAll(":scope > section")[Number(first)];
      return column ? column.querySelectorAll(":scope > section")[Number(second) || 0] || column : null;
    }
    try {
      const named = document.getElementById(decodeURIComponent(first));
      return slides.contains(named) ? named : null;
    } catch (error) {
      return null;
    }
  }

  /** The whole address of the current slide. A deck that is presented from the presenter's own computer is given by its published one. */
  function currentAddress() {
    const published = document.querySelector("link[rel='canonical']");
    const isLocal = location.protocol === "file:" || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname);
    const address = new URL(isLocal && published ? published.href : location.href);
    address.search = "";
    address.hash = fragmentOf(currentSlide());
    return address.href;
  }

  // --- Back to the page -----------------------------------------------------------------------------------------

  function currentSlide() {
    return isStacked ? slideInSight() : Reveal.getCurrentSlide();
  }

  /** The id of the section the current slide belongs to: its own, or the nearest before it. */
  function currentHeading() {
    const all = isStacked ? leaves : Reveal.getSlides();
    for (let index = all.indexOf(currentSlide()); index >= 0; index -= 1) {
      const heading = all[index].id ? all[index] : all[index].querySelector(":is(h1, h2, h3, h4, h5, h6)[id]");
      if (heading) return heading.id;
    }
    return "";
  }

  function pageAddress() {
    const isFirst = isStacked ? currentSlide() === leaves[0] : Reveal.isFirstSlide();
    const id = isFirst ? "" : currentHeading();
    return pageLink.getAttribute("href").split("#")[0] + (id ? "#" + encodeURIComponent(id) : "");
  }

  // --- Slides below each other ----------------------------------------------------------------------------------

  /** Whether the page stands where its address says: until the reader moves it. */
  let isPlaced = false;

  /** What readers move pages with; that one scrolls may have other causes, such as a font that came late. */
  const MOVES = {
    wheel: () => true,
    touchmove: () => true,
    keydown: ({ key }) => /^(Arrow|Page|Home$|End$|Tab$| $)/.test(key),
    pointerdown: ({ target }) => target === document.documentElement,
  };

  function place() {
    const target = namedBy(location.hash);
    if (!target) return;
    target.scrollIntoView({ block: "start", behavior: "instant" });
    isPlaced = true;
  }

  /** The slide the address names until the reader moves; then the last one that begins in the upper third of the window. */
  function slideInSight() {
    const named = isPlaced && namedBy(location.hash);
    const own = named && named.closest("section");
    if (leaves.includes(own)) return own;
    return leaves.findLast((section) => section.getBoundingClientRect().top < innerHeight / 3) || leaves[0];
  }

  /** Reveal makes elements of what an author says of a slide's background; so does this. */
  function paintBackground(section) {
    const said = section.dataset;
    if (!said.backgroundColor && !said.backgroundImage) return;
    const ground = document.createElement("div");
    ground.className = "stacked-background";
    if (said.backgroundColor) {
      section.style.backgroundColor = said.backgroundColor;
      const [red, green, blue, alpha = 1] = (getComputedStyle(section).backgroundColor.match(/[\d.]+/g) || []).map(Number);
      if (alpha > 0) section.classList.add((red * 299 + green * 587 + blue * 114) / 1000 < 128 ? "has-dark-background" : "has-light-background");
    }
    if (said.backgroundImage) {
      ground.style.backgroundImage = `url("${encodeURI(decodeURI(said.backgroundImage.trim()))}")`;
      ground.style.backgroundSize = said.backgroundSize || "cover";
      ground.style.backgroundPosition = said.backgroundPosition || "center";
      ground.style.backgroundRepeat = said.backgroundRepeat || "no-repeat";
      ground.style.opacity = said.backgroundOpacity || "";
      section.prepend(ground);
    }
  }

  function stack() {
    body.classList.remove("is-waiting");
    deck.setAttribute("role", "region");
    leaves.forEach(paintBackground);
    history.scrollRestoration = "manual";
    place();
    addEventListener("hashchange", place);
    for (const [type, isMove] of Object.entries(MOVES)) {
      addEventListener(type, (event) => { isPlaced = isPlaced && !isMove(event); }, { passive: true });
    }
    // What is loaded later moves the slides below it.
    new ResizeObserver(() => isPlaced && place()).observe(slides);
    let timer;
    addEventListener("scroll", () => {
      clearTimeout(timer);
      if (isPlaced) return;
      timer = setTimeout(() => {
        if (isPlaced) return;
        const slide = slideInSight();
        history.replaceState(history.state, "", slide === leaves[0] ? location.pathname + location.search : fragmentOf(slide));
      }, 250);
    }, { passive: true });
  }

  // --- Speaker view ---------------------------------------------------------------------------------------------

  const scripts = new Map();

  /** Loads a script once; one that did not come is asked for again. */
  function loadScript(src) {
    if (!scripts.has(src)) {
      scripts.set(src, new Promise((resolve, reject) => {
        const script = make("script", { src });
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => {
          scripts.delete(src);
          reject(new Error(`${src} did not load`));
        });
        document.head.append(script);
      }));
    }
    return scripts.get(src);
  }

  const loadNotes = () => loadScript(deck.dataset.plugins + "notes.js");

  async function openSpeakerView() {
    try {
      await loadNotes();
    } catch (error) {
      return;
    }
    if (!Reveal.hasPlugin("notes")) Reveal.registerPlugin(window.RevealNotes);
    Reveal.getPlugin("notes").open();
  }

  // --- Keys and the bar -----------------------------------------------------------------------------------------

  function isTyping(target) {
    return target instanceof Element && (target.closest("input, textarea, select") !== null || target.isContentEditable);
  }

  /** Keys that are no words, and what they do; the rest of the keys are reveal's. */
  const KEYS = {
    d: () => { location.href = pageAddress(); },
    c: () => copyAddress(),
    q: () => openShare(),
    "+": () => chooseLarger(true),
    "=": () => chooseLarger(true),
    "-": () => chooseLarger(false),
    "?": () => openHelp(),
    F1: () => openHelp(),
  };

  function keyOf(event) {
    return event.key.length === 1 ? event.key.toLowerCase() : event.key;
  }

  function onKey(event) {
    // Which signs need the shift key depends on the keyboard.
    const isShifted = event.shiftKey && /^[a-z]$/i.test(event.key);
    if (event.ctrlKey || event.metaKey || event.altKey || isShifted || event.defaultPrevented || isTyping(event.target) || shownDialog()) return;
    const key = keyOf(event);
    if (Object.hasOwn(KEYS, key)) {
      event.preventDefault();
      KEYS[key]();
    } else if (key === "s" && !isStacked && !Reveal.hasPlugin("notes")) {
      // From the first press on, the plugin listens to the key itself.
      openSpeakerView();
    }
  }

  /** Reveal leaves alone what is done here, and what the focused element needs itself: buttons their space bar, a scrolling slide its arrows. */
  function isForReveal(event) {
    if (shownDialog()) return false;
    if (event.key === "Escape" && Reveal.isPaused()) {
      event.preventDefault();
      Reveal.togglePause(false);
      return false;
    }
    // Reveal goes by where a key lies: the one of `/` in America blacks out the screen, whatever is on it elsewhere.
    if (event.keyCode === 191 || Object.hasOwn(KEYS, keyOf(event))) return false;
    const focused = document.activeElement;
    if (!focused) return true;
    if (focused.closest(".deck-bar")) return ![" ", "Enter"].includes(event.key);
    if (focused.closest(".slide-scrolls")) return !["ArrowUp", "ArrowDown", "PageUp", "PageDown", " "].includes(event.key);
    return true;
  }

  const PRINT_WHEN_READY = "minutebook-print";
  const ACTIONS = {
    overview: () => Reveal.toggleOverview(),
    larger: () => chooseLarger(!isLarger()),
    share: () => openShare(),
    help: () => openHelp(),
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
      // Slides below each other need none of reveal's, and no keys; who touches the slides has no keys either, and seldom a printer.
      const needsDesk = ["print", "help"].includes(action);
      button.hidden = isStacked ? action !== "share" : (action === "fullscreen" && !document.fullscreenEnabled) || (needsDesk && isTouched.matches);
      button.addEventListener("click", ACTIONS[action]);
    }
    if (isStacked) return;
    let timer;
    const wake = () => {
      bar.classList.remove("is-idle");
      clearTimeout(timer);
      timer = setTimeout(() => bar.classList.add("is-idle"), 3000);
    };
    for (const type of ["pointermove", "pointerdown", "touchstart"]) addEventListener(type, wake, { passive: true });
    // On a low screen the bar would cover the slide's beginning before anybody has read it.
    if (isTouched.matches && isLow) bar.classList.add("is-idle");
    else wake();
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

  // --- Dialogs --------------------------------------------------------------------------------------------------

  const T = WORDS.texts;

  const shownDialog = () => document.querySelector("dialog[open]");

  /** An element with attributes and children; text is never read as markup. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** Opens a dialog that closes by Esc, its button and a click beside it, and is gone then. */
  function showDialog(title, ...children) {
    const close = make("button", { type: "button", class: "deck-dialog-close" }, T.close);
    const heading = make("h2", { id: "mb-deck-dialog" }, title);
    const dialog = make("dialog", { class: "deck-dialog", "aria-labelledby": "mb-deck-dialog" }, heading, ...children, close);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  function openHelp() {
    if (isStacked) return;
    const rows = [
      [["→", "↓", T.key_space], T.next], [["←", "↑"], T.previous], [[T.key_home, T.key_end], T.first_last], [["G"], T.jump], [["O"], T.overview],
      [["F"], T.full_screen], [["B"], T.black], [["+"], T.larger], [["-"], T.normal], [["S"], T.speaker], [["D"], T.page], [["C"], T.copy],
      [["Q"], T.share], [["/"], T.search], [["?"], T.help], [[T.key_escape], T.undo],
    ];
    const list = make("dl", { class: "deck-keys" });
    for (const [keys, what] of rows) {
      const names = keys.flatMap((key, index) => (index ? [" ", make("kbd", {}, key)] : [make("kbd", {}, key)]));
      list.append(make("div", {}, make("dt", {}, ...names), make("dd", {}, what)));
    }
    showDialog(T.help, list);
  }

  let notice;

  /** Says something for a moment, to screen readers as well. */
  function say(text) {
    if (!notice) {
      notice = make("p", { class: "deck-notice", role: "status" });
      body.append(notice);
    }
    // By the time it is cleared it may have gone with its dialog.
    const said = notice;
    said.textContent = text;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => { said.textContent = ""; }, 2500);
  }

  async function copyAddress(field) {
    const text = currentAddress();
    try {
      await navigator.clipboard.writeText(text);
      say(T.copied);
    } catch (error) {
      // Not every browser allows it everywhere; a marked text can be copied by hand.
      (field || openShare()).select();
      say(T.not_copied);
    }
  }

  async function drawCode(place, text) {
    try {
      await loadScript(deck.dataset.qr);
    } catch (error) {
      return;
    }
    const rows = window.qrCode(text);
    if (!rows) {
      place.textContent = T.no_code;
      return;
    }
    const namespace = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(namespace, "svg");
    const path = document.createElementNS(namespace, "path");
    // Readers need a light margin of four modules.
    const size = rows.length + 8;
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": T.code, "shape-rendering": "crispEdges" })) picture.setAttribute(name, value);
    path.setAttribute("d", rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join(""));
    picture.append(path);
    place.replaceChildren(picture);
  }

  function openShare() {
    const text = currentAddress();
    const code = make("div", { class: "deck-code" });
    const field = make("input", { type: "text", readonly: "", value: text, "aria-label": T.address });
    const copy = make("button", { type: "button", class: "deck-dialog-main" }, T.copy_link);
    field.addEventListener("focus", () => field.select());
    copy.addEventListener("click", () => copyAddress(field));
    const dialog = showDialog(T.share, code, make("p", { class: "deck-address" }, field, copy));
    // A dialog hides what is beside it from screen readers.
    if (notice) notice.remove();
    notice = make("p", { class: "deck-notice", role: "status" });
    dialog.append(notice);
    dialog.addEventListener("close", () => { notice = undefined; });
    copy.focus();
    drawCode(code, text);
    return field;
  }

  // --- Start ----------------------------------------------------------------------------------------------------

  /** Takes the number and the arrows away from slides whose text reaches below them, as long as nobody points at them. */
  function keepClear() {
    const furniture = deck.querySelectorAll(":scope > .slide-number, :scope > .controls button, :scope > .deck-foot");
    const boxes = [...furniture].map((element) => element.getBoundingClientRect()).filter(({ width, height }) => width && height);
    const covers = (text) => boxes.some((box) => text.left < box.right && text.right > box.left && text.top < box.bottom && text.bottom > box.top);
    const texts = document.createTreeWalker(Reveal.getCurrentSlide(), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let isCovering = false;
    while (!isCovering && texts.nextNode()) {
      if (!texts.currentNode.data.trim()) continue;
      range.selectNodeContents(texts.currentNode);
      isCovering = [...range.getClientRects()].some(covers);
    }
    deck.classList.toggle("covers-text", isCovering);
  }

  /** In reveal's scrolling view all slides stand below each other, so none may stay hidden from screen readers. */
  function showAllInScrollView() {
    if (!Reveal.isScrollView()) return;
    for (const slide of slides.querySelectorAll("section[aria-hidden]")) slide.removeAttribute("aria-hidden");
  }

  function start() {
    // A phone that is turned, and a window that gets as narrow as one: each view starts from the slides as they are written.
    isPhone.addEventListener("change", () => window.Reveal && !printing && !inFrame && !address.has("view") && !shownDialog() && location.reload());
    if (isStacked) stack();
    else return startSlides();
    document.addEventListener("keydown", onKey);
    setUpBar();
  }

  async function startSlides() {
    body.classList.remove("is-stacked", "is-waiting");
    setUpPaper();
    if (wantsLarger() && !printing && !inFrame) setLarger(true);
    else fit(leaves);
    leaves.forEach(fitAgainWhenLoaded);
    const plugins = [window.RevealZoom].filter(Boolean);
    if ("notes" in deck.dataset || inFrame) {
      // Without its notes a deck is still a deck.
      await loadNotes().then(() => plugins.push(window.RevealNotes), () => {});
    }
    addEventListener("pdf-ready", printNow);
    await Reveal.initialize({
      controlsBackArrows: "visible",
      ...options,
      hash: true,
      history: false,
      embedded: false,
      previewLinks: false,
      pdfSeparateFragments: false,
      postMessage: inFrame,
      postMessageEvents: inFrame,
      scrollActivationWidth: null,
      help: false,
      keyboardCondition: isForReveal,
      plugins,
    });
    // Screen readers keep their reading keys: nothing here needs the mode that `application` switches to.
    deck.setAttribute("role", "region");
    showAllInScrollView();
    Reveal.on("slidechanged", showAllInScrollView);
    if (inFrame) return;
    document.addEventListener("keydown", onKey);
    setUpBar();
    if (printing || Reveal.isScrollView()) return;
    // A slide that moves in passes over the foot; it is looked at again where it comes to rest.
    for (const change of ["slidechanged", "slidetransitionend", "resize", "fragmentshown", "overviewhidden"]) Reveal.on(change, keepClear);
    keepClear();
  }

  start();
})();
