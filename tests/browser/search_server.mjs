// A small search server for the tests: it takes what `minutebook export documents` writes, answers `_search` in the shape that the
// documentation of Quickwit and OpenSearch shows, and refuses whatever the recorded contract (`tests/search_server/`) does not have: other
// clauses, other parameters, fields that the exported mapping does not describe or describes otherwise. It ranks by BM25, as both servers do.
import { createServer } from "node:http";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./sites.mjs";

/** What was written down of a server's documentation: `{clauses, body, documents, pairs, …}`. */
export const contractOf = (engine) => JSON.parse(readFileSync(join(ROOT, "tests/search_server", `${engine}.json`), "utf8"));

/** The folder of an export: `{fields, documents}`; `fields` says of each what it is for. */
export function readExport(folder, engine) {
  const files = readdirSync(folder).sort();
  const lines = files.filter((file) => file.startsWith("bulk-")).flatMap((file) => readFileSync(join(folder, file), "utf8").trim().split("\n"));
  return { fields: engine === "quickwit" ? quickwitFields(readFileSync(join(folder, "index.yaml"), "utf8")) : openSearchFields(JSON.parse(readFileSync(join(folder, "index.json"), "utf8"))),
    documents: lines.map((line) => JSON.parse(line)).filter((line) => line.url !== undefined) };
}

/** `{prose: positions, exact, date, number, counted}` by field, of Quickwit's `field_mappings`. */
function quickwitFields(yaml) {
  const fields = new Map();
  for (const [, name, type, rest] of yaml.matchAll(/- \{name: (\w+), type: ([\w<>]+), (.*)\}/g)) {
    const isIndexed = !rest.includes("indexed: false");
    const isText = /text/.test(type);
    fields.set(name, {
      isProse: isIndexed && rest.includes("tokenizer: en_stem"),
      isExact: isIndexed && (isText ? rest.includes("tokenizer: raw") : type === "bool"),
      isDate: type === "datetime",
      isCounted: rest.includes("fast: true"),
    });
  }
  return fields;
}

function openSearchFields({ mappings: { properties } }) {
  const fields = new Map();
  const add = (name, { type, index = true, doc_values: isCounted = true, fields: others = {} }) => {
    fields.set(name, { isProse: type === "text", isExact: index && (type === "keyword" || type === "boolean"), isDate: type === "date", isCounted: isCounted && type !== "text" });
    for (const [other, mapping] of Object.entries(others)) add(`${name}.${other}`, mapping);
  };
  for (const [name, mapping] of Object.entries(properties)) add(name, mapping);
  return fields;
}

/** What a server would refuse with 400. */
class Refused extends Error {}

function refuseUnless(condition, message) {
  if (!condition) throw new Refused(message);
}

/** Words as an analyser with English stems gives them, as far as tests need: lower case, without the endings of plurals and forms of verbs. */
function words(text) {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => (word.length > 4 ? word.replace(/(?<=..)(?:ing|ed|es|e|s)$/, "") : word.replace(/(?<=...)s$/, "")));
}

/** The index of a server. */
export class SearchIndex {
  constructor(engine, { fields, documents }) {
    this.engine = engine;
    this.contract = contractOf(engine);
    this.fields = fields;
    this.documents = documents.map((source) => ({ source, words: new Map() }));
    this.averages = new Map();
  }

  /** The body of an answer to the body of a request; throws [`Refused`] for what the contract does not have. */
  search(request) {
    for (const key of Object.keys(request)) refuseUnless(this.contract.body.includes(key), `unknown field \`${key}\``);
    const { query, from = 0, size = 10, sort = [], aggs = {} } = request;
    refuseUnless(sort.length <= 2, "only up to two sort fields");
    const matches = this.scorer(query);
    const found = [];
    for (const document of this.documents) {
      const score = matches(document);
      if (score !== null) found.push({ document, score });
    }
    const order = sort.map((entry) => this.order(entry));
    found.sort((a, b) => order.reduce((decided, compare) => decided || compare(a, b), 0));
    const hits = found.slice(from, from + size).map(({ document, score }) => this.hit(document, score));
    return this.answer(found, hits, Object.fromEntries(Object.entries(aggs).map(([name, asked]) => [name, this.count(found, asked)])));
  }

