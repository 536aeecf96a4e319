// Hostile notes, as a browser reads them: their pages, their decks, and their drawings opened by themselves. What the program
// writes is held against a parser of HTML in tests/vectors.rs; this is about what a browser makes of it.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withPage } from "./browser.mjs";
import { serve } from "./server.mjs";
import { ROOT, buildSite } from "./sites.mjs";

/** Notes, by what they try: to run, to load, to break out of where they stand. `x` is no function, so that a call of it is an error. */
const NOTES = [
  "<script>x()</script>",
  "a <script src=//evil.example/x.js async></script> b",
  "<img src=x onerror=x()>",
  "<img/onerror=x()/src=x>",
  "<b onfocus=x() tabindex=0 contenteditable autofocus>a</b>",
  "<details ontoggle=x() open><summary>a</summary></details>",
  "<body onload=x() background=https://evil.example/x.png>",
  "<svg><animate onbegin=x() attributeName=x dur=1s></svg>",
  "<svg><set attributeName=href to=javascript:x() /><a><text>b</text></a></svg>",
  "<svg><style><img src=x onerror=x()></style></svg>",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=x()&gt;\">",
  "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=x() src>\">",
  "<noscript><p title=\"</noscript><img src=x onerror=x()>\">",
  "<iframe srcdoc='<script>x()</script>'></iframe>",
  "<iframe src=https://evil.example/></iframe><object data=https://evil.example/></object><embed src=https://evil.example/>",
  "<video src=https://evil.example/x poster=https://evil.example/y autoplay><source src=https://evil.example/z></video>",
  "<picture><source srcset=https://evil.example/x><img src=https://evil.example/y srcset=https://evil.example/z></picture>",
  "<link rel=stylesheet href=https://evil.example/x.css><meta http-equiv=refresh content=0;url=https://evil.example/>",
  "<base href=https://evil.example/><a href=b>c</a>",
  "<style>@import 'https://evil.example/x.css'; body{background:url(https://evil.example/y)}</style>",
  "<p style=\"background:url(https://evil.example/x);position:fixed;inset:0\">a</p>",
  "<p style=\"background:image-set('https://evil.example/x' 1x)\">a</p>",
  "[a](javascript:x()) <a href=\"java\tscript:x()\">b</a> <a href=&#106;avascript:x()>c</a>",
  "![a](https://evil.example/x.png) ![b](//evil.example/y.png)",
  "<a href=data:text/html,<script>x()</script>>a</a>",
  "# <img src=x onerror=x()> a\n\n## <script>x()</script>\n\n- Decision: <img src=x onerror=x()>\n- AI @a: <svg onload=x()>",
  "| <img src=x onerror=x()> | Owner |\n|---|---|\n| `</td><script>x()</script>` | @a |",
  "```<script>x()</script>\n</code></pre><script>x()</script>\n```",
  "<!-- .slide: data-background-iframe=\"https://evil.example/\" data-background-video=\"https://evil.example/x\" -->\na",
  "<!-- .slide: data-background-image=\"https://evil.example/x.png\" onclick=\"x()\" -->\na",
  "a\n\nNote: <img src=x onerror=x()>",
  "<section data-background-iframe=javascript:x() data-autoslide=1>a</section></section></div></div><script>x()</script>",
  "</main></body></html><script>x()</script>",
  "<template><script>x()</script></template><div><template shadowrootmode=open><img src=x onerror=x()></template></div>",
  "<a id=Reveal name=Reveal></a><form id=document><input name=cookie></form><img name=currentScript>",
  "{{ 7 * 7 }} {% include 'x' %} ${x()} <%= x() %>",
];

/** Drawings, which are opened by themselves as well. */
const DRAWINGS = [
  "<script>x()</script><rect width='9' height='9' onclick='x()'/>",
  "<a href='javascript:x()'><text>a</text></a>",
  "<image href='https://evil.example/x.png'/><use href='https://evil.example/y.svg#z'/>",
  "<style>@import url(https://evil.example/x.css);rect{fill:url(https://evil.example/y.svg#z)}</style><rect width='9' height='9'/>",
  "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><img src='x' onerror='x()'/></body></foreignObject>",
  "<rect width='9' height='9' style='fill:image-set(\"https://evil.example/x\" 1x)'/><animate attributeName='href' to='javascript:x()'/>",
];

const SVG = (body) => `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${body}</svg>`;

/** The payloads beside the checkout; none where there are none, which is an error in CI. */
async function sharedPayloads() {
  const file = join(process.env.MINUTEBOOK_SHARED ?? join(ROOT, "../shared"), "eval/vectors.jsonl");
  if (!existsSync(file)) {
    if (process.env.CI === "true") throw new Error(`${file} is missing, and CI skips nothing`);
    console.log(`skipped: ${file} with more payloads`);
    return { notes: [], drawings: [] };
  }
  const rows = (await readFile(file, "utf8")).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const of = (pattern) => rows.filter(({ kind, payload }) => pattern.test(kind) && !/^@(?:rep|wrap):/.test(payload)).map(({ payload }) => payload);
  return { notes: of(/^(?:html|css|search|text|feed)\./), drawings: of(/^svg\.file$/) };
}

