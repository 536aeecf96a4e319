// A static server for the demo and the browser tests, on this machine only. It answers as GitHub Pages does: the same
// types are compressed, a folder without its slash is redirected, and what is missing gets 404.html.
//
//     node tests/browser/server.mjs [FOLDER] [--port 8000] [--base /]
import { createServer } from "node:http";
import { readFile, realpath, stat } from "node:fs/promises";
import { createHash } from "node:crypto";
import { basename, extname, join, resolve, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs, promisify } from "node:util";
import { gzip } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
  ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".pdf": "application/pdf",
  ".bin": "application/octet-stream", ".gz": "application/gzip", ".lzma": "application/x-lzma",
};
const COMPRESSED = /^(text\/|application\/(json|xml|octet-stream)|image\/svg)/;

/** The file a path below the base asks for: `{file}`, `{redirect}` or nothing. Nothing outside `root` is ever given. */
async function find(root, path) {
  if (path.includes("\0") || path.includes("\\")) return {};
  const file = await realpath(join(root, path)).catch(() => undefined);
  if (file === undefined || (file !== root && !file.startsWith(root + sep))) return {};
  if (!(await stat(file)).isDirectory()) return path.endsWith("/") ? {} : { file };
  if (!path.endsWith("/")) return { redirect: true };
  const index = await realpath(join(file, "index.html")).catch(() => undefined);
  return index?.startsWith(root + sep) ? { file: index } : {};
}

/**
 * A slow line that all answers share: each starts `latency` milliseconds late, and together they get `bytesPerSecond`.
 * Resolves when the last byte of an answer has gone out.
 */
function slowLine({ latency, bytesPerSecond }) {
  const PIECE = 1460;
  const IDLE = 30;
  let free = 0;
  return async (response, body) => {
    await sleep(latency);
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      const now = performance.now();
      // Timers are coarser than a piece takes: what was slept too long is made up for, an idle line is not.
      free = (free < now - IDLE ? now : free) + (piece.length / bytesPerSecond) * 1000;
      if (free - now > 4) await sleep(free - now);
      response.write(piece);
    }
    response.end();
  };
}

/**
 * Serves `folder` below `base` on 127.0.0.1 and resolves to `{url, close}`; port 0 is any free one. `onAnswer` hears of every
 * answer: `{path, status, bytes}`. `line` makes it as slow as [`slowLine`] says.
 */
export async function serve({ folder, port = 0, base = "/", onAnswer, line }) {
  const root = await realpath(resolve(folder));
  const slow = line && slowLine(line);
  const server = createServer(async (request, response) => {
    const headers = { "cache-control": "max-age=600", "access-control-allow-origin": "*" };
    const answer = (status, more, body = "") => {
      onAnswer?.({ path: request.url, status, bytes: body.length });
      response.writeHead(status, { ...headers, ...more });
      if (slow && request.method !== "HEAD") return slow(response, Buffer.from(body));
      response.end(request.method === "HEAD" ? "" : body);
    };
    try {
      if (request.method !== "GET" && request.method !== "HEAD") return answer(405, { allow: "GET, HEAD" });
      const [address, query] = request.url.split(/\?(.*)/s);
      const path = decodeURIComponent(address);
      const found = path.startsWith(base) ? await find(root, "/" + path.slice(base.length)) : {};
      // One slash only: `//host/` in a Location would be another host.
      if (found.redirect) return answer(301, { location: "/" + address.replace(/^\/+/, "") + "/" + (query ? "?" + query : "") });
      const file = found.file ?? join(root, "404.html");
      let body = await readFile(file).catch(() => Buffer.from("not found"));
      const type = TYPES[extname(basename(file))] ?? "application/octet-stream";
      const more = { "content-type": type, etag: `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"` };
      if (found.file && request.headers["if-none-match"] === more.etag) return answer(304, more);
      if (COMPRESSED.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
        body = await promisify(gzip)(body);
        Object.assign(more, { "content-encoding": "gzip", vary: "accept-encoding" });
      }
      answer(found.file ? 200 : 404, more, body);
    } catch (error) {
      answer(error instanceof URIError ? 400 : 500, { "content-type": "text/plain" }, String(error.message));
    }
  });
  await new Promise((done, failed) => server.once("error", failed).listen(port, "127.0.0.1", done));
  const close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return { url: `http://127.0.0.1:${server.address().port}${base}`, close };
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: "string", default: "8000" }, base: { type: "string", default: "/" } } });
  const folder = positionals[0] ?? "public";
  for (let port = Number(values.port), last = port + 100; ; port++) {
    try {
      const { url } = await serve({ folder, port, base: values.base });
      console.log(`Serving ${folder} at ${url} – stop with Ctrl+C`);
      break;
    } catch (error) {
      if (error.code !== "EADDRINUSE" || port >= last) throw error;
    }
  }
}
