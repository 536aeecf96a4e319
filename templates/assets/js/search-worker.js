// Runs the search engine beside the page: fetches what a query needs of the index, asks, and answers with rows. The module is
// handed in by the page, which can ask for it before this script is here.
//
// In:  {type: "nearly"}   most of the module is here; {type: "module", bytes, brotli}   `brotli` if the bytes are still packed;
//      {type: "ask", id, question}; {type: "call", id, name, input}   one of the engine's functions that need no file
// Out: {type: "names", rows, topics, team, person, reference, last}: the pages that have a name, and what the archive has most of,
//      {type: "ready", documents, teams},
//      {type: "answer", id, found, rounds},
//      {type: "failed", id?, reason: "offline" | "stale" | "unsupported", message}
"use strict";

const SEARCH = new URL("../search/", self.location.href);
/** Blocks, then texts; more rounds would mean that what was handed in is asked for again. */
const MOST_ROUNDS = 4;

/** A failure with a word the page knows. */
class Failure extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

let engine; // The module's exports.
let entry; // What the entry file says.
let starting; // A promise for both.
let named = Promise.resolve(); // A promise for the engine's having the names of pages.
let handIn; // Takes the module.
const handedIn = new Promise((resolve) => { handIn = resolve; });
let goOn; // Lets the index be fetched: on a slow line the module comes first, to be compiled while the index arrives.
const nearly = new Promise((resolve) => { goOn = resolve; });
let newest = 0; // The id of the last question; older ones are dropped.

// --- Fetching ---------------------------------------------------------------------------------------------------

async function get(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    throw new Failure("offline", `${url.pathname}: ${error.message}`);
  }
  if (response.status === 404) throw new Failure("stale", `${url.pathname} is gone`);
  if (!response.ok) throw new Failure("offline", `${url.pathname}: ${response.status}`);
  // The page of a hotel's network, say, in the place of what was asked for.
  if ((response.headers.get("content-type") || "").startsWith("text/html")) throw new Failure("offline", `${url.pathname} is a page`);
  return response;
}

async function bytes(url) {
  const buffer = await (await get(url)).arrayBuffer();
  return new Uint8Array(buffer);
}

// --- The engine -------------------------------------------------------------------------------------------------

/** Hands bytes in, calls one of the module's functions, and reads the JSON it leaves. */
function call(name, ...parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  let at = engine.input(length);
  for (const part of parts) {
    new Uint8Array(engine.memory.buffer, at, part.length).set(part);
    at += part.length;
  }
  try {
    engine[name]();
  } catch (error) {
    // It has stopped in the middle of its work: what it has in memory is worth nothing any more.
    throw new Failure("offline", `the engine stopped: ${error.message}`);
  }
  const output = new Uint8Array(engine.memory.buffer, engine.output(), engine.output_length());
  const answer = JSON.parse(new TextDecoder().decode(output));
  if (answer && answer.error) throw new Failure("stale", answer.error);
  return answer;
}

async function readEntry() {
  const response = await get(new URL("entry.json", SEARCH), { cache: "no-cache" });
  try {
    const read = await response.json();
    if (typeof read.hot === "string" && typeof read.names === "string") return read;
  } catch { /* Whoever answers, it is not the site. */ }
  throw new Failure("offline", "entry.json is not that of an index");
}

async function openIndex(read, compiled) {
  entry = read;
  // They are small, and the page needs no engine for them: what it is asked for by name is there long before the rest. Without them there
  // are still results.
  const names = bytes(new URL(entry.names, SEARCH)).catch(() => null);
  names.then(tellNames).catch(() => {});
  await nearly;
  const hot = await bytes(new URL(entry.hot, SEARCH));
  if (compiled) engine = (await WebAssembly.instantiate(await compiled, {})).exports;
  const opened = call("open", hot);
  named = names.then((file) => file && call("supply_names", file));
  named.catch(() => {});
  return opened;
}

/** What a name's row has in which place; see `NamedRow` of the engine. */
const [LABEL, KIND, LAST, KEY] = [0, 2, 4, 6];
const MOST_TOPICS = 6;
/** A year, in days as numbers such as 20240703. */
const YEAR = 10000;