const day = (index) => new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);

/** What in the document could run or load, however it came there. */
function harmful() {
  const found = [];
  for (const element of document.querySelectorAll(".prose *, .slides *, .slides")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`<${element.localName} ${name}>`);
      if (/^(?:href|src|action|formaction|data|xlink:href)$/i.test(name) && /^[\s\p{Cc}]*(?:javascript|vbscript|data:text)/iu.test(value)) found.push(`<${element.localName} ${name}="${value}">`);
    }
    if (/^(?:script|iframe|object|embed|base|meta|link|frame|frameset|applet)$/.test(element.localName)) found.push(`<${element.localName}>`);
  }
  return found;
}

/** Loads addresses in several windows at once and resolves to what went wrong. */
async function visitAll(browser, origin, addresses) {
  const found = [];
  const queue = [...addresses];
  const work = () => withPage(browser, origin, {}, async (page, faults) => {
    page.on("dialog", (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
      faults.length = 0;
      await page.goto(new URL(address, origin).href, { waitUntil: "load" });
      if (address.includes("/deck/")) await page.waitForFunction(() => window.Reveal?.isReady());
      faults.push(...(await page.evaluate(harmful)));
      const serious = faults.filter((fault) => !fault.startsWith("answer ") && !fault.startsWith("console error"));
      found.push(...serious.map((fault) => `${address}: ${fault}`));
    }
  });
  await Promise.all([work(), work(), work(), work()]);
  return found;
}

export function payloadTests(browser) {
  describe("hostile notes", () => {
    let folder, site, server, notes, drawings;

    before(async () => {
      const shared = await sharedPayloads();
      notes = [...NOTES, ...shared.notes];
      drawings = [...DRAWINGS.map(SVG), ...shared.drawings];
      folder = await mkdtemp(join(tmpdir(), "minutebook-payloads-"));
      await mkdir(join(folder, "t"));
      const asDecks = notes.filter((note) => !note.startsWith("---")).map((note) => `---\ntype: slide\n---\n${note}`);
      const shown = drawings.map((_, index) => `![a](d${index}.svg)`);
      const all = [...notes, ...asDecks, ...shown];
      await Promise.all(all.map((note, index) => writeFile(join(folder, "t", `${day(index).replaceAll("-", "")}.md`), note)));
      await Promise.all(drawings.map((drawing, index) => writeFile(join(folder, "t", `d${index}.svg`), drawing)));
      site = await buildSite(folder);
      server = await serve({ folder: site.folder });
    });
    after(async () => {
      await server?.close();
      for (const made of [folder, site && dirname(site.folder)]) if (made) await rm(made, { recursive: true });
    });

    test("what a payload would do is seen", async () => {
      await withPage(browser(), server.url, {}, async (page) => {
        await page.setContent('<div class="prose"><img src="x" onerror="x()"><a href=" javascript:x()">a</a><iframe></iframe></div>');
        assert.deepEqual(await page.evaluate(harmful), ["<img onerror>", '<a href=" javascript:x()">', "<iframe>"]);
      });
    });

    test("nothing runs or loads on any page or deck", async () => {
      // Each as a note on its page, and as slides in decks: those of an author, and those cut from the note.
      const isNote = (file) => Date.parse(file.slice(2, 12)) < Date.parse(day(notes.length));
      const pages = site.files.filter((file) => /^t\/\d{4}-\d\d-\d\d\/index\.html$/.test(file) && isNote(file));
      const decks = site.files.filter((file) => file.endsWith("/deck/index.html"));
      assert.ok(pages.length > notes.length * 0.9 && decks.length > notes.length, `${pages.length} pages and ${decks.length} decks of ${notes.length} notes`);
      const addresses = [...pages, ...decks].map((file) => file.replace(/index\.html$/, ""));
      assert.deepEqual((await visitAll(browser(), server.url, addresses)).slice(0, 20), []);
    });

    test("no drawing runs or loads anything when it is opened by itself", async () => {
      const files = site.files.filter((file) => /^t\/.*\.svg$/.test(file));
      assert.ok(files.length > DRAWINGS.length / 2, `${files.length} of ${drawings.length} drawings`);
      const found = await withPage(browser(), server.url, {}, async (page, faults) => {
        for (const file of files) {
          await page.goto(new URL(file, server.url).href, { waitUntil: "load" });
          const inside = await page.evaluate(() => [...document.querySelectorAll("script, foreignObject, [*|href]")].map((element) => element.outerHTML).filter((html) => !/href="#/.test(html)));
          faults.push(...inside.filter((html) => !/href="data:image\//.test(html)).map((html) => `${file}: ${html}`));
        }
        return faults;
      });
      assert.deepEqual(found, []);
    });
  });
}
