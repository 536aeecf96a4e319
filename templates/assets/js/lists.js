// Lists on pages that work without it: their order, which end of a timeline comes first, and what narrows them down.
(function () {
  "use strict";

  /** What is said in the site's language. */
  const WORDS = __WORDS__;

  /** A text with its values; the form of one that counts goes by `count`. */
  function say(name, values) {
    const text = WORDS.texts[name];
    const form = typeof text === "string" ? text : text[new Intl.PluralRules(WORDS.locale).select(values.count)] || text.other;
    return form.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  // --- What was chosen stands in the address ---------------------------------------------------------------------

  /** Puts values into the address; empty ones out of it. */
  function rememberInAddress(values) {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) {
      // They stand in the order that they are given in, whatever was chosen first.
      query.delete(name);
      if (value) query.set(name, value);
    }
    const search = query.toString();
    history.replaceState(null, "", (search ? "?" + search : location.pathname) + location.hash);
  }

  // --- The order of a list --------------------------------------------------------------------------------------

  function setUpOrders(group) {
    const list = document.getElementById(group.dataset.orders);
    if (!list) return;
    const lists = list.matches("[data-order-list]") ? [list] : [...list.querySelectorAll("[data-order-list]")];
    const written = lists.map((one) => [...one.children]);
    const buttons = [...group.querySelectorAll("button")];
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const name = (row) => row.querySelector("a").textContent;
    const compare = {
      last: (a, b) => (a.dataset.last < b.dataset.last ? 1 : a.dataset.last > b.dataset.last ? -1 : 0),
      size: (a, b) => b.dataset.size - a.dataset.size,
      name: (a, b) => collator.compare(name(a), name(b)),
    };
    const show = (chosen) => {
      const how = chosen === buttons[0] ? undefined : compare[chosen.value];
      lists.forEach((one, at) => one.append(...(how ? [...written[at]].sort(how) : written[at])));
      for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
    };
    group.addEventListener("click", ({ target }) => {
      if (!buttons.includes(target)) return;
      show(target);
      rememberInAddress({ order: target === buttons[0] ? "" : target.value });
    });
    const wanted = new URLSearchParams(location.search).get("order");
    const chosen = buttons.find((button) => button.value === wanted);
    if (chosen) show(chosen);
    group.hidden = false;
  }

  /** A reference or a topic through time: which end comes first, and whether only decisions are shown. */
  function setUpTrail(trail) {
    const links = [...document.querySelectorAll("[data-trail-order]")];
    const only = document.querySelector("[data-trail-decisions]");
    const pages = [...document.querySelectorAll(".year-nav a")];
    const marks = [...trail.querySelectorAll(".alias")];
    const query = new URLSearchParams(location.search);
    let order = "newest";
    let decisions = false;

    const tell = () => {
      const values = { order: order === "oldest" ? order : "", only: decisions ? "decisions" : "" };
      for (const link of pages) {
        const address = new URL(link.href);
        for (const [name, value] of Object.entries(values)) {
          if (value) address.searchParams.set(name, value);
          else address.searchParams.delete(name);
        }
        link.href = address.href;
      }
      return values;
    };
    const turn = (wanted) => {
      if (wanted !== order) {
        order = wanted;
        trail.append(...[...trail.children].reverse());
        for (const list of trail.querySelectorAll(".call-list")) list.append(...[...list.children].reverse());
        // A year begins at the first of its months.
        for (const mark of marks) trail.querySelector(`:scope > :has(> [id^="m${mark.id.slice(1)}-"])`)?.prepend(mark);
      }
      for (const link of links) {
        if (link.dataset.trailOrder === order) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    const narrow = (wanted) => {
      decisions = wanted;
      trail.classList.toggle("only-decisions", wanted);
      if (only) only.checked = wanted;
    };

    for (const link of links) {
      link.addEventListener("click", (event) => {
        // The other end of a long trail is on another page.
        if (link.pathname !== location.pathname || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        turn(link.dataset.trailOrder);
        rememberInAddress(tell());
      });
    }
    if (only) {
      only.addEventListener("change", () => {
        narrow(only.checked);
        rememberInAddress(tell());
      });
      only.closest("label").hidden = false;
    }
    if (query.get("order") === "oldest") turn("oldest");
    if (only && query.get("only") === "decisions") narrow(true);
    tell();
  }

  // --- Filtering a list -----------------------------------------------------------------------------------------

  /** Lower case without accents, so that "zurich" finds "Zürich". */
  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /** More rows than these are counted but not shown: nobody reads on for so long. */
  const MOST_FOUND = 300;

  /** A row of a table as an item of a list: its link, and what stands beside it. */
  function asItem(row) {
    if (!row.matches("tr")) return row;
    const item = document.createElement("li");
    const beside = document.createElement("span");
    beside.textContent = row.cells[1].textContent;
    item.dataset.row = "";
    item.append(row.querySelector("a"), " ", beside);
    return item;
  }

  /** The rows of a list's other pages, which are fetched when somebody filters. `rows` are those of this page. */
  function rowsElsewhere(form, rows, asRow, whenLoaded) {
    const place = document.querySelector("[data-filter-found]");
    const none = { show: () => 0, cut: () => 0, total: () => rows.length, text: () => "shown", all: () => rows };
    if (!place || !form.dataset.others) return none;
    const list = place.querySelector("ul");
    const sum = place.querySelector("[data-filter-sum]");
    const key = ({ row }) => `${row.querySelector("a").href} ${row.textContent}`;
    const found = [];
    /** How many rows of each group are counted but not shown. */
    const cut = new Map();
    let state = "unasked";

    /** The group of this page that a row belongs to; nothing for one that goes by no state. */
    const groupOf = (row) => row.dataset.state && document.getElementById(row.dataset.state)?.closest("[data-filter-group]");

    const load = async () => {
      state = "loading";
      const here = new Set(rows.map(key));
      try {
        for (const other of form.dataset.others.split(" ")) {
          const address = new URL(other, location.href);
          const answer = await fetch(address);
          if (!answer.ok) throw new Error(answer.statusText);
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          for (const row of page.querySelectorAll(`#${form.dataset.filter} [data-row]`)) {
            for (const link of row.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), address).href;
            const entry = asRow(asItem(document.adoptNode(row)));
            entry.row.dataset.elsewhere = "";
            if (!here.has(key(entry))) found.push(entry);
          }
        }
        // What is still to be done comes before what is done; else they stay in the order of the pages.
        const rank = ({ row }) => ["open", "unknown", "stale"].indexOf(row.dataset.state) + 1 || 4;
        found.sort((a, b) => rank(a) - rank(b));
        state = "loaded";
      } catch (error) {
        // From a folder on a disk nothing can be fetched.
        state = "failed";
      }
      whenLoaded();
    };

    return {
      show(fits) {
        if (fits && state === "unasked") load();
        const fitting = fits ? found.filter((entry) => fits(entry)) : [];
        for (const { row } of found) row.remove();
        cut.clear();
        const shown = new Map();
        for (const { row } of fitting) {
          const group = groupOf(row) || place;
          const count = (shown.get(group) || 0) + 1;
          shown.set(group, count);
          if (count > MOST_FOUND) cut.set(group, count - MOST_FOUND);
          else (group === place ? list : group.querySelector(".entries")).append(row);
        }
        const others = shown.get(place) || 0;
        place.hidden = !others;
        sum.textContent = others;
        return fitting.length;
      },
      cut: (group) => cut.get(group) || 0,
      all: () => (state === "loaded" ? [...rows, ...found] : undefined),
      total: () => (state === "failed" ? rows.length : Number(form.dataset.total)),
      text: () => ({ loading: "shown_loading", failed: "shown_here" })[state] || "shown",
    };
  }

  /** The fields that stand behind a button on phones, which says how many of them are used. Elsewhere they are in sight. */
  function setUpFurther(fold) {
    if (!fold) return () => {};
    const summary = fold.querySelector("summary");
    const label = summary.textContent;
    if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 40rem)").matches) fold.open = true;
    return (used) => { summary.textContent = used ? `${label} (${used})` : label; };
  }

  /** Every choice of the form is compared with the row's data of the same name, which may hold several words. */
  function setUpFilter(form) {
    const list = document.getElementById(form.dataset.filter);
    if (!list) return;
    const count = form.querySelector("[data-filter-count]");
    const groups = [...list.querySelectorAll("[data-filter-group]")].map((group) => ({
      group,
      sum: group.querySelector("[data-filter-sum]"),
      count: group.querySelector("[data-filter-sum]")?.textContent,
      folded: group.matches("details:not([open])"),
    }));
    // Why a row is there is said of all rows in the same words.
    const parts = ":scope > :not(.entry-foot), .entry-foot > :not(.entry-why)";
    const words = (row) => [...row.querySelectorAll(parts)].map((part) => part.textContent);
    const asRow = (row) => ({ row, text: plain(`${words(row).join(" ")} ${row.dataset.date || ""}`) });
    const rows = [...list.querySelectorAll("[data-row]")].map(asRow);
    const elsewhere = rowsElsewhere(form, rows, asRow, () => apply());
    const fields = [...form.elements].filter((field) => field.name);
    const address = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = address.get(field.name) || "";
      if (field.selectedIndex < 0) field.value = "";
    }
    const choices = fields.filter((field) => field.name !== "q");
    const text = form.elements.q;
    const tellChosen = setUpFurther(form.querySelector("[data-filter-more]"));
    const COUNT = / \(\d+\)$/;
    const counted = choices.flatMap((field) => [...field.options].filter(({ text: label }) => COUNT.test(label)).map((option) => ({ field, option, label: option.text })));
    const values = (row, field) => new Set((row.dataset[field.name] || "").split(" "));

    const folds = [...list.querySelectorAll("[data-filter-fold]")];

    const apply = () => {
      const words = plain(text.value).split(/\s+/).filter(Boolean);
      const chosen = choices.filter((field) => field.value);
      const fits = ({ row, text: content }, without) =>
        chosen.every((field) => field === without || values(row, field).has(field.value)) && words.every((word) => content.includes(word));
      let shown = 0;
      for (const entry of rows) {
        entry.row.hidden = !fits(entry);
        if (!entry.row.hidden) shown += 1;
      }
      const filters = Boolean(words.length || chosen.length);
      const further = elsewhere.show(filters ? fits : undefined);
      for (const { group, sum, folded, count: all } of groups) {
        const fitting = group.querySelectorAll("[data-row]:not([hidden])").length + elsewhere.cut(group);
        group.hidden = filters && !fitting;
        if (sum) sum.textContent = filters ? fitting : all;
        // How many of all rows stand on this page says nothing about those that are looked for.
        for (const note of group.querySelectorAll(":scope > .more")) note.hidden = filters;
        // What is looked for is not to be hidden behind a fold.
        if (folded) group.open = filters;
      }
      for (const fold of folds) fold.open = filters && fold.querySelector("[data-row]:not([hidden])") !== null;
      count.textContent = filters ? say(elsewhere.text(), { shown: shown + further, total: elsewhere.total() }) : "";
      countOptions(filters, fits);
      tellChosen(chosen.length);
      showOwner();
    };
    /** How many rows each choice would leave, given the others; while rows of other pages are on their way nobody knows. */
    const countOptions = (filters, fits) => {
      const all = filters ? elsewhere.all() : [];
      const counts = new Map(choices.map((field) => [field, new Map()]));
      for (const [field, ofField] of counts) {
        for (const entry of (all || []).filter((entry) => fits(entry, field))) {
          for (const value of values(entry.row, field)) ofField.set(value, (ofField.get(value) || 0) + 1);
        }
      }
      for (const { field, option, label } of counted) {
        const count = all ? ` (${counts.get(field).get(option.value) || 0})` : "";
        option.text = filters ? label.replace(COUNT, count) : label;
      }
    };
    /** Whoever is chosen has a page where everything stands in order. */
    const showOwner = () => {
      const { person } = form.elements;
      if (!person || !person.value) return;
      const name = person.selectedOptions[0].text.replace(/ \(\d+\)$/, "");
      const owner = [...list.querySelectorAll("a.entry-owner")].find((link) => link.textContent === name);
      if (!owner) return;
      const link = document.createElement("a");
      link.href = owner.href;
      link.textContent = say("everything_of", { name });
      count.append("\u00a0· ", link);
    };
    const remember = () => {
      rememberInAddress(Object.fromEntries(fields.map((field) => [field.name, field.value.trim()])));
    };
    /** Whoever filters sees what it found, which begins below the window on a phone: the form goes to the top, its rows after it. */
    const bringIntoSight = () => {
      const height = window.visualViewport?.height ?? innerHeight;
      if (list.getBoundingClientRect().top > height / 2) form.scrollIntoView();
    };
    form.addEventListener("input", () => {
      apply();
      remember();
      bringIntoSight();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    apply();
  }

  for (const group of document.querySelectorAll("[data-orders]")) setUpOrders(group);
  for (const trail of document.querySelectorAll("[data-trail]")) setUpTrail(trail);
  for (const form of document.querySelectorAll("[data-filter]")) setUpFilter(form);
})();