  field(name, use) {
    const field = this.fields.get(name);
    refuseUnless(field && field[use], `the field \`${name}\` is not for this (${use})`);
    return field;
  }

  order(entry) {
    if (entry === "_score") return (a, b) => b.score - a.score;
    const [[name, { order }]] = Object.entries(entry);
    this.field(name, "isCounted");
    const value = ({ document }) => document.source[name];
    return (a, b) => {
      const [left, right] = [value(a), value(b)];
      // What has no value comes last in both directions.
      if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
      return (left < right ? -1 : left > right ? 1 : 0) * (order === "desc" ? -1 : 1);
    };
  }

  count(found, { terms: { field, size }, ...others }) {
    refuseUnless(Object.keys(others).length === 0, "an aggregation of another kind");
    this.field(field, "isCounted");
    const counts = new Map();
    for (const { document } of found) for (const value of [document.source[field] ?? []].flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
    const buckets = [...counts].sort((a, b) => b[1] - a[1]).slice(0, size).map(([key, count]) => ({ key, doc_count: count }));
    return { buckets, doc_count_error_upper_bound: 0, sum_other_doc_count: 0 };
  }

  hit({ source }, exact) {
    // As many digits as are the same wherever the number is read and written.
    const score = Number(exact.toPrecision(6));
    return this.engine === "quickwit" ? { _score: score, _source: source } : { _index: "minutes", _id: source.id, _score: score, _source: source };
  }

  answer(found, hits, aggregations) {
    // Without `track_total_hits` Quickwit's number may be too small, and OpenSearch's ends at 10 000.
    const total = this.engine === "quickwit" ? { value: hits.length, relation: "gte" } : { value: Math.min(found.length, 10_000), relation: found.length > 10_000 ? "gte" : "eq" };
    const answer = { took: 3, timed_out: false, hits: { total, max_score: null, hits }, aggregations };
    return this.engine === "quickwit" ? answer : { ...answer, _shards: { total: 1, successful: 1, skipped: 0, failed: 0 } };
  }

  /** A clause as a function that gives a document's score, or null for one that does not match. */
  scorer(clause) {
    refuseUnless(clause && Object.keys(clause).length === 1, "a clause has one name");
    const [[name, content]] = Object.entries(clause);
    if (name === "match_all") return () => 1;
    if (name === "bool") return this.boolean(content);
    const parameters = this.contract.clauses[name];
    refuseUnless(parameters, `unknown variant \`${name}\``);
    refuseUnless(Object.keys(content).length === 1, "one field");
    const [[field, given]] = Object.entries(content);
    for (const key of Object.keys(given)) refuseUnless(parameters.includes(key), `unknown parameter \`${key}\` of \`${name}\``);
    if (name === "term") return this.term(field, given);
    if (name === "range") return this.range(field, given);
    this.field(field, "isProse");
    if (name === "match_phrase") return this.phrase(field, given);
    return this.match(field, given, name === "match_bool_prefix");
  }

  boolean(lists) {
    for (const occur of Object.keys(lists)) refuseUnless(["must", "should", "must_not", "filter"].includes(occur), `unknown field \`${occur}\``);
    const [must, should, mustNot, filter] = ["must", "should", "must_not", "filter"].map((occur) => (lists[occur] ?? []).map((clause) => this.scorer(clause)));
    const least = must.length || filter.length ? 0 : 1;
    return (document) => {
      if (filter.some((matches) => matches(document) === null) || mustNot.some((matches) => matches(document) !== null)) return null;
      const required = must.map((matches) => matches(document));
      const wanted = should.map((matches) => matches(document)).filter((score) => score !== null);
      if (required.includes(null) || (should.length && wanted.length < least)) return null;
      return [...required, ...wanted].reduce((sum, score) => sum + score, 0);
    };
  }

  term(field, { value }) {
    this.field(field, "isExact");
    refuseUnless(typeof value === "string", "the value of a term is a text");
    return ({ source }) => ([source[field] ?? []].flat().map(String).includes(value) ? 1 : null);
  }

  range(field, bounds) {
    this.field(field, "isDate");
    for (const bound of Object.values(bounds)) refuseUnless(!Number.isNaN(Date.parse(bound)) && new Date(bound).toISOString().slice(0, 10) === bound.slice(0, 10), `${bound} is no day`);
    const time = (text) => Date.parse(text);
    return ({ source }) => (source[field] !== undefined && !(time(source[field]) < time(bounds.gte)) && !(time(source[field]) >= time(bounds.lt)) ? 1 : null);
  }

  /** The words of a document's field; a field of other stems has those of its text. */
  wordsOf(document, field) {
    const name = field.split(".")[0];
    if (!document.words.has(name)) document.words.set(name, words(document.source[name] ?? ""));
    return document.words.get(name);
  }

  average(field) {
    if (!this.averages.has(field)) this.averages.set(field, Math.max(1, this.documents.reduce((sum, document) => sum + this.wordsOf(document, field).length, 0) / this.documents.length));
    return this.averages.get(field);
  }

  /** BM25 of what `count` finds in a field. */
  bm25(field, count) {
    const having = this.documents.filter((document) => count(document) > 0).length;
    const rarity = Math.log(1 + (this.documents.length - having + 0.5) / (having + 0.5));
    return (document) => {
      const times = count(document);
      if (!times) return null;
      return (rarity * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * this.wordsOf(document, field).length) / this.average(field)));
    };
  }

  match(field, { query, operator = "OR", boost = 1 }, hasPrefix) {
    const typed = words(query);
    const raw = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const each = typed.map((word, index) => {
      const isPrefix = hasPrefix && index === typed.length - 1;
      const fits = isPrefix ? (other) => other.startsWith(raw[index]) : (other) => other === word;
      return this.bm25(field, (document) => this.wordsOf(document, field).filter(fits).length);
    });
    return (document) => {
      const scores = each.map((score) => score(document));
      const there = scores.filter((score) => score !== null);
      if (!there.length || (operator === "AND" && there.length < scores.length)) return null;
      return boost * there.reduce((sum, score) => sum + score, 0);
    };
  }

  phrase(field, { query }) {
    const typed = words(query);
    const count = (document) => {
      const there = this.wordsOf(document, field);
      return there.filter((_, at) => typed.every((word, offset) => there[at + offset] === word)).length;
    };
    return typed.length ? this.bm25(field, count) : () => null;
  }
}

