// All browser tests, in one process and one browser.
import { after, before } from "node:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { accessTests } from "./access.tests.mjs";
import { archiveTests } from "./archives.tests.mjs";
import { callTests } from "./calls.tests.mjs";
import { launch } from "./browser.mjs";
import { deckTests } from "./decks.tests.mjs";
import { endpointTests } from "./endpoint.tests.mjs";
import { harnessTests } from "./harness.tests.mjs";
import { linkTests } from "./links.tests.mjs";
import { lzmaTests } from "./lzma.tests.mjs";
import { multiply } from "./manyfold.mjs";
import { movedTests } from "./moved.tests.mjs";
import { newcomerTests } from "./newcomer.tests.mjs";
import { newsTests } from "./news.tests.mjs";
import { PAGES, pageTests } from "./pages.tests.mjs";
import { payloadTests } from "./payloads.tests.mjs";
import { pictureTests } from "./pictures.tests.mjs";
import { registerTests } from "./registers.tests.mjs";
import { reviewingTests } from "./reviewing.tests.mjs";
import { searchTests } from "./search.tests.mjs";
import { serve } from "./server.mjs";
import { serverTests } from "./server.tests.mjs";
import { servingTests } from "./serving.tests.mjs";
import { trailTests } from "./trails.tests.mjs";
import { workflowTests } from "./workflows.tests.mjs";
import { EXAMPLE, ROOT, WEIGHED, buildSite, realArchives } from "./sites.mjs";

let browser;
const built = new Map();
const servers = [];

/** Builds an archive and serves it at the root of a host and below a folder. */
async function prepare(name, source, options) {
  if (source === undefined) return;
  const site = await buildSite(source, options);
  console.log(`built ${name}: ${site.files.length} files in ${site.seconds.toFixed(1)} s`);
  const urls = {};
  const requests = [];
  for (const base of ["/", "/minutes/"]) {
    const server = await serve({ folder: site.folder, base, onAnswer: (answer) => requests.push(answer) });
    servers.push(server);
    urls[base] = server.url;
  }
  built.set(name, { site, urls, requests });
}

const REAL = realArchives();

before(async () => {
  browser = await launch();
  await prepare("content", EXAMPLE.source);
  await prepare("content below a folder", EXAMPLE.source, ["--base-url", "https://hedgerow.example/minutes/"]);
  const manyfold = await mkdtemp(join(tmpdir(), "minutebook-manyfold-"));
  await multiply(EXAMPLE.source, manyfold, 16);
  await prepare("content, sixteen-fold", manyfold);
  await rm(manyfold, { recursive: true });
  for (const { name, source, config } of REAL) await prepare(name, source, ["--config", config]);
});
after(async () => {
  await browser?.close();
  for (const server of servers) await server.close();
  for (const { site } of built.values()) await rm(dirname(site.folder), { recursive: true });
});

const site = (name) => () => built.get(name)?.site;
const at = (name) => (base) => built.get(name).urls[base];

lzmaTests();
serverTests();
servingTests({
  browser: () => browser,
  program: resolve(ROOT, process.env.MINUTEBOOK),
  source: EXAMPLE.source,
  note: "cloud/20260316.md",
  path: "cloud/2026-03-16/",
});
reviewingTests({
  browser: () => browser,
  program: resolve(ROOT, process.env.MINUTEBOOK),
  source: EXAMPLE.source,
});
workflowTests();
newcomerTests(() => browser);
linkTests();
harnessTests(() => browser);
pageTests(() => browser, site("content"), at("content"), () => at("content below a folder")("/minutes/"));
registerTests(() => browser, site("content, sixteen-fold"), at("content, sixteen-fold"));
newsTests(
  () => browser,
  ["content", ...REAL.filter(({ source }) => source).map(({ name }) => name)].map((name) => ({ name, site: site(name), at: at(name) })),
);
trailTests(() => browser, at("content"), at("scs-minutes"), REAL[0].source !== undefined);
movedTests(() => browser, [
  ["at the root of a host", () => at("content")("/")],
  ["below a folder", () => at("content below a folder")("/minutes/")],
]);
callTests(() => browser, ["content", ...REAL.map(({ name }) => name)].map((name) => ({ name, site: site(name), at: at(name) })));
deckTests(() => browser, site("content"), at("content"), () => at("content below a folder")("/minutes/"));
pictureTests(() => browser);
payloadTests(() => browser);
/** An archive for the search tests. */
const searched = (name, source, config) => ({ source, config, site: site(name), at: at(name), get requests() { return built.get(name).requests; } });
searchTests(
  () => browser,
  searched("content", EXAMPLE.source),
  searched("scs-minutes", REAL[0].source, REAL[0].config),
);
endpointTests(() => browser, EXAMPLE.source, { site: site("content"), at: at("content") });
accessTests(
  () => browser,
  Object.entries(WEIGHED).map(([name, pages]) => ({ name, site: site(name), at: at(name), pages })),
  PAGES.map(([, address]) => address),
);
archiveTests(() => browser, REAL.map(({ name }) => ({ name, site: site(name), at: at(name) })));
