// The server itself: what it gives, how it packs it, and what it never gives.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { serve } from "./server.mjs";

/** One request with the path as it is, not cleaned as `fetch` would. */
function get(server, path, { headers = {}, method = "GET" } = {}) {
  const { hostname, port } = new URL(server.url);
  return new Promise((done, failed) => {
    request({ hostname, port, path, method, headers }, async (response) => {
      const body = Buffer.concat(await response.toArray());
      done({ status: response.statusCode, headers: response.headers, body });
    }).on("error", failed).end();
  });
}

export function serverTests() {
  describe("server", () => {
    let folder;
    let server;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "minutebook-server-"));
      await mkdir(join(folder, "site", "team", "2024-01-01"), { recursive: true });
      await mkdir(join(folder, "site-secret"));
      await writeFile(join(folder, "secret.txt"), "secret");
      await writeFile(join(folder, "site-secret", "index.html"), "secret");
      await symlink(join(folder, "secret.txt"), join(folder, "site", "link.txt"));
      await symlink(join(folder, "site-secret"), join(folder, "site", "linked"));
      await writeFile(join(folder, "site", "index.html"), "start");
      await writeFile(join(folder, "site", "404.html"), "not here");
      await writeFile(join(folder, "site", "team", "2024-01-01", "index.html"), "call");
      await writeFile(join(folder, "site", "übung 1.png"), "picture");
      await writeFile(join(folder, "site", "index.bin"), "index");
      server = await serve({ folder: join(folder, "site"), base: "/minutes/" });
    });
    after(async () => {
      await server.close();
      await rm(folder, { recursive: true });
    });

    test("gives pages of folders and files below its base", async () => {
      assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+\/minutes\/$/);
      for (const [path, status, body, type] of [
        ["/minutes/", 200, "start", "text/html; charset=utf-8"],
        ["/minutes/?q=1", 200, "start", "text/html; charset=utf-8"],
        ["/minutes/team/2024-01-01/", 200, "call", "text/html; charset=utf-8"],
        ["/minutes/%C3%BCbung%201.png", 200, "picture", "image/png"],
        ["/minutes/index.html/", 404, "not here", "text/html; charset=utf-8"],
        ["/minutes/team/", 404, "not here", "text/html; charset=utf-8"],
        ["/minutes/nothing", 404, "not here", "text/html; charset=utf-8"],
        ["/other/", 404, "not here", "text/html; charset=utf-8"],
        ["/minutes/%FF", 400, "URI malformed", "text/plain"],
      ]) {
        const answer = await get(server, path);
        assert.deepEqual([answer.status, answer.body.toString(), answer.headers["content-type"]], [status, body, type], path);
      }
      assert.equal((await get(server, "/minutes/", { method: "POST" })).status, 405);
      assert.equal((await get(server, "/minutes/", { method: "HEAD" })).body.length, 0);
    });

    test("sends a folder without its slash to the one with it, on the same host", async () => {
      const answer = await get(server, "/minutes/team?a=b?c");
      assert.deepEqual([answer.status, answer.headers.location], [301, "/minutes/team/?a=b?c"]);
      const plain = await serve({ folder: join(folder, "site") });
      const doubled = await get(plain, "//team");
      await plain.close();
      assert.deepEqual([doubled.status, doubled.headers.location], [301, "/team/"]);
    });

    test("never leaves its folder", async () => {
      for (const path of ["/minutes/../secret.txt", "/minutes/%2e%2e/secret.txt", "/minutes/..%2fsecret.txt", "/minutes/..%5csecret.txt",
        "/minutes/link.txt", "/minutes/linked/", "/minutes/linked", "/minutes/%00", "/minutes/../site-secret/", "/minutes//etc/passwd"]) {
        const answer = await get(server, path);
        assert.equal(answer.status, 404, path);
        assert.equal(answer.body.toString(), "not here", path);
      }
    });

    test("compresses what GitHub Pages does, and answers a known version with 304", async () => {
      const accept = { "accept-encoding": "gzip, br" };
      for (const path of ["/minutes/", "/minutes/index.bin"]) {
        const packed = await get(server, path, { headers: accept });
        assert.equal(packed.headers["content-encoding"], "gzip", path);
        assert.match(gunzipSync(packed.body).toString(), /start|index/);
        assert.equal((await get(server, path)).headers["content-encoding"], undefined);
      }
      const picture = await get(server, "/minutes/%C3%BCbung%201.png", { headers: accept });
      assert.equal(picture.headers["content-encoding"], undefined);
      const again = await get(server, "/minutes/", { headers: { "if-none-match": picture.headers.etag } });
      assert.equal(again.status, 200);
      assert.equal((await get(server, "/minutes/", { headers: { "if-none-match": again.headers.etag } })).status, 304);
    });
  });
}