/** Starts the server on this machine; `{url, index, requests, refused, behaviour, close}`. It is to be given an index. */
export async function serveSearch(engine) {
  const address = engine === "quickwit" ? "/api/v1/_elastic/minutes" : "/minutes";
  const state = {
    /** What it searches. */
    index: null,
    /** Bodies that were asked. */
    requests: [],
    /** What was wrong with requests. */
    refused: [],
    /** `well`, `slow` (no answer at all), `broken` (500) or `nonsense`. */
    behaviour: "well",
  };
  const answer = (response, status, body) => {
    response.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*" });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    if (request.method === "OPTIONS") {
      response.writeHead(204, { "access-control-allow-origin": "*", "access-control-allow-methods": "POST", "access-control-allow-headers": "content-type" });
      return response.end();
    }
    const parts = [];
    request.on("data", (part) => parts.push(part));
    return request.on("end", () => {
      try {
        refuseUnless(request.method === "POST" && request.url === `${address}/_search`, `${request.method} ${request.url}`);
        refuseUnless(request.headers["content-type"] === "application/json", "the body is no JSON");
        refuseUnless(request.headers.cookie === undefined && request.headers.referer === undefined, "it says who asks");
        const body = JSON.parse(Buffer.concat(parts).toString("utf8"));
        state.requests.push(body);
        const found = state.index.search(body);
        if (state.behaviour === "broken") return answer(response, 500, { error: "out of order" });
        if (state.behaviour === "nonsense") return answer(response, 200, { welcome: "to the hotel" });
        // Whoever asks has to give up.
        if (state.behaviour === "slow") return undefined;
        return answer(response, 200, found);
      } catch (error) {
        state.refused.push(error.message);
        return answer(response, 400, { status: 400, error: { reason: error.message } });
      }
    });
  });
  await new Promise((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
  state.url = `http://127.0.0.1:${server.address().port}${address}`;
  state.close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return state;
}
