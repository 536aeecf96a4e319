// Comforts on pages that work without them: theme, menu, filter, the current section, the way to the deck.
(function () {
  "use strict";

  const root = document.documentElement;

  /** What is said in the site's language. */
  const WORDS = __WORDS__;

  /** A text with its values; the form of one that counts goes by `count`. */
  function say(name, values) {
    const text = WORDS.texts[name];
    const form = typeof text === "string" ? text : text[new Intl.PluralRules(WORDS.locale).select(values.count)] || text.other;
    return form.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  // --- Light and dark -------------------------------------------------------------------------------------------

  const systemDark = matchMedia("(prefers-color-scheme: dark)");

  function shownTheme() {
    return root.dataset.theme || (systemDark.matches ? "dark" : "light");
  }

  function setUpTheme(button) {
    const show = () => button.setAttribute("aria-pressed", String(shownTheme() === "dark"));
    button.addEventListener("click", () => {
      const next = shownTheme() === "dark" ? "light" : "dark";
      const system = systemDark.matches ? "dark" : "light";
      // Back at the system's own theme the page follows the system again.
      if (next === system) delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        if (next === system) localStorage.removeItem("minutebook-theme");
        else localStorage.setItem("minutebook-theme", next);
      } catch (error) {
        // Without storage the choice holds for this page.
      }
      show();
    });
    systemDark.addEventListener("change", show);
    show();
    button.hidden = false;
  }

  // --- Menus ----------------------------------------------------------------------------------------------------

  function setUpMenu(menu) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
    // What was chosen on this page is to be seen, not the menu.
    menu.addEventListener("click", ({ target }) => {
      const link = target.closest("a[href*='#']");
      if (link && link.pathname === location.pathname) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  /** A fragment as text; what is no valid encoding stays as it is. */
  function decode(fragment) {
    try {
      return decodeURIComponent(fragment);
    } catch (error) {
      return fragment;
    }
  }

  // --- Where the reader is --------------------------------------------------------------------------------------

  // Browsers go to what the address names only after a page has loaded.
  let hasScrolled = false;
  addEventListener("scroll", () => (hasScrolled = true), { passive: true, once: true });

  /** What the address names, while the reader is there: it stands where it came to lie, near the top or on a page that ends. */
  function targetInSight() {
    const target = document.querySelector("[data-body] :target");
    if (!target || !hasScrolled) return target ?? undefined;
    const { top } = target.getBoundingClientRect();
    const atEnd = Math.ceil(scrollY + innerHeight) >= root.scrollHeight;
    return top >= 0 && top < (atEnd ? innerHeight : innerHeight / 3) ? target : undefined;
  }

  /** The last of `headings` up to what the address names, or else above the upper third of the window; undefined above the first. */
  function currentHeading(headings) {
    const target = targetInSight();
    const third = innerHeight / 3;
    const isAhead = target
      ? (heading) => (target.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && !target.contains(heading)
      : (heading) => heading.getBoundingClientRect().top > third;
    let current;
    for (const heading of headings) {
      if (isAhead(heading)) break;
      current = heading;
    }
    return current;
  }

  function setUpContents(nav) {
    const links = new Map();
    for (const link of nav.querySelectorAll("a[href^='#']")) {
      const heading = document.getElementById(decode(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    const headings = [...links.keys()];
    if (!headings.length) return;
    let marked;
    let waiting = false;
    const mark = () => {
      waiting = false;
      const link = links.get(currentHeading(headings));
      if (link === marked) return;
      if (marked) marked.removeAttribute("aria-current");
      if (link) {
        link.setAttribute("aria-current", "location");
        // Only the column scrolls, never the page.
        const column = nav.closest("[data-fold]") || nav;
        const [inner, outer] = [link.getBoundingClientRect(), column.getBoundingClientRect()];
        const isOutside = inner.top < outer.top || inner.bottom > Math.min(outer.bottom, innerHeight);
        // At the top of the page what stands above the list is of more use.
        if (scrollY < innerHeight / 2) column.scrollTop = 0;
        else if (inner.height && isOutside) column.scrollTop += inner.top - outer.top - column.clientHeight / 3;
      }
      marked = link;
    };
    const later = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(mark);
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    addEventListener("hashchange", later);
    mark();
  }

  // --- Old links ------------------------------------------------------------------------------------------------

  /** Pads wrote anchors with capitals; here they are lower case, and browsers compare them letter by letter. */
  function followOldLink() {
    const wanted = decode(location.hash.slice(1));
    if (!wanted || document.getElementById(wanted)) return;
    const folded = wanted.toLowerCase();
    const target = [...document.querySelectorAll("[data-body] [id]")].find((element) => element.id.toLowerCase() === folded);
    if (target) location.replace("#" + encodeURIComponent(target.id));
  }

  // --- From the page to its deck --------------------------------------------------------------------------------

  function isTyping(target) {
    return target instanceof Element && (target.closest("input, textarea, select") !== null || target.isContentEditable);
  }

  function setUpDeckKey(article) {
    const headings = [...article.querySelectorAll("[data-body] :is(h2, h3, h4, h5, h6, .folded)[id]")];
    const address = () => {
      const heading = currentHeading(headings);
      return article.dataset.deck + (heading ? "#/" + encodeURIComponent(heading.id) : "");
    };
    document.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "d" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) return;
      location.href = address();
    });
  }

  // --- Around a call --------------------------------------------------------------------------------------------

  /** The column beside the minutes is folded above them where there is no room for it. */
  function setUpFold(fold) {
    const wide = matchMedia("(min-width: 60rem)");
    const follow = () => (fold.open = wide.matches);
    wide.addEventListener("change", follow);
    follow();
    // What was chosen from the list is to be seen, not the list.
    fold.addEventListener("click", ({ target }) => {
      if (!wide.matches && target.closest("a[href*='#']")) fold.open = false;
    });
  }

  /** Has a button copy what `text` gives, and say so for a moment. */
  function copyOnClick(button, text) {
    const label = button.textContent;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        button.textContent = WORDS.texts.copied;
      } catch (error) {
        // Where the browser does not let the page copy, the text is shown selected.
        window.prompt(label, text());
      }
      setTimeout(() => (button.textContent = label), 2000);
    });
  }

  function setUpCopyLink(button) {
    if (!navigator.clipboard) return;
    copyOnClick(button, () => document.querySelector("link[rel='canonical']")?.href || location.href.replace(/[?#].*$/, ""));
    button.hidden = false;
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /** Pictures that lead to all of their pixels show them in front of the page. */
  function setUpPictures(body) {
    const links = [...body.querySelectorAll("a.enlarge")];
    if (!links.length || !window.HTMLDialogElement) return;
    const image = element("img", { alt: "" });
    const [count, caption] = [element("span", { role: "status" }), element("p", {})];
    const whole = element("a", {}, WORDS.texts.full_size);
    const button = (label, sign, act) => {
      const made = element("button", { type: "button", "aria-label": label }, sign);
      made.addEventListener("click", act);
      return made;
    };
    let shown = 0;
    const show = (at) => {
      shown = (at + links.length) % links.length;
      const link = links[shown];
      const alternative = link.querySelector("img").alt;
      image.src = link.href;
      image.alt = alternative || WORDS.texts.picture;
      whole.href = link.href;
      caption.textContent = alternative;
      count.textContent = links.length > 1 ? say("shown", { shown: shown + 1, total: links.length }) : "";
    };
    const turns = links.length > 1
      ? [button(WORDS.texts.previous_picture, "←", () => show(shown - 1)), button(WORDS.texts.next_picture, "→", () => show(shown + 1))]
      : [];
    const bar = element("div", { class: "lightbox-bar" }, count, whole, ...turns, button(WORDS.texts.close, "✕", () => dialog.close()));
    const dialog = element("dialog", { class: "lightbox", "aria-label": WORDS.texts.picture }, bar, image, caption);
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft" && turns.length) show(shown - 1);
      else if (event.key === "ArrowRight" && turns.length) show(shown + 1);
      else return;
      event.preventDefault();
    });
    image.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      links[shown].focus();
    });
    for (const [at, link] of links.entries()) {
      link.addEventListener("click", (event) => {
        // Other buttons and keys open the file in a tab, as links do.
        if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        show(at);
        document.body.append(dialog);
        dialog.showModal();
      });
    }
  }

  // --- Keys -----------------------------------------------------------------------------------------------------

  /** What stands in a list of keys: each key and what it does, as the page itself says it. */
  function keysOfPage() {
    const label = (control) => control.getAttribute("aria-label") || (control.querySelector(".search-link-label") || control).textContent.replace(/[←→]|\s+/g, " ").trim();
    return [...document.querySelectorAll("[aria-keyshortcuts]")].map((control) => {
      const keys = control.getAttribute("aria-keyshortcuts").split(" ").flatMap((key) => [element("kbd", {}, key), " "]);
      return [element("dt", {}, ...keys), element("dd", {}, label(control))];
    });
  }

  function showKeys() {
    if (document.querySelector("dialog[open]")) return;
    const title = element("h2", { id: "mb-keys" }, WORDS.texts.keys);
    const close = element("button", { type: "button", class: "button button-quiet", autofocus: "" }, WORDS.texts.close);
    const dialog = element("dialog", { class: "keys-dialog", "aria-labelledby": "mb-keys" }, title, element("dl", {}, ...keysOfPage().flat()), close);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  function setUpKeys() {
    const beside = (key) => document.querySelector(`[data-call] a[data-key="${key}"]`);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (event.key === "?") {
        showKeys();
        return;
      }
      if (document.querySelector("dialog[open]")) return;
      const link = event.shiftKey || !/^[np]$/i.test(event.key) ? null : beside(event.key.toLowerCase());
      if (link) location.href = link.href;
    });
  }

  // --- Passing on a decision or an action -----------------------------------------------------------------------

  function copyButton(label, text) {
    const button = element("button", { type: "button", class: "copy" }, label);
    copyOnClick(button, text);
    return button;
  }

  /** What a row's explanation offers once it is open: its address, and its words with where they stand. */
  function setUpCopying(details) {
    if (details.querySelector(".copy")) return;
    const entry = details.closest(".entry");
    const link = entry?.querySelector(".entry-text > a");
    const said = details.querySelector("blockquote");
    if (!link || !said || !navigator.clipboard) return;
    const where = () => entry.querySelector(".entry-where")?.textContent.trim() || document.title;
    const quotation = () => `${said.textContent.trim().replace(/^/gm, "> ")}\n\n[${where()}](${link.href})\n`;
    const tools = document.createElement("p");
    tools.append(copyButton(WORDS.texts.copy_link, () => link.href), " ", copyButton(WORDS.texts.copy_quotation, quotation));
    details.append(tools);
  }

  /** The address of a feed is for another program, so it is shown, and can be copied where the browser lets pages do that. */
  function setUpSubscribing(details) {
    if (details.querySelector(".subscribe-address")) return;
    for (const link of details.querySelectorAll("li a")) {
      const address = document.createElement("p");
      address.className = "subscribe-address";
      address.textContent = link.href;
      link.closest("li").append(address);
      if (navigator.clipboard) link.parentElement.append(" ", copyButton(WORDS.texts.copy_link, () => link.href));
    }
  }

  // --- Since the last visit ---------------------------------------------------------------------------------------

  /** A day of the reader's own calendar. */
  function localDay(date) {
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  /**
   * What the browser keeps of visits to the start page, and gives to nobody: the last day and the newest call then, and the
   * same of the visit before. All visits of a day are one, or the second look at a page would find nothing new.
   */
  function lastVisit(place, newest) {
    const key = `minutebook-visit ${place}`;
    const day = localDay(new Date());
    try {
      const kept = JSON.parse(localStorage.getItem(key) || "null");
      const last = kept && kept.day < day ? { day: kept.day, newest: kept.newest } : kept && kept.last;
      localStorage.setItem(key, JSON.stringify({ day, newest, last }));
      return last && typeof last.day === "string" && typeof last.newest === "string" ? last : undefined;
    } catch (error) {
      // Without storage every visit is the first one.
      return undefined;
    }
  }

  /** Says at the link to what is new how much that is since the last visit. Its box is large enough for that from the beginning. */
  function setUpVisits(link) {
    const words = link.querySelector("[data-since-words]");
    const { newest, days } = link.dataset;
    const last = newest && lastVisit(new URL(link.dataset.root, location.href).pathname, newest);
    if (!last || !words) return;
    // Minutes may be published days after their call: what is later than the newest call of that time was not there yet.
    const after = new Date(Date.parse(`${last.newest}T00:00:00Z`) + 86400000);
    if (Number.isNaN(after.getTime())) return;
    const from = after.toISOString().slice(0, 10);
    const isThisYear = last.day.slice(0, 4) === String(new Date().getFullYear());
    const form = { day: "numeric", month: "long", year: isThisYear ? undefined : "numeric", timeZone: "UTC" };
    const date = new Intl.DateTimeFormat(WORDS.locale, form).format(new Date(`${last.day}T00:00:00Z`));
    const known = days.split(" ").map((entry) => entry.split(":"));
    const since = known.filter(([day]) => day >= from);
    const total = (column) => since.reduce((sum, entry) => sum + Number(entry[column]), 0);
    const figures = ["calls", "decisions", "actions"].map((what, at) => [what, total(at + 1)]).filter(([, count]) => count > 0);
    const inWords = figures.map(([what, count]) => say(`visit_${what}`, { count })).join("\u00a0· ");
    // The days that are counted here may not reach back that far.
    let told = say("visit_nothing", { date });
    if (since.length && since.length === known.length) told = say("visit_long_ago", { date });
    else if (since.length) told = say("visit", { date, figures: inWords });
    // A new element, since a longer text in the old one would have moved its beginning.
    const news = document.createElement("span");
    news.textContent = told;
    words.replaceWith(news);
    link.search = `?from=${from}`;
    link.dataset.news = String(since.length > 0);
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
    const collator = new Intl.Collator(root.lang, { numeric: true });
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

  /** Repositories write names with capitals, addresses here have none: the page may be there in small letters. */
  async function findInLowerCase() {
    const lower = location.pathname.toLowerCase();
    if (lower === location.pathname) return;
    try {
      const answer = await fetch(lower, { method: "HEAD" });
      if (answer.ok) location.replace(lower + location.search + location.hash);
    } catch (error) {
      // The page stays as it is: it leads on in other ways.
    }
  }
  if (document.querySelector("[data-missing]")) findInLowerCase();

  // A page that moved takes its readers along before the browser does, and to the same place on the page.
  const moved = document.querySelector("[data-moved]");
  if (moved && location.hash) location.replace(moved.href + location.hash);

  for (const button of document.querySelectorAll("[data-theme-toggle]")) setUpTheme(button);
  for (const menu of document.querySelectorAll("[data-menu]")) setUpMenu(menu);
  // The column has to be open before a place in it can be brought into sight.
  for (const fold of document.querySelectorAll("[data-fold]")) setUpFold(fold);
  for (const nav of document.querySelectorAll("[data-contents]")) setUpContents(nav);
  for (const article of document.querySelectorAll("[data-deck]")) setUpDeckKey(article);
  for (const group of document.querySelectorAll("[data-orders]")) setUpOrders(group);
  for (const trail of document.querySelectorAll("[data-trail]")) setUpTrail(trail);
  for (const button of document.querySelectorAll("[data-copy-link]")) setUpCopyLink(button);
  for (const body of document.querySelectorAll("[data-body]")) setUpPictures(body);
  setUpKeys();
  for (const form of document.querySelectorAll("[data-filter]")) setUpFilter(form);
  for (const link of document.querySelectorAll("[data-since-visit]")) setUpVisits(link);
  document.addEventListener("toggle", ({ target }) => target.matches(".entry-why[open]") && setUpCopying(target), true);
  document.addEventListener("toggle", ({ target }) => target.matches("[data-subscribe][open]") && setUpSubscribing(target), true);
  addEventListener("hashchange", followOldLink);
  followOldLink();
})();
