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
let supplyNames; // Hands the names of pages to the engine, once; a promise for that.
let isNamed = false; // Whether it has them.
let pieces; // Takes the bytes of the packed module.
let newest = 0; // The id of the last question; older ones are dropped.
let typed = ""; // What it asks.
let isOpen = false; // Whether the engine says which blocks a question needs.
let starts = []; // How the words of each block begin, in order.
const answers = new Map(); // What the index answered, by question.
const early = new Map(); // Blocks that were asked for before the engine was here: promises by their names.

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
  const names = bytes(new URL(entry.names, SEARCH)).then(readNames).catch(() => null);
  names.then(tellNames).catch(() => {});
  const hot = await bytes(new URL(entry.hot, SEARCH));
  starts = readStarts(hot);
  early.clear();
  answers.clear();
  if (compiled) fetchEarly();
  if (compiled) engine = (await WebAssembly.instantiate(await compiled, {})).exports;
  const opened = call("open", hot);
  isOpen = true;
  isNamed = false;
  let supplied;
  supplyNames = () => {
    supplied ||= names
      .then((rows) => rows && call("supply_names", new TextEncoder().encode(JSON.stringify(rows))))
      .catch(() => {})
      .then(() => { isNamed = true; });
    return supplied;
  };
  return opened;
}

// --- Blocks before there is an engine ---------------------------------------------------------------------------

const MAGIC = "minutebook hot 2";
const asCharacters = (bytes) => String.fromCharCode(...bytes);

/** The names of the blocks of postings and how their words begin, as the hot file has them first: `{name, start}`, bytes as characters. */
function readStarts(hot) {
  if (asCharacters(hot.subarray(0, MAGIC.length)) !== MAGIC) return [];
  let at = MAGIC.length;
  const take = (length) => hot.subarray(at, (at += length));
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const [byte = 0] = take(1);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80 || shift > 21) return value;
    }
  };
  return Array.from({ length: Math.min(number(), hot.length) }, () => ({ name: nameText(take(6)), start: asCharacters(take(number())) }));
}

/** More are not asked for before the engine says that they are needed. */
const MOST_EARLY = 8;
/** Shorter words are rarely looked for, but for numbers, and have large blocks. */
const SHORTEST = 3;
/** A stem is rarely shorter than its word by more bytes. */
const ENDING = 2;

/**
 * Asks for the blocks that the words of the last question are likely to be in, while the engine is on its way. The engine looks for the stem of a
 * word: where that may stand in the block before, nothing is asked for in vain.
 */
function fetchEarly() {
  if (isOpen) return;
  const words = typed.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  for (const [index, word] of words.entries()) {
    if (word.length < SHORTEST && !/\d/.test(word)) continue;
    const letters = asCharacters(new TextEncoder().encode(word));
    const placeOf = (text) => starts.filter(({ start }) => start <= text).length;
    const at = placeOf(letters);
    if (placeOf(letters.slice(0, Math.max(letters.length - ENDING, SHORTEST))) !== at) continue;
    // The last word may be the beginning of others, which stand behind it.
    const isBegun = index === words.length - 1 && starts[at]?.start.startsWith(letters);
    for (const { name } of starts.slice(Math.max(at - 1, 0), isBegun ? at + 1 : at)) {
      if (early.has(name) || early.size >= MOST_EARLY) continue;
      const fetched = fetchBlock(name);
      fetched.catch(() => {}); // Who needs it hears of it.
      early.set(name, fetched);
    }
  }
}

const fetchBlock = (name) => bytes(new URL(`data/${name}.bin`, SEARCH));

/** What a name's row has in which place; see `NamedRow` of the engine. */
const [LABEL, KIND, LAST, KEY] = [0, 2, 4, 6];
const MOST_TOPICS = 6;
/** A year, in days as numbers such as 20240703. */
const YEAR = 10000;

/** A row with what follows from the rest of it; see `long` in `src/site/search_index/names.rs`. */
function longRow(row) {
  const [label, url, kind, calls, last, records, key, also] = row;
  const whole = key.endsWith("/") ? key + label : key;
  return [label, url || `refs/${whole.toLowerCase().replaceAll("#", "/")}/`, kind, calls, last, records, whole, also];
}

const readNames = (file) => JSON.parse(new TextDecoder().decode(file)).map(longRow);

function tellNames(rows) {
  if (!rows) return;
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

const nameText = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The twelve digits of a name as six bytes. */
function nameBytes(name) {
  return Uint8Array.from(name.match(/../g), (pair) => parseInt(pair, 16));
}

async function supply(names, fetchOne, into) {
  const fetched = await Promise.all(names.map(async (name) => [name, await fetchOne(name)]));
  for (const [name, content] of fetched) call(into, nameBytes(name), content);
}

/** So many answers are kept: who takes back a letter, or a filter, asks what was asked before. */
const MOST_ANSWERS = 100;

async function ask(question) {
  const text = JSON.stringify(question);
  if (answers.has(text)) return { found: answers.get(text), rounds: 0 };
  const asked = new TextEncoder().encode(text);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const reply = call("ask", asked);
    if (reply.found && isNamed) {
      answers.set(text, reply.found);
      if (answers.size > MOST_ANSWERS) answers.delete(answers.keys().next().value);
      return { found: reply.found, rounds: round };
    }
    const { blocks = [], fragments = [] } = reply.missing ?? {};
    const fetched = Promise.all([
      supply(blocks, (name) => early.get(name) ?? fetchBlock(name), "supply_block"),
      supply(fragments, (name) => bytes(new URL(`data/${name}.json`, SEARCH)), "supply_fragment"),
    ]);
    fetched.catch(() => {}); // It is waited for below.
    // The engine takes a while to read them: nothing waits for that while texts are on their way.
    if (reply.found || fragments.length) await supplyNames();
    await fetched;
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
  typed = question.query;
  fetchEarly();
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
  await supplyNames();
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
