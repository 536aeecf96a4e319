// Follows the site while it is served by `minutebook serve`, and shows what is wrong with the notes that are edited; no part
// of a built site.
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/\.minutebook\/live\.js$/, "");
  const placeKey = "minutebook-place";
  const closedKey = "minutebook-closed";

  // Without storage the browser does what it can.
  const recall = (key) => {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const keep = (key, value) => {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, value);
    } catch {
      // As above.
    }
  };

  // A reload keeps the slide, which stands in the address, and the place on the page, also where the text above it grew.
  const restore = () => {
    const place = JSON.parse(recall(placeKey) || "null");
    keep(placeKey, null);
    if (!place || place.path !== location.pathname) return;
    const heading = place.id && document.getElementById(place.id);
    scrollTo({ top: heading ? heading.getBoundingClientRect().top + scrollY - place.offset : place.top, behavior: "instant" });
  };

  const remember = () => {
    const above = [...document.querySelectorAll("main [id]")].filter((element) => element.getBoundingClientRect().top <= 1);
    const last = scrollY > 0 ? above.at(-1) : undefined;
    const place = { path: location.pathname, top: scrollY, id: last?.id, offset: last?.getBoundingClientRect().top };
    keep(placeKey, JSON.stringify(place));
  };

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  let host;
  let shown = "";

  const remove = () => {
    host?.remove();
    host = undefined;
    shown = "";
  };

  /** Closed by the reader: it stays so until something else is wrong, also on other pages and after a reload. */
  const close = () => {
    keep(closedKey, shown);
    remove();
  };

  /** Shows a box; `key` tells it from others. Text is set as text: what stands in a note is no markup here. */
  const show = (key, { className, title, urgent, content }) => {
    if (key === shown || key === recall(closedKey)) {
      if (key !== shown) remove();
      return;
    }
    remove();
    shown = key;
    const button = element("button", "", "×");
    button.type = "button";
    button.setAttribute("aria-label", "Close (Escape)");
    button.addEventListener("click", close);
    const box = element("section", `box ${className}`, element("header", "", element("h2", "", title), button), content);
    box.setAttribute("aria-label", title);
    box.setAttribute("role", urgent ? "alert" : "status");
    const style = element("link");
    style.rel = "stylesheet";
    style.href = `${base}.minutebook/live.css`;
    // Nothing is shown before it has its style.
    box.hidden = true;
    style.addEventListener("load", () => (box.hidden = false));
    style.addEventListener("error", () => (box.hidden = false));
    host = element("div");
    host.id = "minutebook-findings";
    host.attachShadow({ mode: "open" }).append(style, box);
    document.body.append(host);
  };

  const item = ({ private: isPrivate, severity, code, message, path, line, source, hints }) => {
    const made = element("li", isPrivate ? `${severity} private` : severity);
    made.append(element("p", "message", element("span", "severity", `${isPrivate ? "private data" : severity}: `), message));
    made.append(element("p", "place", `${path}${line ? `:${line}` : ""} · ${code}`));
    if (source) made.append(element("pre", "source", source));
    made.append(...hints.map((hint) => element("p", "hint", hint)));
    return made;
  };

  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  const showFindings = (findings) => {
    if (findings.length === 0) {
      keep(closedKey, null);
      return remove();
    }
    const secrets = findings.filter((finding) => finding.private).length;
    const rest = findings.length - secrets;
    const parts = [];
    if (secrets) parts.push(`Private data in ${count(secrets, "place")}`);
    if (rest) parts.push(count(rest, secrets ? "other finding" : "finding"));
    show(JSON.stringify(findings), {
      className: secrets ? "private" : "quiet",
      title: `${parts.join(", ")} in edited notes`,
      urgent: secrets > 0,
      content: element("ol", "", ...findings.map(item)),
    });
  };

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !host) return;
    // A deck would open its overview.
    event.stopImmediatePropagation();
    event.preventDefault();
    close();
  }, { capture: true });

  let version;
  const events = new EventSource(`${base}.minutebook/events`);
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    const isNew = version !== undefined && state.version !== version;
    version = state.version;
    // A page that cannot be built anew stays as it is, with the reason in its corner.
    if (state.failure) {
      const content = element("pre", "", state.failure);
      return show(`failure ${state.failure}`, { className: "failed", title: "The site cannot be built", urgent: true, content });
    }
    if (isNew) {
      remember();
      return location.reload();
    }
    showFindings(state.findings);
  };
  addEventListener("load", restore);
})();
