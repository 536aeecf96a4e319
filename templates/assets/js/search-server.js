// Asks the search server of an archive that has one (`search.endpoint`), and the site's own index where the server does not answer or
// finds nothing. `search.js` loads it; the engine in the worker puts questions into the server's words and reads what it answers.
(function () {
  "use strict";

  const T = __WORDS__.texts;
  const { server: address, serverEngine } = document.querySelector("[data-search]").dataset;
  /** How long an answer is waited for, in milliseconds. */
  const LONGEST = 1500;
  /** For so long a server that did not answer is not asked again. */
  const REST = 30_000;
  /** What is being typed is asked for when no letter has come for so long. */
  const PAUSE = 120;

  let restsUntil = 0;
  let typed = 0; // How many questions were typed.
  let last = null; // Ends the last of them.

  async function post(request, signal) {
    const options = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", signal };
    const response = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request), ...options });
    if (!response.ok) throw new Error(`the search server answers ${response.status}`);
    return response.json();
  }

  async function askServer(question, callEngine, control) {
    const requests = await callEngine("for_server", { question, server: serverEngine });
    const late = setTimeout(() => control.abort(), LONGEST);
    try {
      const answers = await Promise.all(requests.map((request) => post(request, control.signal)));
      return await callEngine("from_server", { question, answers });
    } finally {
      clearTimeout(late);
      // Where one of two requests failed, nobody waits for the other.
      control.abort();
    }
  }

  /** What a question that was overtaken by another one gets: it never settles. */
  const never = () => new Promise(() => {});

  /** A promise for the answer; `engine` has `askIndex` and `callEngine`. An answer from the index for want of the server says so in `source`. */
  async function ask(question, { askIndex, callEngine }) {
    if (Date.now() >= restsUntil) {
      const control = new AbortController();
      const isTyped = question.as_you_type && question.limit > 0;
      if (isTyped) {
        typed += 1;
        if (last) last.abort();
        last = control;
      }
      const mine = typed;
      const isOvertaken = () => isTyped && mine !== typed;
      if (isTyped) await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
      if (isOvertaken()) return never();
      try {
        const found = await askServer(question, callEngine, control);
        if (isOvertaken()) return never();
        // The index knows misspelt words and parts of words, and which filters nothing passes.
        return found.total ? found : askIndex(question);
      } catch (error) {
        if (isOvertaken()) return never();
        restsUntil = Date.now() + REST;
      }
    }
    return { ...(await askIndex(question)), source: T.fallback };
  }

  window.minutebookSearchServer = { ask };
})();
