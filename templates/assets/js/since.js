// What is new since a day: the rows of the pages of the months, joined by team. No more of them is loaded than it takes.
(function () {
  "use strict";

  const WORDS = __WORDS__;
  const plurals = new Intl.PluralRules(WORDS.locale);
  const days = new Intl.DateTimeFormat(WORDS.locale, { dateStyle: "long", timeZone: "UTC" });

  function say(name, values) {
    const text = WORDS.texts[name];
    const form = typeof text === "string" ? text : text[plurals.select(values.count)] || text.other;
    return form.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  function dayInWords(day) {
    return days.format(new Date(`${day}T00:00:00Z`));
  }

  function isDay(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text || "") && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  }

  /** So many pages of months are loaded at once. */
  const AT_ONCE = 12;

  /** The order in which the lists of a team stand. */
  const PARTS = ["calls", "decisions", "actions", "references"];

  const form = document.querySelector("[data-since]");
  const found = document.querySelector("[data-since-found]");
  const sum = document.querySelector("[data-since-sum]");
  const older = document.querySelector("[data-since-older]");
  const jumps = document.querySelector("[data-since-teams]");
  if (!form || !found) return;

  const pages = [];
  for (const entry of form.dataset.months.split(" ").filter(Boolean)) {
    const [month, parts] = entry.split(":");
    for (let part = 1; part <= Number(parts); part += 1) pages.push({ month, address: part > 1 ? `${month}/${part}/` : `${month}/` });
  }

  /** The sections of a page of a month, with links that work here; a page is fetched once. */
  const loaded = new Map();
  function load({ address }) {
    const whole = new URL(address, location.href);
    const known = loaded.get(whole.href);
    if (known) return known;
    const page = (async () => {
      const answer = await fetch(whole);
      if (!answer.ok) throw new Error(answer.statusText);
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const link of parsed.querySelectorAll("[data-month] a[href]")) link.href = new URL(link.getAttribute("href"), whole).href;
      return [...parsed.querySelectorAll("[data-doings]")];
    })();
    page.catch(() => loaded.delete(whole.href));
    loaded.set(whole.href, page);
    return page;
  }

  /** Puts the lists of a section at the end of those that the team has already. */
  function join(section, teams) {
    const known = teams.get(section.dataset.doings);
    if (!known) {
      teams.set(section.dataset.doings, document.importNode(section, true));
      return;
    }
    for (const part of section.querySelectorAll("[data-part]")) {
      const name = part.dataset.part;
      const same = known.querySelector(`[data-part="${name}"]`);
      const copy = document.importNode(part, true);
      if (same) {
        same.lastElementChild.append(...copy.lastElementChild.children);
        continue;
      }
      const after = PARTS.slice(PARTS.indexOf(name) + 1).map((next) => known.querySelector(`[data-part="${next}"]`));
      known.insertBefore(copy, after.find(Boolean) || null);
    }
  }

  /** Takes out what is older than the day, and references that a later month has named already. */
  function keepSince(section, from) {
    const named = new Set();
    for (const row of section.querySelectorAll("[data-row]")) {
      const isOld = (row.dataset.date || "").slice(0, 10) < from;
      const address = row.dataset.what === "reference" ? row.querySelector("a").href : "";
      if (isOld || named.has(address)) row.remove();
      else if (address) named.add(address);
    }
    for (const part of section.querySelectorAll("[data-part]")) if (!part.querySelector("[data-row]")) part.remove();
  }

  /** Links to the teams that are shown, where there are many. */
  function showJumps(sections) {
    if (!jumps) return;
    const items = sections.map((section) => {
      const heading = section.querySelector("h2");
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${heading.id}`;
      link.textContent = heading.textContent;
      item.append(link);
      return item;
    });
    jumps.querySelector("ul").replaceChildren(...items);
    jumps.hidden = items.length < 3;
  }

  let turn = 0;
  let monthsShown = 0;

  async function show(most) {
    const from = form.elements.from.value;
    const team = form.elements.team ? form.elements.team.value : "";
    if (!isDay(from)) return;
    turn += 1;
    const mine = turn;
    const wanted = pages.filter(({ month }) => month >= from.slice(0, 7));
    const taken = wanted.slice(0, most);
    sum.textContent = WORDS.texts.loading;
    const teams = new Map();
    try {
      for (const sections of await Promise.all(taken.map(load))) for (const section of sections) join(section, teams);
    } catch (error) {
      // From a folder on a disk nothing can be fetched; the list of months is still there.
      if (mine === turn) sum.textContent = WORDS.texts.failed;
      return;
    }
    if (mine !== turn) return;
    for (const section of teams.values()) keepSince(section, from);
    const shown = [...teams.values()].filter((section) => section.querySelector("[data-row]") && (!team || section.dataset.doings === team));
    found.replaceChildren(...shown);
    showJumps(shown);
    const count = (what) => found.querySelectorAll(`[data-what="${what}"]`).length;
    const figures = PARTS.map((part) => [part, count(part.slice(0, -1))]).filter(([, number]) => number > 0);
    const inWords = figures.map(([part, number]) => say(part, { count: number })).join("\u00a0· ");
    const date = dayInWords(from);
    const first = taken.length ? taken[taken.length - 1].month : "";
    older.hidden = taken.length >= wanted.length;
    monthsShown = taken.length;
    if (!shown.length) sum.textContent = say(team ? "nothing_of_team" : "nothing", { date, last: dayInWords(form.dataset.newest) });
    else if (older.hidden) sum.textContent = say("since", { figures: inWords, date });
    else sum.textContent = say("between", { figures: inWords, first: dayInWords(`${first}-01`), date: dayInWords(form.dataset.newest) });
  }

  function remember() {
    const query = new URLSearchParams();
    for (const field of form.elements) if (field.name && field.value) query.set(field.name, field.value);
    history.replaceState(null, "", `?${query}`);
  }

  const address = new URLSearchParams(location.search);
  const asked = address.get("from");
  // Four weeks before the last call, where nobody asks for a day.
  const recent = new Date(Date.parse(`${form.dataset.newest}T00:00:00Z`) - 28 * 86400000).toISOString().slice(0, 10);
  form.elements.from.value = isDay(asked) ? asked : recent;
  if (form.elements.team) {
    form.elements.team.value = address.get("team") || "";
    if (form.elements.team.selectedIndex < 0) form.elements.team.value = "";
  }
  form.addEventListener("change", () => {
    if (!isDay(form.elements.from.value)) return;
    remember();
    show(AT_ONCE);
  });
  for (const button of form.querySelectorAll("[data-since-days]")) {
    button.addEventListener("click", () => {
      // As everywhere, what is long ago is counted from the last call.
      const last = Math.min(Date.now(), Date.parse(`${form.dataset.newest}T00:00:00Z`));
      form.elements.from.value = new Date(last - Number(button.value) * 86400000).toISOString().slice(0, 10);
      remember();
      show(AT_ONCE);
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  older.querySelector("button").addEventListener("click", () => show(monthsShown + AT_ONCE));
  form.hidden = false;
  show(AT_ONCE);
})();