function tellNames(file) {
  if (!file) return;
  const rows = JSON.parse(new TextDecoder().decode(file));
  const last = rows.reduce((newest, row) => Math.max(newest, row[LAST]), 0);
  // They come with the most frequent first; what was given up is no example.
  const of = (kind) => rows.filter((row) => row[KIND] === kind);
  const isPlain = (row) => /^[@\p{L}\p{N}][\p{L}\p{N} #_-]*$/u.test(row[LABEL]);
  const alive = (kind) => {
    const plain = of(kind).filter(isPlain);
    return [...plain.filter((row) => row[LAST] > last - YEAR), ...plain, ...of(kind)].slice(0, 2 * MOST_TOPICS);
  };
  const first = (kind) => alive(kind)[0];
  self.postMessage({
    type: "names",
    rows,
    last,
    topics: [...new Set(alive("topic").map((row) => row[LABEL]))].slice(0, MOST_TOPICS),
    team: first("team")?.[KEY],
    person: first("person")?.[LABEL].replace(/^@/, ""),
    reference: first("reference")?.[LABEL],
  });
}

/** What every module begins with: a zero, `asm`. */
function isModule(buffer) {
  return [0, 97, 115, 109].every((byte, at) => new Uint8Array(buffer)[at] === byte);
}

async function inflate(bytes) {
  try {
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("brotli"))).arrayBuffer();
  } catch (error) {
    throw new Failure("offline", `the engine cannot be unpacked: ${error.message}`);
  }
}

async function compile({ bytes, brotli }) {
  const buffer = brotli ? await inflate(bytes) : bytes;
  if (!isModule(buffer)) throw new Failure("offline", "the engine is not what was asked for");
  return WebAssembly.compile(buffer);
}

async function start() {
  if (typeof WebAssembly !== "object") throw new Failure("unsupported", "there is no WebAssembly");
  const compiled = handedIn.then(compile);
  compiled.catch(() => {}); // Who waits for it hears of it.
  const opened = await openIndex(await readEntry(), compiled);
  self.postMessage({ type: "ready", ...opened });
}

/** The twelve digits of a name as six bytes. */
function nameBytes(name) {
  return Uint8Array.from(name.match(/../g), (pair) => parseInt(pair, 16));
}

async function supply(names, extension, into) {
  const fetched = await Promise.all(names.map(async (name) => [name, await bytes(new URL(`data/${name}.${extension}`, SEARCH))]));
  for (const [name, content] of fetched) call(into, nameBytes(name), content);
}

async function ask(question) {
  await named.catch(() => {});
  const asked = new TextEncoder().encode(JSON.stringify(question));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const reply = call("ask", asked);
    if (reply.found) return { found: reply.found, rounds: round };
    const { blocks, fragments } = reply.missing;
    await Promise.all([supply(blocks, "bin", "supply_block"), supply(fragments, "json", "supply_fragment")]);
  }
  throw new Failure("stale", "the index asks for the same files again");
}

/** The site was published anew while the page was open: its old files are gone. Takes the new index, once. */
async function askAnew(question) {
  const before = entry.hot;
  const now = await readEntry();
  if (now.hot === before) throw new Failure("stale", "a file of the index is missing");
  await openIndex(now);
  return ask(question);
}

async function answer({ id, question }) {
  newest = id;
  await starting;
  if (id !== newest) return;
  let result;
  try {
    result = await ask(question);
  } catch (error) {
    if (error.reason !== "stale") throw error;
    result = await askAnew(question);
  }
  self.postMessage({ type: "answer", id, ...result });
}

async function callEngine({ id, name, input }) {
  await starting;
  await named.catch(() => {});
  self.postMessage({ type: "answer", id, found: call(name, new TextEncoder().encode(JSON.stringify(input))) });
}

function fail(error, id) {
  self.postMessage({ type: "failed", id, reason: error.reason || "unsupported", message: String(error.message || error) });
}

self.addEventListener("message", ({ data }) => {
  if (data.type === "nearly" || data.type === "module") goOn();
  if (data.type === "module") handIn(data);
  if (data.type === "ask") answer(data).catch((error) => fail(error, data.id));
  if (data.type === "call") callEngine(data).catch((error) => fail(error, data.id));
});

starting = start();
starting.catch(fail);
