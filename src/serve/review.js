// The page /review/ of `minutebook serve`: one row at a time, keys as in the terminal. What is said is on the disk before the
// next row is shown.
(() => {
  "use strict";
  const token = document.querySelector("meta[name=minutebook-token]").content;
  const find = (id) => document.getElementById(id);
  const frame = find("minutes");
  let rows = [];
  let at = 0;
  let given = [];
  let busy = false;
  let asking = "";
  let shownPage = "";

  const say = (message) => {
    find("message").textContent = message;
  };

  const show = () => {
    const row = rows[at];
    find("item").hidden = !row;
    find("count").textContent = row
      ? `${at + 1} of ${rows.length}, ${given.length} said`
      : rows.length > 0 ? `That was the last of ${rows.length}; ${given.length} said.` : "There is nothing to review.";
    if (!row) return;
    const { item, standing, place, around } = row;
    const verdict = item.verdict ?? {};
    find("place").textContent = `${place}:${item.line}`;
    find("standing").textContent = standing;
    find("subject").textContent = verdict.subject ?? item.subject;
    find("text").textContent = verdict.text ?? item.text;
    find("around").textContent = around;
    for (const button of document.querySelectorAll("[data-key=d]")) button.disabled = item.kind !== "action";
    const page = `../${item.url}${item.anchor ? `#${encodeURIComponent(item.anchor)}` : ""}`;
    if (page !== shownPage) frame.src = page;
    shownPage = page;
  };

  const load = async () => {
    try {
      const answer = await fetch(find("all").checked ? "all.json" : "items.json");
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.error);
      rows = found;
      at = 0;
      given = [];
      say("");
    } catch (error) {
      say(`The rows cannot be read: ${error.message}`);
    }
    show();
  };

  /** Sends a key for a row; true when it was taken. */
  const send = async (row, key, more) => {
    const { file, quote, occurrence, kind } = row.item;
    try {
      const answer = await fetch("verdicts", {
        method: "POST",
        headers: { "content-type": "application/json", "x-minutebook-token": token },
        body: JSON.stringify({ file, quote, occurrence, kind, key, ...more }),
      });
      const type = answer.headers.get("content-type") ?? "";
      const said = type.startsWith("application/json") ? await answer.json() : { error: await answer.text() };
      if (!answer.ok) {
        say(said.error);
        return false;
      }
      row.item.verdict = said.item.verdict;
      row.standing = said.standing;
      say("");
      return true;
    } catch (error) {
      say(`Nothing was written: ${error.message}`);
      return false;
    }
  };

  const verdict = async (key, words) => {
    const row = rows[at];
    const before = row.item.verdict;
    if (!(await send(row, key, { words: words ?? "" }))) return;
    given.push({ row, before });
    if (key !== "s" && key !== "t") at += 1;
  };

  const undo = async () => {
    const last = given.at(-1);
    if (!last) {
      say("there is nothing to take back");
      return;
    }
    if (!(await send(last.row, "u", { before: last.before }))) return;
    given.pop();
    at = rows.indexOf(last.row);
  };

  const ask = (key) => {
    const { item } = rows[at];
    asking = key;
    find("mend").hidden = false;
    find("mend-label").textContent = key === "s" ? "What it is about" : "What it says";
    find("words").value = (key === "s" ? item.verdict?.subject ?? item.subject : item.verdict?.text ?? item.text);
    find("words").focus();
    find("words").select();
  };

  const stopAsking = () => {
    asking = "";
    find("mend").hidden = true;
    find("words").blur();
  };

  const press = async (key) => {
    if (busy || asking) return;
    busy = true;
    if (key === "n") at = Math.min(at + 1, rows.length);
    else if (key === "p") at = Math.max(at - 1, 0);
    else if (key === "u") await undo();
    else if (rows[at] && (key === "s" || key === "t")) ask(key);
    else if (rows[at]) await verdict(key);
    busy = false;
    show();
  };

  find("mend").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [key, words] = [asking, find("words").value.trim()];
    stopAsking();
    if (!words || busy) return;
    busy = true;
    await verdict(key, words);
    busy = false;
    show();
  });
  find("mend-cancel").addEventListener("click", stopAsking);
  find("words").addEventListener("keydown", (event) => {
    if (event.key === "Escape") stopAsking();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      find("mend").requestSubmit();
    }
  });
  find("keys").addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key) press(key);
  });
  find("all").addEventListener("change", load);
  const keydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("textarea, input")) return;
    const key = { " ": "n", ArrowRight: "n", ArrowLeft: "p" }[event.key] ?? event.key;
    // A button that has the focus is pressed by the space bar as everywhere.
    if (event.key === " " && event.target.closest?.("button, a")) return;
    if (!"arstmdunp".includes(key) || key.length !== 1) return;
    event.preventDefault();
    press(key);
  };
  addEventListener("keydown", keydown);
  load();
})();
