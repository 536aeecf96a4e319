// Runs the search engine beside the page: fetches what a query needs of the index, asks, and answers with rows. The module is
// handed in by the page, which can ask for it before this script is here; `lzma.js` goes before this script and unpacks it.
//
// In:  {type: "piece", bytes}   the next bytes of the packed module; {type: "whole"}   there are no more;
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
let pieces; // Takes the bytes of the packed module.
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
  // On a slow line they come first; the module takes longer than both.
  await names;
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

/** The module is smaller than this many bytes. */
const MOST_BYTES = 1 << 24;

/** Unpacks the module while it arrives, and has the browser compile what there is of it meanwhile. */
function receiveModule() {
  const packed = new Lzma(MOST_BYTES);
  const unpack = (work) => {
    try {
      return work().slice();
    } catch (error) {
      throw new Failure("offline", `the engine cannot be unpacked: ${error.message}`);
    }
  };
  const { readable, writable } = new TransformStream({
    transform: (bytes, unpacked) => unpacked.enqueue(unpack(() => packed.write(bytes))),
    flush: (unpacked) => unpacked.enqueue(unpack(() => packed.end())),
  }, undefined, { highWaterMark: Infinity });
  pieces = writable.getWriter();
  return compile(readable, pieces.closed.then(() => packed.output));
}

async function compile(stream, whole) {
  whole.catch(() => {}); // Who waits for it hears of it.
  try {
    return await WebAssembly.compileStreaming(new Response(stream, { headers: { "content-type": "application/wasm" } }));
  } catch (error) {
    // Not every browser can do that; and where the module could not be unpacked, this says why.
    return WebAssembly.compile(await whole);
  }
}

async function start() {
  if (typeof WebAssembly !== "object") throw new Failure("unsupported", "there is no WebAssembly");
  const compiled = receiveModule();
  compiled.catch(() => {}); // As above.
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
  // What goes wrong with a piece is heard where the module is waited for.
  if (data.type === "piece") pieces?.write(data.bytes).catch(() => {});
  if (data.type === "whole") pieces?.close().catch(() => {});
  if (data.type === "ask") answer(data).catch((error) => fail(error, data.id));
  if (data.type === "call") callEngine(data).catch((error) => fail(error, data.id));
});

starting = start();
starting.catch(fail);
