// `minutebook serve` as a process of its own, on a copy of an archive.
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Serves a copy of `source`; `url` is where, `folder` the copy. */
export async function serveCopy(program, source, options = []) {
  const parent = await mkdtemp(join(tmpdir(), "minutebook-serve-"));
  const folder = join(parent, "minutes");
  await cp(source, folder, { recursive: true, filter: (path) => !path.endsWith("/.git") });
  const child = spawn(program, ["serve", folder, "--port", "0", "--today", "2026-06-10", ...options]);
  let output = "";
  const url = await new Promise((done, failed) => {
    const listen = (chunk) => {
      output += chunk;
      const found = output.match(/ is at (http:\S+)/);
      if (found) done(found[1]);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("exit", () => failed(new Error(`minutebook serve ended: ${output}`)));
  });
  const close = async () => {
    child.removeAllListeners("exit");
    const ended = new Promise((done) => child.on("exit", done));
    child.kill();
    await ended;
    await rm(parent, { recursive: true });
  };
  return { url, folder, close };
}
