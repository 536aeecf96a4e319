// Full-text search: a dialog on every page and the page `search/`. The engine runs in a worker, which nothing starts before
// search is touched. Pages work without any of this.
(function () {
  "use strict";

  const link = document.querySelector("[data-search]");
  if (!link) return;
  const root = new URL(link.dataset.root || "./", location.href);
  const page = document.querySelector("[data-search-page]");
  const isDeck = document.body.classList.contains("deck-page");
  const PER_PAGE = 10;
  const FACETS = ["team", "year", "kind"];

  /** The site's language for dates and plurals, and what is said in it. */
  const WORDS = __WORDS__;
  const T = WORDS.texts;
  const plurals = new Intl.PluralRules(WORDS.locale);

  /** A text as parts, with values (texts or elements) in the place of its placeholders; a text that counts in the form for `count`. */
  function phraseParts(text, values) {
    const form = typeof text === "string" ? text : text[plurals.select(values.count)] || text.other;
    return form.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? values[part] : part));
  }

  /** The same as one text. */
  const phrase = (text, values) => phraseParts(text, values).join("");

  const KINDS = { call: T.calls, section: T.sections, decision: T.decisions, action: T.actions };
  const KIND = { call: T.call, section: "", decision: T.decision, action: T.action };

  // --- Elements -------------------------------------------------------------------------------------------------

  /** An element with properties, attributes (in `attributes`) and children; text is never read as markup. */
  function make(tag, { attributes = {}, ...properties } = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  /** A text with some of its stretches marked; the engine counts in bytes of UTF-8. */
  function marked(text, highlights) {
    const bytes = new TextEncoder().encode(text);
    const decoder = new TextDecoder();
    const parts = [];
    let at = 0;
    for (const { start, end } of highlights) {
      parts.push(decoder.decode(bytes.subarray(at, start)), make("mark", {}, decoder.decode(bytes.subarray(start, end))));
      at = end;
    }
    parts.push(decoder.decode(bytes.subarray(at)));
    return parts;
  }

  const days = new Intl.DateTimeFormat(WORDS.locale, { dateStyle: "medium", timeZone: "UTC" });

  function day(number) {
    if (!number) return "";
    return days.format(new Date(Date.UTC(Math.floor(number / 10000), (Math.floor(number / 100) % 100) - 1, number % 100)));
  }

  function today() {
    const now = new Date();
    return now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate();
  }

  // --- The worker -----------------------------------------------------------------------------------------------

  let worker;
  let teams = new Map();
  const listeners = new Set();

  /** Starts the engine, once; `listeners` hear what it says. */
  function wake() {
    if (worker) return;
    const script = new URL(link.dataset.worker, location.href);
    try {
      worker = new Worker(script);
    } catch (error) {
      worker = { postMessage() {} };
      say({ type: "failed", reason: location.protocol === "file:" ? "disk" : "unsupported", message: String(error) });
      return;
    }
    worker.addEventListener("message", ({ data }) => {
      if (data.type === "ready") {
        teams = new Map(data.teams);
        names.address = data.names;
      }
      say(data);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      say({ type: "failed", reason: location.protocol === "file:" ? "disk" : "unsupported", message: event.message || "the worker did not start" });
    });
    fetchModule(script).then(
      (module) => worker.postMessage(module, [module.bytes]),
      (error) => say({ type: "failed", reason: error.gone ? "stale" : "offline", message: String(error.message || error) }),
    );
  }

  /** When this share of the engine is here, the index is asked for. */
  const MOST = 0.7;

  /** Fetches the engine while the worker's script is on its way: it is the largest file by far. */
  async function fetchModule(script) {
    const { engine, engineBytes, brotli, brotliBytes } = link.dataset;
    const packed = Boolean(brotli) && canInflateBrotli();
    const total = Number(packed ? brotliBytes : engineBytes);
    const response = await fetch(new URL(packed ? brotli : engine, script));
    if (!response.ok) throw Object.assign(new Error(`the engine: ${response.status}`), { gone: response.status === 404 });
    if (!response.body) return { type: "module", bytes: await response.arrayBuffer(), brotli: packed };
    const parts = [];
    let received = 0;
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      if (received < MOST * total && received + value.length >= MOST * total) worker.postMessage({ type: "nearly" });
      received += value.length;
      say({ type: "progress", received, total });
    }
    return { type: "module", bytes: await new Blob(parts).arrayBuffer(), brotli: packed };
  }

  function canInflateBrotli() {
    try {
      return Boolean(new DecompressionStream("brotli"));
    } catch (error) {
      return false;
    }
  }

  let last = null; // Kept for a listener that comes later.

  function say(message) {
    if (message.type !== "answer") last = message;
    for (const listener of listeners) listener(message);
  }

  let questions = 0;
  const waiting = new Map();

  /** A promise for the answer; it never settles when a newer question overtakes it. */
  function ask(question) {
    wake();
    questions += 1;
    const id = questions;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ type: "ask", id, question });
    });
  }

  listeners.add((message) => {
    if (message.type !== "answer" && message.type !== "failed") return;
    const asked = message.id ? [[message.id, waiting.get(message.id)]] : [...waiting];
    for (const [id, promise] of asked) {
      waiting.delete(id);
      if (!promise) continue;
      if (message.type === "answer") promise.resolve(message.found);
      else promise.reject(message);
    }
  });

  // --- Pages by their name --------------------------------------------------------------------------------------

  const names = { address: "", all: null };

  /** What a name is compared as: lower case, without accents, signs as spaces but for those that names have in them. */
  const folded = (text) => plain(text).replace(/[^\p{L}\p{N}@#]+/gu, " ").trim();

  async function fetchNames(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`the names of pages: ${response.status}`);
    return (await response.json()).map(([label, url, kind, calls, also]) => ({ label, url, kind, calls, names: [label, ...also].map(folded) }));
  }

  /** The pages whose name begins with the words of a query, the best first; they are fetched with the first query. */
  async function namedLike(query) {
    const words = folded(query).split(" ").filter(Boolean);
    if (!names.address || words.join("").length < 2 || /["*]|\w:\S/.test(query)) return [];
    if (!names.all) {
      names.all = fetchNames(names.address);
      // What failed is asked for again with the next query.
      names.all.catch(() => { names.all = null; });
    }
    const whole = words.join(" ");
    const rank = (name) => {
      if (name === whole || name === `@${whole}`) return 0;
      const parts = name.split(/[ @#]+/);
      const begins = words.every((word) => name.startsWith(word) || parts.some((part) => part.startsWith(word)));
      return begins ? (name.startsWith(whole) ? 1 : 2) : 3;
    };
    const ranked = (await names.all).map((page) => ({ ...page, rank: Math.min(...page.names.map(rank)) })).filter((page) => page.rank < 3);
    // They come with the most frequent first, and sorting keeps that order.
    return ranked.sort((a, b) => a.rank - b.rank).slice(0, MOST_NAMES);
  }

  const MOST_NAMES = 4;

  // --- State and address ----------------------------------------------------------------------------------------

  const empty = () => ({ q: "", team: "", year: "", kind: "", sort: "", limit: PER_PAGE });

  function fromAddress() {
    const given = new URLSearchParams(location.search);
    const state = empty();
    for (const key of ["q", "sort", ...FACETS]) state[key] = given.get(key) || "";
    return state;
  }

  function toAddress(state) {
    const query = new URLSearchParams();
    for (const key of ["q", ...FACETS, "sort"]) if (state[key]) query.set(key, state[key]);
    const text = query.toString();
    return location.pathname + (text ? `?${text}` : "");
  }

  /** The query with the chosen filters, but for one. */
  function queryOf(state, without) {
    const filters = { team: `team:${state.team}`, year: `year:${state.year}`, kind: `is:${state.kind}` };
    return [state.q, ...FACETS.filter((key) => state[key] && key !== without).map((key) => filters[key])].join(" ").trim();
  }

  function questionOf(state, without) {
    return { query: queryOf(state, without), limit: without ? 0 : state.limit, sort: state.sort || "relevance", today: today(), as_you_type: !/\s$/.test(state.q) };
  }

  // --- The search itself: a box, filters, a list ----------------------------------------------------------------

  function help() {
    const rows = T.examples.map((query, index) => make("tr", {}, make("td", {}, make("code", {}, query)), make("td", {}, T.meanings[index])));
    return make("details", { className: "search-help" }, make("summary", {}, T.help), make("table", {}, make("tbody", {}, ...rows)));
  }

  /** Builds the search in `host`; says `onLeave` when a result is opened. */
  function mount(host, { state, remember, onLeave }) {
    const id = (name) => `mb-search-${name}`;
    const input = make("input", {
      type: "search", id: id("input"), className: "search-input", autocomplete: "off", spellcheck: false, placeholder: T.input,
      attributes: { role: "combobox", "aria-expanded": "false", "aria-controls": id("list"), "aria-autocomplete": "list", "aria-label": T.input, enterkeyhint: "search" },
    });
    const bar = make("progress", { className: "search-progress", hidden: true, attributes: { "aria-label": T.loading } });
    const status = make("p", { className: "search-status", attributes: { role: "status" } });
    const note = make("p", { className: "search-note", hidden: true });
    const named = make("ul", { className: "search-names", hidden: true, attributes: { "aria-label": T.pages } });
    const list = make("div", { id: id("list"), className: "search-list", attributes: { role: "listbox", "aria-label": T.results } });
    const more = make("button", { type: "button", className: "search-more", hidden: true }, T.more);
    const selects = {};
    const choice = (key, label) => {
      selects[key] = make("select", { id: id(key), attributes: { "aria-label": label } });
      selects[key].addEventListener("change", () => change({ [key]: selects[key].value, limit: PER_PAGE }, true));
      return selects[key];
    };
    const filters = make("div", { className: "search-filters" }, choice("team", T.team), choice("year", T.year), choice("kind", T.kind), choice("sort", T.order),
      make("label", { className: "search-slides" }, make("input", { type: "checkbox", id: id("slides") }), ` ${T.open_slides}`));
    selects.sort.append(...[["", T.best], ["newest", T.newest], ["oldest", T.oldest]].map(([value, text]) => make("option", { value }, text)));
    host.append(make("div", { className: "search-box" }, input, bar), filters, named, status, note, list, more, help());
    const slides = filters.querySelector("input");

    let options = [];
    let active = -1;
    let shown = null;

    // What is chosen in the list.
    function activate(index, scroll = true) {
      if (options[active]) options[active].setAttribute("aria-selected", "false");
      active = index;
      const option = options[active];
      if (!option) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      if (scroll) option.scrollIntoView({ block: "nearest" });
    }

    function address(row) {
      const target = new URL(slides.checked ? row.deck_url : row.url, root);
      if (!slides.checked && shown.terms.length) target.searchParams.set("find", shown.terms.slice(0, 12).join(" "));
      return target.href;
    }

    function optionOf(row, index) {
      const heading = row.heading || (row.kind === "call" ? T.whole_call : T.before_headings);
      const kind = KIND[row.kind];
      const option = make("a", { id: id(`option-${index}`), className: `search-option is-${row.kind}`, href: address(row), tabIndex: -1, attributes: { role: "option", "aria-selected": "false" } },
        make("span", { className: "search-heading" }, kind ? make("span", { className: "search-kind" }, kind) : null, heading),
        row.snippet.text ? make("span", { className: "search-snippet" }, ...marked(row.snippet.text, row.snippet.highlights)) : null);
      option.row = row;
      option.addEventListener("mousemove", () => active !== index && activate(index, false));
      option.addEventListener("click", () => onLeave(state));
      return option;
    }

    /** Rows by call, calls in the order of their best row. */
    function groups(rows, from) {
      const byCall = new Map();
      rows.forEach((row, index) => {
        const group = byCall.get(row.call) || byCall.set(row.call, []).get(row.call);
        group.push([row, from + index]);
      });
      return [...byCall.values()].map((group) => {
        const [{ title, team, date }] = group[0];
        const label = id(`group-${group[0][1]}`);
        const name = make("span", { id: label, className: "search-call" }, title || teams.get(team) || team, date && !title.includes(String(Math.floor(date / 10000))) ? ` · ${day(date)}` : null);
        return make("div", { className: "search-group", attributes: { role: "group", "aria-labelledby": label } }, name, ...group.map(([row, index]) => optionOf(row, index)));
      });
    }

    function show(found) {
      shown = found;
      const rows = found.rows;
      const whole = rows.slice(0, found.complete);
      const partial = rows.slice(found.complete);
      const parts = groups(whole, 0);
      if (partial.length) {
        if (whole.length) parts.push(make("div", { className: "search-border", attributes: { role: "presentation" } }, T.some_words));
        parts.push(...groups(partial, whole.length));
      }
      list.replaceChildren(...parts);
      options = [...list.querySelectorAll("[role=option]")];
      active = -1;
      activate(state.q.trim() && options.length ? 0 : -1, false);
      input.setAttribute("aria-expanded", String(options.length > 0));
      more.hidden = found.total <= rows.length;
      note.hidden = found.corrections.length + found.unread.length === 0;
      note.replaceChildren(...found.corrections.flatMap(([typed, used]) => [...phraseParts(T.corrected, { typed: make("b", {}, typed), used: make("b", {}, used) }), " "]),
        ...found.unread.flatMap((typed) => [...phraseParts(T.no_filter, { typed: make("b", {}, typed) }), " "]));
      const isPartly = found.complete < found.total && found.complete > 0;
      status.textContent = found.total === 0 ? T.nothing : phrase(isPartly ? T.found_partly : T.found, { count: found.total, complete: found.complete });
    }

    function showFacets(facets) {
      const wordsFor = { team: (slug) => teams.get(slug) || slug, year: String, kind: (kind) => KINDS[kind] || kind };
      const labels = { team: T.all_teams, year: T.all_years, kind: T.everything };
      for (const key of FACETS) {
        const entries = facets[key].map(([value, count]) => make("option", { value: String(value) }, `${wordsFor[key](value)} (${count})`));
        if (state[key] && !facets[key].some(([value]) => String(value) === state[key])) entries.push(make("option", { value: state[key] }, `${wordsFor[key](state[key])} (0)`));
        selects[key].replaceChildren(make("option", { value: "" }, labels[key]), ...entries);
        selects[key].value = state[key];
      }
    }

    function showNamed(pages) {
      named.hidden = pages.length === 0;
      named.replaceChildren(...pages.map(({ label, url, kind, calls }) => {
        const target = make("a", { href: new URL(url, root).href, title: phrase(T.page_calls, { count: calls }) }, make("span", { className: "search-kind" }, kind), label);
        target.addEventListener("click", () => onLeave(state));
        return make("li", {}, target);
      }));
    }

    function clear() {
      shown = null;
      showNamed([]);
      options = [];
      activate(-1);
      list.replaceChildren();
      status.textContent = "";
      note.hidden = true;
      more.hidden = true;
      input.setAttribute("aria-expanded", "false");
      showFacets({ team: [], year: [], kind: [] });
    }

    const FAILURES = { offline: T.offline, stale: T.stale, disk: T.disk, unsupported: T.unsupported };

    function showFailure({ reason, message }) {
      clear();
      bar.hidden = true;
      const again = make("button", { type: "button", className: "search-again" }, T.reload);
      again.addEventListener("click", () => location.reload());
      status.replaceChildren(`${FAILURES[reason] || FAILURES.unsupported} `, make("a", { href: new URL("calls/", root).href }, T.all_calls), " ", reason === "disk" ? "" : again);
      status.title = message;
    }

    let run = 0;

    async function search() {
      run += 1;
      const mine = run;
      if (!queryOf(state)) {
        clear();
        return;
      }
      try {
        const found = await ask(questionOf(state));
        if (mine !== run) return;
        show(found);
        // The list is of use without them.
        namedLike(state.q).then((pages) => mine === run && showNamed(pages), () => mine === run && showNamed([]));
        const facets = { ...found.facets };
        showFacets(facets);
        // What else there would be: counts without the filter itself.
        for (const key of FACETS.filter((key) => state[key])) {
          facets[key] = (await ask(questionOf(state, key))).facets[key];
          if (mine !== run) return;
          showFacets(facets);
        }
      } catch (failure) {
        if (mine === run) showFailure(failure);
      }
    }

    function change(changes, asStep = false) {
      Object.assign(state, changes);
      remember(state, asStep);
      search();
    }

    input.addEventListener("input", () => change({ q: input.value, limit: PER_PAGE }));
    more.addEventListener("click", () => {
      change({ limit: state.limit + PER_PAGE });
      input.focus();
    });
    slides.addEventListener("change", () => options.forEach((option) => { option.href = address(option.row); }));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!options.length) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        activate((active + step + options.length) % options.length);
      } else if (event.key === "Enter") {
        event.preventDefault();
        const option = options[active];
        if (!option) return;
        if (event.ctrlKey || event.metaKey) open(option.href, "_blank", "noopener");
        else option.click();
      }
    });

    const listen = (message) => {
      if (message.type === "progress" && message.total) {
        bar.hidden = false;
        bar.max = message.total;
        bar.value = Math.min(message.received, message.total);
      } else if (message.type === "ready") {
        bar.hidden = true;
        if (shown) showFacets(shown.facets);
      } else if (message.type === "failed" && !message.id) {
        showFailure(message);
      }
    };
    listeners.add(listen);
    if (last) listen(last);

    function restore(next) {
      Object.assign(state, next);
      input.value = state.q;
      selects.sort.value = state.sort;
      search();
    }
    clear();
    restore(state);
    return { input, restore, state };
  }

  // --- The search page ------------------------------------------------------------------------------------------

  function setUpPage() {
    const remember = (state, asStep) => {
      if (asStep) history.pushState(null, "", toAddress(state));
      else history.replaceState(null, "", toAddress(state));
    };
    page.replaceChildren();
    const search = mount(page, { state: fromAddress(), remember, onLeave() {} });
    addEventListener("popstate", () => search.restore({ ...empty(), ...fromAddress() }));
    search.input.focus();
    wake();
  }

  // --- The dialog -----------------------------------------------------------------------------------------------

  let dialog;

  function openDialog(state = empty()) {
    wake();
    if (!dialog) {
      const element = make("dialog", { className: "search-dialog", attributes: { "aria-label": T.title } });
      const close = make("button", { type: "button", className: "search-close", attributes: { "aria-label": T.close } }, T.close_key);
      const host = make("div", { className: "search-host" });
      element.append(close, host);
      document.body.append(element);
      close.addEventListener("click", () => element.close());
      // A click beside the box closes it.
      element.addEventListener("click", (event) => event.target === element && element.close());
      element.addEventListener("keydown", (event) => {
        event.stopPropagation();
        if (event.key !== "Escape" || event.isComposing) return;
        // A search field would only empty itself.
        event.preventDefault();
        element.close();
      });
      // Back from a result leads to the results again.
      const onLeave = (left) => history.replaceState({ ...history.state, search: { ...left } }, "");
      dialog = { element, ...mount(host, { state, remember() {}, onLeave }) };
      element.addEventListener("close", () => {
        if (history.state && history.state.search) history.replaceState({ ...history.state, search: undefined }, "");
      });
    } else if (state.q) {
      dialog.restore(state);
    }
    if (!dialog.element.open) dialog.element.showModal();
    dialog.input.focus();
    dialog.input.select();
  }

  function isTyping(target) {
    return target instanceof Element && (target.closest("input, textarea, select") !== null || target.isContentEditable);
  }

  function setUpDialog() {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      openDialog();
    });
    if (history.state && history.state.search) openDialog(history.state.search);
    addEventListener("pageshow", (event) => {
      if (event.persisted && history.state && history.state.search) openDialog(history.state.search);
    });
  }

  // Capture: reveal.js listens for keys as well.
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if (!chord && !slash) return;
    event.preventDefault();
    event.stopPropagation();
    if (page) document.getElementById("mb-search-input").focus();
    else openDialog();
  }, true);

  // --- Words on the page that was found -------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /** Letters of Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean. */
  const UNSPACED = /[\u0E00-\u0EFF\u1000-\u11FF\u1780-\u17FF\u3005-\u9FFF\uAC00-\uD7FF\uF900-\uFAFF]/;

  /** Marks the words that begin with one of the terms (which are stems), without touching the page's elements. */
  function highlight(terms) {
    if (!("highlights" in CSS)) return false;
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
    return ranges.length > 0;
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

  for (const sign of ["pointerenter", "focus", "touchstart"]) link.addEventListener(sign, wake, { once: true, passive: true });
  link.setAttribute("aria-keyshortcuts", "/ Control+K");
  link.hidden = false;
  if (page) setUpPage();
  else setUpDialog();
  setUpHighlight();
})();
