// Small pages that are right, and variations of them that are each wrong in one way: they prove that the checks see.
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";

/** A page without a fault, with `more` in its body and `head` in its head. */
export const page = (more = "", head = "") => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width"><title>A page</title><link rel="stylesheet" href="page.css">${head}</head>
<body><main><h1>A page</h1><p>Text</p>${more}</main></body></html>`;

/** A deck without a fault, and `slides` after its own two. */
export const deck = (slides = "") => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A deck</title><link rel="stylesheet" href="reset.css">
<link rel="stylesheet" href="reveal.css"><link rel="stylesheet" href="theme/white.css"><link rel="stylesheet" href="page.css"></head>
<body><div class="reveal"><div class="slides"><section><h2>One</h2><p class="fragment">later</p></section>
<section><section><h2>Two</h2></section><section><p>Below</p></section></section>${slides}</div></div>
<script src="reveal.js"></script><script src="deck.js"></script></body></html>`;

/** Files the pages share. */
export const FILES = {
  "page.css": "body{font:16px sans-serif;color:#111;background:#fff}.wide{width:2000px}.broad{width:18rem}.high{height:300px}.scroll{overflow:auto}.pale{color:#ccc}" +
    ".reveal .tall{height:900px;max-height:none}.short{height:200px;overflow-y:auto}.cut{height:100px;overflow:hidden}.right{position:absolute;left:900px;width:200px}",
  "deck.js": "Reveal.initialize({ hash: true, transition: 'none' });",
  "throws.js": "throw new Error('thrown on purpose');",
  "late.js": "requestAnimationFrame(() => setTimeout(() => { document.getElementById('late').className = 'high'; }, 50));",
  "logs.js": "console.error('logged on purpose');",
  "rejects.js": "Promise.reject(new Error('rejected on purpose'));",
  "fetches.js": "fetch('https://elsewhere.invalid/data.json').catch(() => {});",
  "unreachable.js": "Reveal.on('slidechanged', () => Reveal.slide(0, 0));",
};

/** Pages with one fault each: what is put in the body, and how the report of it reads. */
export const FAULTY_PAGES = [
  { name: "an uncaught exception", body: '<script src="throws.js"></script>', report: /page error: thrown on purpose/ },
  { name: "an unhandled rejection", body: '<script src="rejects.js"></script>', report: /page error: rejected on purpose/ },
  { name: "a console error", body: '<script src="logs.js"></script>', report: /console error: logged on purpose/ },
  { name: "an inline script", body: "<script>1</script>", report: /policy violation.*script-src-elem blocked inline/ },
  { name: "an inline handler", body: '<img alt="" src="data:," onerror="1">', report: /policy violation.*script-src-attr/ },
  { name: "an inline style", body: '<p style="color:red">x</p>', report: /policy violation.*style-src-attr/ },
  { name: "a picture from elsewhere", body: '<img alt="" src="https://elsewhere.invalid/a.png">', report: /policy violation.*img-src/ },
  { name: "a request to another host", body: '<script src="fetches.js"></script>', report: /elsewhere\.invalid/ },
  { name: "a missing file", body: '<img alt="" src="missing.png">', report: /answer 404 for .*missing\.png/ },
];
