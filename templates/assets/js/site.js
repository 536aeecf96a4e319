// Comforts on pages that work without them: theme, menu, the current section, pictures, keys, the way to the deck.
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
      count.textContent = links.length > 1 ? say("shown_picture", { shown: shown + 1, total: links.length }) : "";
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
  for (const button of document.querySelectorAll("[data-copy-link]")) setUpCopyLink(button);
  for (const body of document.querySelectorAll("[data-body]")) setUpPictures(body);
  setUpKeys();
  for (const link of document.querySelectorAll("[data-since-visit]")) setUpVisits(link);
  document.addEventListener("toggle", ({ target }) => target.matches(".entry-why[open]") && setUpCopying(target), true);
  document.addEventListener("toggle", ({ target }) => target.matches("[data-subscribe][open]") && setUpSubscribing(target), true);
  addEventListener("hashchange", followOldLink);
  followOldLink();
})();
