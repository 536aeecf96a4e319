// Times a full build of the example and of every archive beside the checkout: the median of five, after one to warm up.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const program = resolve(process.argv[2] ?? "target/release/minutebook");
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const corpus = join(process.env.MINUTEBOOK_SHARED ?? join(root, "../shared"), "corpus");
const archives = [join(root, "content"), ...(existsSync(corpus) ? readdirSync(corpus).map((name) => join(corpus, name)) : [])];
const RUNS = 5;

console.log(["archive".padEnd(22), "notes", "build s", " files", "    MB", "text MB", "gzip MB"].join("  "));
for (const archive of archives.filter((archive) => statSync(archive).isDirectory())) {
  const folder = mkdtempSync(join(tmpdir(), "minutebook-bench-"));
  try {
    const times = Array.from({ length: RUNS + 1 }, (_, run) => {
      const start = performance.now();
      execFileSync(program, ["build", archive, "-o", join(folder, String(run))], { cwd: root, stdio: "ignore" });
      return (performance.now() - start) / 1000;
    });
    const seconds = times.slice(1).sort((a, b) => a - b)[RUNS >> 1];
    const files = list(join(folder, "0"));
    const texts = files.filter((file) => /\.(html|css|js|json|xml|svg|bin|wasm)$/.test(file)).map((file) => readFileSync(file));
    const megabytes = (sizes) => sizes.reduce((total, size) => total + size, 0) / 1e6;
    console.log([
      archive.slice(dirname(archive).length + 1).padEnd(22),
      String(list(archive).filter((file) => file.endsWith(".md")).length).padStart(5),
      seconds.toFixed(2).padStart(7),
      String(files.length).padStart(6),
      megabytes(files.map((file) => statSync(file).size)).toFixed(1).padStart(6),
      megabytes(texts.map((text) => text.length)).toFixed(1).padStart(7),
      megabytes(texts.map((text) => gzipSync(text).length)).toFixed(1).padStart(7),
    ].join("  "));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function list(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
