// The way into search on every page: its link, its keys, and the words that were searched for on the page that was found.
// The search itself (`search.js`) is loaded when it is touched.
(function () {
  "use strict";

  const link = document.querySelector("[data-search]");
  if (!link) return;
  const page = document.querySelector("[data-search-page]");
  const isDeck = document.body.classList.contains("deck-page");

  // --- Loading --------------------------------------------------------------------------------------------------

  let loading;

  /**
   * The engine's worker, and the module, which is the largest file by far: both are asked for together with the script, and the worker gets the
   * module as it comes. What is heard of them is kept until `search.js` is here, which then listens itself.
   */
  function startEngine() {
    const script = new URL(link.dataset.worker, location.href);
    const engine = { worker: { postMessage() {} }, heard: [] };
    engine.hear = (message) => engine.heard.push(message);
    const fail = (message) => engine.hear({ type: "failed", reason: location.protocol === "file:" ? "disk" : "unsupported", message: String(message) });
    try {
      engine.worker = new Worker(script);
    } catch (error) {
      fail(error);
      return engine;
    }
    engine.worker.addEventListener("message", ({ data }) => engine.hear(data));
    engine.worker.addEventListener("error", (event) => {
      event.preventDefault();
      fail(event.message || "the worker did not start");
    });
    feed(engine, new URL(link.dataset.engine, script)).catch((error) => {
      engine.hear({ type: "failed", reason: error.isGone ? "stale" : "offline", message: String(error.message || error) });
    });
    return engine;
  }

  async function feed(engine, address) {
    const total = Number(link.dataset.engineBytes);
    const response = await fetch(address);
    if (!response.ok) throw Object.assign(new Error(`the engine: ${response.status}`), { isGone: response.status === 404 });
    let received = 0;
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      engine.worker.postMessage({ type: "piece", bytes: value });
      received += value.length;
      engine.hear({ type: "progress", received, total });
    }
    engine.worker.postMessage({ type: "whole" });
  }

  /** The styles of the search, which its own page has. A search without them works as well, so none that fail hold it up. */
  function loadStyles() {
    const { styles } = link.dataset;
    if (!styles || document.querySelector(`link[href="${styles}"]`)) return null;
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = styles;
    document.head.append(sheet);
    return new Promise((resolve) => {
      for (const end of ["load", "error"]) sheet.addEventListener(end, resolve);
    });
  }

  /** The search, loaded once. Where it cannot be had, the link is followed: its page says what is wrong. */
  function load() {
    loading ||= new Promise((resolve) => {
      link.engine ||= startEngine();
      const styles = loadStyles();
      const script = document.createElement("script");
      script.src = link.dataset.script;
      const fail = () => {
        loading = undefined;
        script.remove();
        // What stands there for readers without scripts leads on.
        page?.classList.add("is-ready");
        if (typed === null) return;
        typed = null;
        location.assign(link.href);
      };
      // A network that wants a password answers with a page of its own.
      script.addEventListener("load", () => {
        if (!window.minutebookSearch) return fail();
        Promise.resolve(styles).then(() => resolve(window.minutebookSearch));
      });
      script.addEventListener("error", fail);
      document.head.append(script);
    });
    return loading;
  }

  const wake = () => load().then((search) => search.wake());

  /** What is typed from the moment the dialog is asked for until it is there; null at any other time. */
  let typed = null;
  /** Whether Enter came after it. */
  let isEntered = false;

  function open(letters = "") {
    if (typed !== null) return;
    typed = letters;
    isEntered = false;
    load().then((search) => {
      const q = typed;
      typed = null;
      search.open(q ? { q, isTyped: true, isEntered } : {});
    });
  }

  // --- Keys -----------------------------------------------------------------------------------------------------

  function isTyping(target) {
    // A field of a dialog that was closed has the focus until the next frame.
    return target instanceof Element && !target.closest("dialog:not([open])") && (target.closest("input, textarea, select") !== null || target.isContentEditable);
  }

  const isAlone = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || page) return;
    event.preventDefault();
    open();
  });

  // It looks like a field: whoever types on it finds what they typed in the dialog's.
  link.addEventListener("keydown", (event) => {
    const isLetter = event.key.length === 1 && /[\p{L}\p{N}@#"]/u.test(event.key);
    if (isDeck || page || !isLetter || !isAlone(event) || event.isComposing) return;
    event.preventDefault();
    open(event.key);
  });

  // Capture: reveal.js listens for keys as well.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const take = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (typed !== null && isAlone(event) && (event.key.length === 1 || event.key === "Backspace" || event.key === "Enter")) {
      take();
      isEntered = event.key === "Enter";
      if (event.key === "Backspace") typed = typed.slice(0, -1);
      else if (!isEntered) typed += event.key;
      return;
    }
    const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && isAlone(event) && !isTyping(event.target);
    if (!chord && !slash) return;
    take();
    if (page) page.querySelector("input")?.focus();
    else open();
  }, true);

  // --- Words on the page that was found -------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /** Letters of Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean. */
  const UNSPACED = /[\u0E00-\u0EFF\u1000-\u11FF\u1780-\u17FF\u3005-\u9FFF\uAC00-\uD7FF\uF900-\uFAFF]/;

  /** Marks the words that begin with one of the terms (which are stems), without touching the page's elements. */
  function highlight(terms) {
    if (!("highlights" in CSS)) return;
    const body = document.querySelector("[data-body]") || document.querySelector("main");
    // Pairs of letters of scripts without blanks stand anywhere; a version also behind its `v`.
    const pairs = terms.filter((term) => UNSPACED.test(term));
    const versions = terms.filter((term) => /^\d+(\.\d+)+$/.test(term));
    const stems = terms.filter((term) => term.length > 1 && !pairs.includes(term));
    const ranges = [];
    const mark = (node, start, length) => {
      const range = new Range();
      range.setStart(node, start);
      range.setEnd(node, start + length);
      ranges.push(range);
    };
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of node.data.matchAll(/[\p{L}\p{N}]+(?:[-_.#/][\p{L}\p{N}]+)*/gu)) {
        const folded = plain(word[0]);
        const bare = folded.replace(/[-_.#/]/g, "");
        const isFound = stems.some((stem) => folded.startsWith(stem) || bare === stem || folded.split(/[-_.#/]/).some((part) => part.startsWith(stem)));
        const isVersion = versions.some((version) => folded.includes(`v${version}`));
        if (isFound || isVersion) mark(node, word.index, word[0].length);
      }
      for (const pair of pairs) {
        for (let at = node.data.indexOf(pair); at >= 0; at = node.data.indexOf(pair, at + pair.length)) mark(node, at, pair.length);
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function setUpHighlight() {
    const address = new URL(location.href);
    const terms = (address.searchParams.get("find") || "").split(" ").filter(Boolean).slice(0, 12);
    if (!terms.length || page || isDeck) return;
    highlight(terms);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
      if ("highlights" in CSS) CSS.highlights.delete("found");
      address.searchParams.delete("find");
      history.replaceState(history.state, "", address.pathname + address.search + location.hash);
    });
  }

  // --- Before it is asked for -----------------------------------------------------------------------------------

  /** Shows the dialog again where this page was left with it open on a question: in its address, in a deck in the browser's history. */
  function resume() {
    const left = history.state?.search;
    const wasAsked = isDeck ? left : /[?&]search[=-]/.test(location.search);
    if (!page && wasAsked) load().then((search) => search.resume(left));
  }

  for (const sign of ["pointerenter", "focus", "touchstart"]) link.addEventListener(sign, wake, { once: true, passive: true });
  link.setAttribute("aria-keyshortcuts", "/ Control+K");
  if (page) load();
  else resume();
  addEventListener("pageshow", (event) => event.persisted && resume());
  setUpHighlight();
})();
