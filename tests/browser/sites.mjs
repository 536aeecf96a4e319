// Building the sites that are looked at, and reading what was built.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A real archive beside the checkout; nothing when there are none, which is an error in CI. */
export function sharedArchive(name) {
  const folder = join(process.env.MINUTEBOOK_SHARED ?? join(ROOT, "../shared"), "corpus", name);
  if (existsSync(folder)) return folder;
  if (process.env.CI === "true") throw new Error(`the archive ${name} is missing in ../shared, and CI skips nothing`);
  console.log(`skipped: the archive ${name} is not in ../shared`);
  return undefined;
}

/** The example archive. */
export const EXAMPLE = { name: "content", source: join(ROOT, "content") };

/** Archives beside the checkout, each with its configuration in `examples/`; `source` is missing where there is none. */
export const realArchives = () => [["scs-minutes", "scs"], ["electron-governance", "electron-governance"], ["rust-lang-team", "rust-lang-team"]].map(
  ([name, example]) => ({ name, source: sharedArchive(name), config: join(ROOT, "examples", example, "minutebook.yaml") }),
);

/** Where the kinds of pages are that people are on most, in two archives. */
export const WEIGHED = {
  content: { start: "", call: "firmware/2025-03-12/", team: "firmware/", decisions: "decisions/", search: "search/?q=relay", topic: "topics/relays/" },
  "scs-minutes": { start: "", call: "community-call/2024-08-08/", team: "iaas/", decisions: "decisions/", search: "search/?q=zuul", topic: "topics/zuul/" },
};

/**
 * Builds the site of `source` into a new folder, with `options` of the command line, and resolves to
 * `{folder, files, seconds}`; `files` are sorted paths.
 */
export async function buildSite(source, options = []) {
  const folder = join(await mkdtemp(join(tmpdir(), "minutebook-site-")), "site");
  const start = performance.now();
  await promisify(execFile)(resolve(ROOT, process.env.MINUTEBOOK), ["build", source, "-o", folder, ...options], { cwd: ROOT, maxBuffer: 1 << 28 });
  const seconds = (performance.now() - start) / 1000;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1));
  return { folder, files: files.map((file) => file.split(sep).join("/")).sort(), seconds };
}

/** The text of a file of a built site. */
export function read(site, file) {
  return readFile(join(site.folder, file), "utf8");
}

/** The addresses of the decks of a site, below its base: `iaas/2024-01-11/deck/`. */
export function decks(site) {
  return site.files.filter((file) => file.endsWith("/deck/index.html")).map((file) => file.slice(0, -"index.html".length));
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The value of an attribute as it is written in HTML. */
export function unescape(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    name ? (ENTITIES[name] ?? whole) : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)));
}
