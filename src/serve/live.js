// Follows the site while it is served by `minutebook serve`; no part of a built site.
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/\.minutebook\/live\.js$/, "");
  const key = "minutebook-place";

  // A reload keeps the slide, which stands in the address, and the place on the page, also where the text above it grew.
  const restore = () => {
    try {
      const place = JSON.parse(sessionStorage.getItem(key) || "null");
      sessionStorage.removeItem(key);
      if (!place || place.path !== location.pathname) return;
      const heading = place.id && document.getElementById(place.id);
      scrollTo({ top: heading ? heading.getBoundingClientRect().top + scrollY - place.offset : place.top, behavior: "instant" });
    } catch {
      // Without storage the browser does what it can.
    }
  };

  const remember = () => {
    const above = [...document.querySelectorAll("main [id]")].filter((element) => element.getBoundingClientRect().top <= 1);
    const last = scrollY > 0 ? above.at(-1) : undefined;
    const place = { path: location.pathname, top: scrollY, id: last?.id, offset: last?.getBoundingClientRect().top };
    try {
      sessionStorage.setItem(key, JSON.stringify(place));
    } catch {
      // As above.
    }
  };

  /** Shows what is wrong above the page, or nothing. Styles are set one by one: the page's policy forbids others. */
  const show = (text) => {
    document.getElementById("minutebook-trouble")?.remove();
    if (!text) return;
    const box = document.createElement("pre");
    box.id = "minutebook-trouble";
    box.setAttribute("role", "alert");
    box.textContent = text;
    Object.assign(box.style, {
      position: "fixed", inset: "auto 0 0 0", zIndex: "9999", margin: "0", padding: "1rem 1.25rem", maxHeight: "50vh", overflow: "auto",
      background: "#5c1111", color: "#fff", font: "14px/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap", textAlign: "left",
    });
    document.body.append(box);
  };

  let edition;
  const events = new EventSource(base + ".minutebook/events");
  events.onmessage = (event) => {
    const news = JSON.parse(event.data);
    const isNew = edition !== undefined && news.edition !== edition;
    edition = news.edition;
    // A page that cannot be built anew stays as it is, with the reason below it.
    if (news.trouble || !isNew) return show(news.trouble);
    remember();
    location.reload();
  };
  addEventListener("load", restore);
})();
