// Full-text search: a dialog on every page and the page `search/`. `search-link.js` loads it when search is touched; the
// engine runs in a worker. Pages work without any of this.
(function () {
  "use strict";

  const link = document.querySelector("[data-search]");
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
  const PAGE_KIND = { team: T.team, topic: T.topic, person: T.person, reference: T.reference };

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

  /** A snippet without the text it begins with, where it does. */
  function behind({ text, highlights }, beginning) {
    if (!text.startsWith(beginning)) return { text, highlights };
    const length = new TextEncoder().encode(beginning).length;
    const moved = highlights.filter(({ start }) => start >= length).map(({ start, end }) => ({ start: start - length, end: end - length }));
    return { text: text.slice(beginning.length), highlights: moved };
  }

  const days = new Intl.DateTimeFormat(WORDS.locale, { dateStyle: "medium", timeZone: "UTC" });

  const months = new Intl.DateTimeFormat(WORDS.locale, { month: "long", timeZone: "UTC" });
  const MONTHS = Array.from({ length: 12 }, (_, month) => months.format(Date.UTC(2024, month, 1)));

  /** A day given as `20240703`. */
  function day(number) {
    if (!number) return "";
    const text = days.format(new Date(Date.UTC(Math.floor(number / 10000), (Math.floor(number / 100) % 100) - 1, number % 100)));
    // Pages say "Sep", which some browsers' English has four letters of; and a date stays on its line.
    return text.replace("Sept ", "Sep ").replaceAll(" ", "\u00a0");
  }

  function today() {
    const now = new Date();
    return now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate();
  }

  // --- The worker -----------------------------------------------------------------------------------------------

  let worker;
  let teams = new Map();
  /** What the archive has most of, to make examples of, and the pages that have a name. */
  let facts = null;
  /** Whether the engine answers. */
  let isReady = false;
  const listeners = new Set();

  /** Listens to the engine, which `search-link.js` has started; `listeners` hear what it says. */
  function wake() {
    if (worker) return;
    const { engine } = link;
    worker = engine.worker;
    engine.hear = hear;
    engine.heard.forEach(hear);
  }

  function hear(message) {
    if (message.type === "ready") {
      isReady = true;
      teams = new Map(message.teams);
    } else if (message.type === "names") {
      facts = { ...message, pages: message.rows.map(pageNamed) };
      if (!isReady) teams = new Map(facts.pages.filter(({ kind }) => kind === "team").map(({ key, label }) => [key, label]));
    }
    say(message);
  }

  let last = null; // Kept for a listener that comes later.
  /** Why the engine did not start; nobody answers then. */
  let broken = null;

  function say(message) {
    if (broken && message.type === "progress") return;
    if (message.type === "failed" && !message.id) broken = message;
    if (message.type !== "answer") last = message;
    for (const listener of listeners) listener(message);
  }

  let questions = 0;
  const waiting = new Map();

  function send(message) {
    wake();
    if (broken) return Promise.reject(broken);
    questions += 1;
    const id = questions;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...message, id });
    });
  }

  const engine = {
    askIndex: (question) => send({ type: "ask", question }),
    callEngine: (name, input) => send({ type: "call", name, input }),
  };

  /** What asks the search server, in an archive that has one. */
  const server = link.dataset.serverScript && new Promise((resolve) => {
    const script = make("script", { src: link.dataset.serverScript });
    script.onload = script.onerror = () => resolve(window.minutebookSearchServer);
    document.head.append(script);
  });

  /** A promise for the answer; it never settles when a newer question overtakes it. */
  function ask(question) {
    if (!server) return engine.askIndex(question);
    return server.then((asker) => (asker ? asker.ask(question, engine) : engine.askIndex(question)));
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

  // --- Pages by their names ---------------------------------------------------------------------------------------

  /** A page as the file of names has it (`NamedRow` of the engine), with the words of each of its names. */
  function pageNamed([label, url, kind, calls, last, records, key, also]) {
    return { label, url, kind, calls, last, records, key, filter: `${kind}:${key}`, names: [label, ...also].map(wordsOf).filter((words) => words.length) };
  }

  const wordsOf = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];

  /** How a name fits what is asked, the best first: it is the question, it stands in it (then by its words), it begins so. */
  function fit(name, asked, isBegun) {
    const last = asked.length - 1;
    const isSame = (word, at) => word === asked[at];
    const isSameOrBegun = (word, at) => isSame(word, at) || (isBegun && at === last && word.startsWith(asked[at]));
    if (name.length === asked.length && name.every(isSame)) return 0;
    if (asked.some((_, at) => name.every((word, index) => isSame(word, at + index)))) return 1 + 1 / name.length;
    if (name.length >= asked.length && asked.every((_, at) => isSameOrBegun(name[at], at))) return 3;
    return Infinity;
  }

  const MOST_NAMED = 4;

  /** The pages that a question names, by its words as they are written. The engine knows more of words; this is for the time until it is there. */
  function pagesNamed(query, isBegun) {
    const asked = wordsOf(query);
    if (!facts || !asked.length || /[":+]|(?:^|\s)-/.test(query)) return [];
    const fits = facts.pages.filter(({ kind }) => kind !== "person").map((page) => [Math.min(...page.names.map((name) => fit(name, asked, isBegun))), page]);
    return fits.filter(([rank]) => rank < Infinity).sort((a, b) => a[0] - b[0]).slice(0, MOST_NAMED).map(([rank, page]) => ({ ...page, whole: rank === 0 }));
  }

  // --- Searches of before -----------------------------------------------------------------------------------------

  const RECENT = `minutebook-searches ${root.pathname}`;
  const MOST_RECENT = 5;

  /** What was searched before, the last first; it stays in this browser. */
  function recent() {
    try {
      const kept = JSON.parse(localStorage.getItem(RECENT));
      return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").slice(0, MOST_RECENT) : [];
    } catch (error) {
      return []; // Storage may be forbidden.
    }
  }

  function keepRecent(queries) {
    try {
      if (queries.length) localStorage.setItem(RECENT, JSON.stringify(queries.slice(0, MOST_RECENT)));
      else localStorage.removeItem(RECENT);
    } catch (error) {
      // Then nothing is kept.
    }
  }

  // --- State and address ----------------------------------------------------------------------------------------

  const empty = () => ({ q: "", team: "", year: "", kind: "", sort: "", exact: "", some: false, limit: PER_PAGE });
  const KEPT = ["q", ...FACETS, "sort", "exact"];

  /** In the address of the search page the values have their own names, in those of other pages `search` and `search-team`. */
  const PAGE_NAME = (key) => key;
  const DIALOG_NAME = (key) => (key === "q" ? "search" : `search-${key}`);

  function fromAddress(nameOf) {
    const given = new URLSearchParams(location.search);
    const state = empty();
    for (const key of KEPT) state[key] = given.get(nameOf(key)) || "";
    return state;
  }

  function toAddress(state, nameOf, path = location.pathname) {
    const query = new URLSearchParams(path === location.pathname ? location.search : "");
    for (const key of KEPT) {
      query.delete(nameOf(key));
      if (state[key]) query.set(nameOf(key), state[key]);
    }
    const text = query.toString();
    return path + (text ? `?${text}` : "") + (nameOf === DIALOG_NAME ? location.hash : "");
  }

  /** The query with the chosen filters, but for one. */
  function queryOf(state, without) {
    const filters = { team: `team:${state.team}`, year: `year:${state.year}`, kind: `is:${state.kind}` };
    return [state.q, ...FACETS.filter((key) => state[key] && key !== without).map((key) => filters[key])].join(" ").trim();
  }

  function questionOf(state, without) {
    return { query: queryOf(state, without), limit: without ? 0 : state.limit, sort: state.sort || null, today: today(), as_you_type: !/\s$/.test(state.q) };
  }

  /** A question about something else than the results. */
  const aside = (query, limit = 0, sort = null) => ask({ query, limit, sort, today: today(), as_you_type: false });

  /** How many letters have to change to make one text the other. */
  function distance(a, b) {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= b.length; j += 1) next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
      row = next;
    }
    return row[b.length];
  }

  const MOST_TEAMS = 12;

  /** The teams, those that are written most like a text first. */
  function teamsLike(text) {
    const written = text.toLowerCase().slice(0, 60);
    const near = ([slug, title]) => Math.min(distance(written, slug), distance(written, title.toLowerCase()));
    const all = [...teams].filter(([slug]) => slug).map((team) => [near(team), team]);
    return all.sort((a, b) => a[0] - b[0]).slice(0, MOST_TEAMS).map(([, team]) => team);
  }

  /** How the typed query reads without one of its parts. */
  const withoutPart = (query, part) => query.replace(part, " ").replace(/\s+/g, " ").trim();

  const FILTER = /(?:^|\s)(-?(?:team|topic|person|ref|is|after|before|year|date):(?:"[^"]*"|\S+)|-?@[\w-]+)/gi;

  const typedFilters = (query) => [...query.matchAll(FILTER)].map((found) => found[1]);

  // --- The search itself: a box, filters, a list ----------------------------------------------------------------

  function help() {
    const rows = T.examples.map((query, index) => make("tr", {}, make("td", {}, make("code", {}, query)), make("td", {}, T.meanings[index])));
    return make("details", { className: "search-help" }, make("summary", {}, T.help), make("table", {}, make("tbody", {}, ...rows)));
  }

  /** Queries that find something in this archive, each with what it asks for. */
  function examples() {
    if (!facts) return [];
    const [topic, other = topic] = facts.topics;
    const month = facts.last ? `${Math.floor(facts.last / 10000)}-${String(Math.floor(facts.last / 100) % 100).padStart(2, "0")}` : "";
    return [
      topic && [topic, T.example_topic],
      other && [`is:decision ${other}`, T.example_decisions],
      facts.team && [`team:${facts.team}`, T.example_team],
      facts.person && [`@${facts.person} is:open`, T.example_person],
      facts.reference && [facts.reference, T.example_reference],
      month && [`date:${month}`, T.example_date],
    ].filter(Boolean);
  }

  /** A team by its name, in its colour. */
  const chip = (slug) => make("span", { className: "search-team", attributes: slug ? { "data-team": slug } : {} }, teams.get(slug) || slug);

  /** What is put between parts of a line. */
  function joined(parts, between = "\u00a0· ") {
    return parts.filter(Boolean).flatMap((part, index) => (index ? [between, part] : [part]));
  }

  /**
   * The rows with a decision and the section it stands in as one. `complete` is the number of rows at the front that have all
   * words; each row says whether it is one of them.
   */
  function merged(rows, complete) {
    const all = rows.map((row, index) => ({ ...row, whole: index < complete }));
    const dropped = new Set();
    for (const decision of all.filter((row) => row.kind === "decision")) {
      const around = all.filter((row) => row.kind === "section" && row.call === decision.call && row.heading === decision.heading && row.line <= decision.line);
      const section = around.sort((a, b) => b.line - a.line)[0];
      if (!section) continue;
      if (section.whole && !decision.whole) {
        dropped.add(decision);
      } else if (!dropped.has(section)) {
        dropped.add(section);
        // The place of the better one.
        const [from, to] = [all.indexOf(decision), all.indexOf(section)];
        if (to < from) all.splice(to, 0, ...all.splice(from, 1));
      }
    }
    return all.filter((row) => !dropped.has(row));
  }

  /** Builds the search in `host`; says `onLeave` when a result is opened. */
  function mount(host, { state, remember, onLeave, close }) {
    const id = (name) => `mb-search-${name}`;
    const input = make("input", {
      type: "search", id: id("input"), className: "search-input", autocomplete: "off", spellcheck: false, placeholder: T.input,
      attributes: { role: "combobox", "aria-expanded": "false", "aria-controls": id("list"), "aria-haspopup": "grid", "aria-autocomplete": "list", "aria-label": T.input, enterkeyhint: "search" },
    });
    const bar = make("progress", { className: "search-progress", hidden: true, attributes: { "aria-label": T.loading } });
    const filterButton = make("button", { type: "button", className: "search-filter-button", attributes: { "aria-expanded": "false", "aria-controls": id("filters") } }, T.filter);
    const start = make("div", { className: "search-start" });
    const status = make("p", { className: "search-status", attributes: { role: "status" } });
    const note = make("div", { className: "search-note", hidden: true });
    // Rows of cells with links in them: what is read aloud row by row can also be walked through by Tab and in lists of links.
    const list = make("div", { id: id("list"), className: "search-list", attributes: { role: "grid", "aria-label": T.results } });
    const fold = make("button", { type: "button", className: "search-more search-fold", hidden: true });
    const more = make("button", { type: "button", className: "search-more", hidden: true }, T.more);
    const nothing = make("div", { className: "search-nothing", hidden: true });
    const manual = help();
    const selects = {};
    const choice = (key, label) => {
      selects[key] = make("select", { id: id(key), attributes: { "aria-label": label } });
      selects[key].addEventListener("change", () => change({ [key]: selects[key].value, limit: PER_PAGE }, true));
      return selects[key];
    };
    const slides = make("input", { type: "checkbox", id: id("slides") });
    const filters = make("div", { id: id("filters"), className: "search-filters" }, choice("team", T.team), choice("year", T.year), choice("kind", T.kind), choice("sort", T.order),
      make("label", { className: "search-slides" }, slides, ` ${T.open_slides}`));
    selects.sort.append(...[["relevance", T.best], ["newest", T.newest], ["oldest", T.oldest]].map(([value, text]) => make("option", { value }, text)));
    host.append(make("div", { className: "search-box" }, make("div", { className: "search-field" }, input, bar), filterButton, close || null), filters, start, status, note, list, nothing,
      make("p", { className: "search-further" }, more, fold), manual);

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
      const asSlide = slides.checked && row.deck_url;
      const target = new URL(asSlide || row.url, root);
      if (!asSlide && shown.terms.length) target.searchParams.set("find", shown.terms.slice(0, 12).join(" "));
      return target.href;
    }

    /** A link that is noted when it is followed. */
    function link(properties, ...children) {
      const element = make("a", properties, ...children);
      element.addEventListener("click", (event) => {
        noteSearch();
        if (!(event.ctrlKey || event.metaKey || event.shiftKey)) onLeave(state, element);
      });
      return element;
    }

    /** A row of the list with one cell. */
    function rowOf(index, kind, ...children) {
      const cell = make("div", { id: id(`option-${index}`), className: `search-option is-${kind}`, attributes: { role: "gridcell", "aria-selected": "false" } }, ...children);
      cell.addEventListener("mousemove", () => active !== index && activate(index, false));
      return make("div", { className: "search-row", attributes: { role: "row" } }, cell);
    }

    const headlineOf = (row) => row.subject || row.heading || (row.kind === "call" ? row.title : T.before_headings);

    /** A result; where several have the same headline, what they say is in its place. */
    function resultOf(row, index, isRepeated) {
      const kind = KIND[row.kind];
      const headline = headlineOf(row);
      const snippet = row.subject ? behind(row.snippet, `${row.subject} → `) : row.snippet;
      const text = snippet.text ? marked(snippet.text, snippet.highlights) : null;
      const isMoved = isRepeated && text;
      const isDated = Boolean(row.date);
      const where = row.team ? [chip(row.team), isDated ? day(row.date) : row.title] : [row.kind === "call" ? (isDated ? day(row.date) : "") : row.title];
      if (isMoved) where.push(headline);
      else if (row.heading && !headline.startsWith(row.heading)) where.push(row.heading);
      const target = link({ className: "search-link-whole", href: address(row) },
        make("span", { className: "search-heading" }, kind ? make("span", { className: "search-kind" }, kind) : null, ...(isMoved ? text : [headline])),
        text && !isMoved ? make("span", { className: "search-snippet" }, ...text) : null,
        make("span", { className: "search-where" }, ...joined(where)));
      target.row = row;
      const slide = row.deck_url ? link({ className: "search-slide", href: new URL(row.deck_url, root).href, ariaLabel: phrase(T.slide_of, { headline }) }, T.slide) : null;
      return rowOf(index, row.kind, target, slide);
    }

    /** Where the calls of a month or year stand on a team's page, when the question names one beside the team: "container march 2024". */
    function timeAsked() {
      const words = state.q.toLowerCase().split(/\s+/);
      const year = words.find((word) => /^(?:19|20)\d\d$/.test(word));
      if (!year) return "";
      const month = MONTHS.find((name) => words.includes(name.toLowerCase()));
      return month ? `?q=${encodeURIComponent(month)}+${year}#calls-heading` : `#y${year}`;
    }

    /** A page that the query has the name of; the first one with its newest decisions. */
    function pageOf(hit, index, records) {
      const name = hit.kind === "team" ? chip(hit.filter.slice("team:".length)) : hit.label;
      const facts = [hit.calls ? phrase(T.page_calls, { count: hit.calls }) : "", hit.last ? phrase(T.last_on, { date: day(hit.last) }) : ""];
      const target = link({ className: "search-link-whole search-page", href: new URL(hit.url + (hit.kind === "team" ? timeAsked() : ""), root).href },
        make("span", { className: "search-kind" }, PAGE_KIND[hit.kind]), " ", make("span", { className: "search-page-name" }, name), " ",
        make("span", { className: "search-facts" }, ...joined(facts)));
      if (!records) return rowOf(index, "page", target);
      const isPerson = hit.kind === "person";
      // As many lines as there will be, so that nothing moves when they come.
      const lines = Math.min(hit.records, NEWEST);
      const items = records.rows
        ? records.rows.map((row) => make("li", {}, link({ className: `search-record is-${row.kind}`, href: new URL(row.url, root).href }, recordText(row)), " ", make("span", { className: "search-facts" }, day(row.date))))
        : Array.from({ length: lines }, () => make("li", {}, "\u00a0"));
      const text = hit.records ? phrase(isPerson ? T.open_actions : items.length < lines ? T.decision_count : T.newest_decisions, { count: hit.records }) : isPerson ? T.no_open_action : T.no_decision;
      return rowOf(index, "page", target, make("p", { className: "search-facts search-records-title" }, text), items.length ? make("ul", { className: "search-records" }, ...items) : null);
    }

    function recordText(row) {
      const subject = row.subject || row.heading;
      return subject && row.snippet.text && !row.snippet.text.startsWith(subject) ? `${subject}: ${row.snippet.text}` : row.snippet.text || subject;
    }

    /** A button that puts another query in the place of this one. */
    function askFor(text, changes, className = "search-suggestion") {
      const button = make("button", { type: "button", className }, text);
      button.addEventListener("click", () => {
        change({ limit: PER_PAGE, some: false, exact: "", ...changes }, true);
        input.value = state.q;
        input.focus();
      });
      return button;
    }

    const NEWEST = 2;

    /** Puts rows into the list, one of them chosen or none; more are on their way while it is busy. */
    function fill(parts, chosen = -1, isBusy = false) {
      list.replaceChildren(...parts);
      if (isBusy) list.setAttribute("aria-busy", "true");
      else list.removeAttribute("aria-busy");
      options = [...list.querySelectorAll(".search-option")];
      list.hidden = options.length === 0;
      active = -1;
      activate(chosen, false);
      input.setAttribute("aria-expanded", String(options.length > 0));
    }

    /** What the question names, while the engine is on its way. */
    function showNamed() {
      if (isReady || broken || shown) return;
      const pages = besideWhole(pagesNamed(queryOf(state), questionOf(state).as_you_type));
      fill(pages.map((hit, index) => pageOf(hit, index, index === 0 && hit.whole ? {} : null)), pages.length && pages[0].whole ? 0 : -1, true);
    }

    /** Beside the very page that was asked for, references that begin alike are only in the way. */
    const besideWhole = (pages) => pages.filter((hit, index) => index === 0 || !pages[0].whole || hit.whole || hit.kind !== "reference");

    function show({ found, records, meant, expanded, isBusy }) {
      shown = found;
      const isPartly = found.complete > 0 && found.complete < found.total;
      const rows = merged(found.rows, found.complete).filter((row) => row.whole || state.some || !isPartly);
      const pages = besideWhole(found.named);
      const leading = pages.length > 0 && pages[0].leads;
      const parts = pages.map((hit, index) => pageOf(hit, index, leading && index === 0 ? records || {} : null));
      const headlines = rows.map((row) => headlineOf(row).toLowerCase());
      rows.forEach((row, index) => {
        if (isPartly && !row.whole && rows[index - 1] && rows[index - 1].whole) {
          parts.push(make("div", { className: "search-row search-border", attributes: { role: "row" } }, make("div", { attributes: { role: "gridcell" } }, T.some_words)));
        }
        const isRepeated = headlines.indexOf(headlines[index]) !== headlines.lastIndexOf(headlines[index]);
        parts.push(resultOf(row, pages.length + index, isRepeated));
      });
      // The first row, but a page only where it is what was looked for.
      const first = leading || !rows.length ? 0 : pages.length;
      fill(parts, state.q.trim() && parts.length ? first : -1, isBusy);
      const reachable = isPartly && !state.some ? found.complete : found.total;
      more.hidden = reachable <= state.limit;
      fold.hidden = !isPartly || state.some;
      fold.textContent = phrase(T.more_partly, { count: found.total - found.complete });
      selects.sort.value = state.sort || found.sort;
      status.textContent = found.total === 0 ? (leading ? T.nothing_else : T.nothing) : phrase(!isPartly ? T.found : state.some ? T.found_partly : T.found_whole, { count: isPartly && !state.some ? found.complete : found.total, complete: found.complete });
      showNote(found, meant, expanded);
      showNothing(found, leading);
    }

    const strong = (text) => make("b", {}, text);

    function showNote(found, meant, expanded) {
      const lines = found.corrections.map(([typed, used]) => phraseParts(T.corrected, { typed: strong(typed), used: strong(used) }));
      for (const { typed, used, query, count, isPage } of meant || []) {
        const again = askFor(`${used} (${phrase(isPage ? T.page_calls : T.found, { count })})`, { q: query });
        lines.push(phraseParts(T.meant, { typed: strong(typed), used: again }));
      }
      if (expanded) {
        const names = expanded.synonyms.map((name) => phrase(T.quoted, { name })).join(", ");
        lines.push([...phraseParts(T.with_synonyms, { names }), " ", askFor(T.only_typed, { exact: "1" }, "search-plain")]);
      }
      for (const typed of found.unread) lines.push(phraseParts(/^-?is:/i.test(typed) ? T.no_kind : /^-?(after|before|year|date):/i.test(typed) ? T.no_date : T.no_filter, { typed: strong(typed) }));
      for (const written of found.unknown) lines.push(unknownFilter(written));
      if (found.source) lines.push([found.source]);
      note.hidden = lines.length === 0;
      note.replaceChildren(...lines.map((line) => make("p", {}, ...line)));
    }

    function unknownFilter(written) {
      const [field, value] = [written.slice(0, written.indexOf(":")), written.slice(written.indexOf(":") + 1)];
      if (field !== "team") return phraseParts(T.no_entry, { typed: strong(written) });
      const inQuery = typedFilters(state.q).find((part) => part.toLowerCase().includes(`team:`) && part.includes(value));
      const names = teamsLike(value).map(([slug, title]) => (inQuery ? askFor(title, { q: state.q.replace(inQuery, `team:${slug}`) }) : askFor(title, { team: slug })));
      return phraseParts(T.no_team, { typed: strong(value), teams: make("span", { className: "search-suggestions" }, ...names) });
    }

    /** Ways on where nothing was found: without a filter, and what there is instead. */
    function showNothing(found, hasPage) {
      nothing.hidden = found.total > 0 || hasPage;
      if (nothing.hidden) return;
      const loose = [];
      const labels = { team: teams.get(state.team) || state.team, year: state.year, kind: KINDS[state.kind] || state.kind };
      for (const key of FACETS) if (state[key]) loose.push(askFor(phrase(T.without, { part: labels[key] }), { [key]: "" }));
      for (const part of typedFilters(state.q)) if (withoutPart(state.q, part)) loose.push(askFor(phrase(T.without, { part }), { q: withoutPart(state.q, part) }));
      if (/["+]/.test(state.q)) loose.push(askFor(T.without_signs, { q: state.q.replace(/["+]/g, " ").replace(/\s+/g, " ").trim() }));
      const topics = (facts ? facts.topics : []).map((topic) => askFor(topic, { q: topic, team: "", year: "", kind: "" }));
      nothing.replaceChildren(loose.length ? make("p", { className: "search-suggestions" }, ...loose) : "",
        topics.length ? make("p", { className: "search-suggestions" }, T.often, " ", ...topics) : "");
    }

    /** Before anything is asked: searches of before, and what could be asked. */
    function showStart() {
      start.hidden = Boolean(queryOf(state));
      if (start.hidden) return;
      const before = recent();
      const parts = [];
      if (before.length) {
        const forget = make("button", { type: "button", className: "search-forget" }, T.forget);
        forget.addEventListener("click", () => {
          keepRecent([]);
          showStart();
          input.focus();
        });
        parts.push(make("h2", { className: "search-start-title" }, T.recent, " ", forget), make("ul", {}, ...before.map((query) => make("li", {}, askFor(query, { q: query }, "search-example")))));
      }
      const tried = examples();
      if (tried.length) {
        parts.push(make("h2", { className: "search-start-title" }, T.try),
          make("ul", {}, ...tried.map(([query, meaning]) => make("li", {}, askFor(make("code", {}, query), { q: query }, "search-example"), " ", make("span", { className: "search-facts" }, meaning)))));
      }
      start.replaceChildren(...parts);
    }

    function noteSearch() {
      const query = queryOf(state);
      if (query) keepRecent([query, ...recent().filter((other) => other !== query)]);
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
      const chosen = FACETS.filter((key) => state[key]).length + (state.sort ? 1 : 0);
      filterButton.textContent = chosen ? `${T.filter} (${chosen})` : T.filter;
    }

    function clear() {
      shown = null;
      fill([]);
      status.textContent = "";
      note.hidden = true;
      nothing.hidden = true;
      more.hidden = true;
      fold.hidden = true;
      manual.hidden = Boolean(queryOf(state));
      selects.sort.value = state.sort || "relevance";
      showFacets({ team: [], year: [], kind: [] });
      showStart();
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
    /** The run whose results are in the list. */
    let answered = 0;
    /** How the first result is to be opened when it comes: Enter was pressed before. */
    let wanted = null;
    const FEW = 4;
    /** What is waited for so long is shown later. */
    const SOON = 250;
    const soon = (promise) => Promise.race([promise, new Promise((resolve) => { setTimeout(resolve, SOON); })]);

    /** The words that were perhaps meant, with what each of them would find. */
    async function findMeant(found) {
      const meant = [];
      for (const [typed, used] of found.suggestions.slice(0, 2)) {
        const query = queryOf(state).replace(typed, used);
        const { total, named } = await aside(query);
        const page = named.find((hit) => hit.whole && hit.calls);
        if (total) meant.push({ typed, used, query: state.q.replace(typed, used), count: page ? page.calls : total, isPage: Boolean(page) });
      }
      return meant;
    }

    /** Of the first question a few results, whose texts are here before those of all; not where a line above them is still to come. */
    async function showFew(mine) {
      const found = await ask({ ...questionOf(state), limit: FEW });
      if (mine !== run || found.suggestions.length || (!state.exact && found.named.some((hit) => hit.whole && hit.expanded))) return;
      show({ found, isBusy: true });
      answered = mine;
      if (wanted) openChosen(wanted);
    }

    async function search() {
      run += 1;
      const mine = run;
      wanted = null;
      manual.hidden = Boolean(queryOf(state));
      showStart();
      if (!queryOf(state)) {
        if (broken) showFailure(broken);
        else clear();
        return;
      }
      showNamed();
      try {
        if (!answered && !server) await showFew(mine);
        if (mine !== run) return;
        let found = await ask(questionOf(state));
        if (mine !== run) return;
        const { named, suggestions } = found;
        // A topic is looked for by all its names.
        const expanded = !state.exact && named.find((hit) => hit.whole && hit.expanded);
        if (expanded) {
          const question = { ...questionOf(state), query: queryOf({ ...state, q: expanded.expanded }), as_you_type: false };
          found = { ...(await ask(question)), named, suggestions, corrections: [], unread: [], unknown: found.unknown };
          if (mine !== run) return;
        }
        const view = { found, expanded };
        const first = named[0];
        const extras = [findMeant(found).then((meant) => { view.meant = meant; })];
        if (first && first.leads && first.records) {
          const query = `${first.filter} ${first.kind === "person" ? "is:open" : "is:decision"}`;
          extras.push(aside(query, NEWEST, "newest").then(({ rows }) => { view.records = { rows }; }));
        }
        const all = Promise.all(extras).then(() => true);
        // A line above the results would move them, and is waited for a little; what is filled in below is not.
        const isAll = found.suggestions.length > 0 && (await soon(all));
        if (mine !== run) return;
        show(view);
        answered = mine;
        if (wanted) openChosen(wanted);
        if (!isAll) all.then(() => mine === run && show(view), () => {});
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
      // The engine works while the address is written.
      search();
      remember(state, asStep);
    }

    input.addEventListener("input", () => change({ q: input.value, limit: PER_PAGE, exact: "", some: false }));
    more.addEventListener("click", () => {
      change({ limit: state.limit + PER_PAGE });
      input.focus();
    });
    fold.addEventListener("click", () => {
      change({ some: true, limit: Math.max(state.limit, shown.complete + PER_PAGE) });
      input.focus();
    });
    filterButton.addEventListener("click", () => {
      const isOpen = filterButton.getAttribute("aria-expanded") !== "true";
      filterButton.setAttribute("aria-expanded", String(isOpen));
      filters.classList.toggle("is-open", isOpen);
      // The list may have been scrolled.
      if (isOpen) filters.scrollIntoView({ block: "nearest" });
    });
    slides.addEventListener("change", () => list.querySelectorAll("a").forEach((target) => { if (target.row) target.href = address(target.row); }));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!options.length) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        activate((active + step + options.length) % options.length);
      } else if (event.key === "Enter") {
        event.preventDefault();
        enter({ isNew: event.ctrlKey || event.metaKey });
      }
    });

    /** Opens what is chosen in the list, or its first row when it comes: what stands there still answers fewer letters. */
    function enter(way) {
      if (answered === run) openChosen(way);
      else wanted = way;
    }

    /** Opens what is chosen in the list, here or in a new tab. */
    function openChosen({ isNew }) {
      wanted = null;
      const target = options[active] && options[active].querySelector("a");
      if (!target) return;
      if (isNew) {
        noteSearch();
        open(target.href, "_blank", "noopener");
      } else {
        target.click();
      }
    }

    const listen = (message) => {
      if (message.type === "progress" && message.total) {
        bar.hidden = false;
        bar.max = message.total;
        bar.value = Math.min(message.received, message.total);
      } else if (message.type === "ready") {
        bar.hidden = true;
        if (shown) showFacets(shown.facets);
      } else if (message.type === "names") {
        showStart();
        showNamed();
      } else if (message.type === "failed" && !message.id) {
        showFailure(message);
      }
    };
    listeners.add(listen);
    if (last) listen(last);

    function restore(next) {
      Object.assign(state, next);
      input.value = state.q;
      search();
    }
    clear();
    restore(state);
    return { input, restore, state, enter };
  }

  // --- The search page ------------------------------------------------------------------------------------------

  /** Browsers forbid to write the address too often; it then stays as it is. */
  function writeAddress(address, asStep = false, state = history.state) {
    try {
      if (asStep) history.pushState(state, "", address);
      else history.replaceState(state, "", address);
    } catch (error) {
      // The next change writes it.
    }
  }

  function setUpPage() {
    const remember = (state, asStep) => writeAddress(toAddress(state, PAGE_NAME), asStep);
    page.replaceChildren();
    page.classList.add("is-ready");
    const search = mount(page, { state: fromAddress(PAGE_NAME), remember, onLeave() {} });
    addEventListener("popstate", () => search.restore(fromAddress(PAGE_NAME)));
    search.input.focus();
    wake();
  }

  // --- The dialog -----------------------------------------------------------------------------------------------

  let dialog;

  /** A deck keeps its address for its slides. */
  function rememberDialog(state) {
    if (isDeck) writeAddress(location.href, false, { ...history.state, search: queryOf(state) ? { ...state } : undefined });
    else writeAddress(toAddress(state, DIALOG_NAME));
  }

  function keys() {
    const key = (name) => make("kbd", {}, name);
    const parts = [[key("↑"), key("↓"), ` ${T.key_choose}`], [key("Enter"), ` ${T.key_open}`], [key(/Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ Enter" : "Ctrl Enter"), ` ${T.key_new_tab}`], [key("Esc"), ` ${T.key_close}`]];
    return make("p", { className: "search-keys" }, ...parts.map((part) => make("span", {}, ...part)));
  }

  function openDialog(state) {
    wake();
    if (!dialog) {
      const element = make("dialog", { className: "search-dialog", attributes: { "aria-label": T.title } });
      const close = make("button", { type: "button", className: "search-close", attributes: { "aria-label": T.close } },
        make("span", { className: "search-close-key" }, T.close_key), make("span", { className: "search-close-sign", ariaHidden: "true" }, "×"));
      const host = make("div", { className: "search-host" });
      const whole = make("a", { className: "search-whole", href: new URL("search/", root).href }, T.as_page);
      element.append(host, make("div", { className: "search-foot" }, keys(), whole));
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
      // Back from a result, and an address that is passed on, lead to the results again.
      const remember = (changed) => {
        rememberDialog(changed);
        whole.href = toAddress(changed, PAGE_NAME, new URL("search/", root).pathname);
      };
      const onLeave = (asked, target) => {
        // A slide of this very deck: nothing is loaded that would take the dialog away.
        if (target.hash && target.href.split("#")[0] === location.href.split("#")[0]) element.close();
        else rememberDialog(asked);
      };
      dialog = { element, remember, ...mount(host, { state, remember, onLeave, close }) };
      remember(state);
      element.addEventListener("close", () => rememberDialog(empty()));
    } else {
      // Without a new question it is as it was left.
      if (queryOf(state)) dialog.restore(state);
      dialog.remember(dialog.state);
    }
    if (!dialog.element.open) dialog.element.showModal();
    dialog.input.focus();
    // What was typed goes on; what was found before is there to be typed over.
    if (state.isTyped) dialog.input.setSelectionRange(state.q.length, state.q.length);
    else dialog.input.select();
    if (state.isEntered) dialog.enter({ isNew: false });
  }

  /** Shows the dialog as it was when this page was left; `left` is what a deck's history says of it. */
  function resume(left) {
    const state = isDeck ? left : fromAddress(DIALOG_NAME);
    if (queryOf(state)) openDialog({ ...empty(), ...state });
  }

  /** What `search-link.js` asks for once this script is here. */
  window.minutebookSearch = { wake, open: (asked) => openDialog({ ...empty(), ...asked }), resume };
  if (page) setUpPage();
})();
