// Builds the search engine as WebAssembly into `built/`, or says whether what lies there is of the sources at hand.
//
//   node engine/web/build.mjs          compile, optimise, pack, record (needs rustup's target wasm32-unknown-unknown, and xz)
//   node engine/web/build.mjs --check  fail when sources and record disagree
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pack, unpack } from "./lzma.mjs";

const WEB = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(WEB, "../..");
/** The crates of this repository that end up in the module. */
const CRATES = [join(ROOT, "engine"), join(ROOT, "engine/bitpacking"), join(ROOT, "engine/crc32fast"), WEB];
const BUILT = join(WEB, "built");
const PACKED = join(BUILT, "engine.lzma");
const TARGET = "wasm32-unknown-unknown";
const CRATE = "minutebook-engine-web";
/** The optimiser, by its exact version: the module's bytes depend on it. */
const BINARYEN = "binaryen@132.0.0";
const OPTIMISE = ["-Oz", "--enable-bulk-memory", "--enable-sign-ext", "--enable-nontrapping-float-to-int", "--enable-mutable-globals", "--enable-multivalue", "--enable-reference-types"];
const RUSTFLAGS = ["--cfg", 'getrandom_backend="unsupported"'];

function run(program, args, options = {}) {
  return execFileSync(program, args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28, ...options });
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** The crates that end up in the module, as `name version`, sorted. */
function crates() {
  const tree = run("cargo", ["tree", "--locked", "-p", CRATE, "--target", TARGET, "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
  return [...new Set(tree.split("\n").map((line) => line.trim().replace(/ \(.*/, "")).filter(Boolean))].sort();
}

/** The sources, the exact crates and the settings. Tests in files of their own do not end up in the module. */
function inputs() {
  const sources = CRATES.flatMap((crate) => filesBelow(join(crate, "src")))
    .filter((file) => file.endsWith(".rs") && !/(^|\/)tests(\/|\.rs$)/.test(relative(ROOT, file)));
  sources.push(...CRATES.map((crate) => join(crate, "Cargo.toml")));
  const profile = /\[profile\.web\][^[]*/.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"))?.[0] ?? "";
  const files = sources.map((file) => `${relative(ROOT, file)} ${sha256(readFileSync(file))}`).sort();
  return sha256([...files, profile, BINARYEN, ...OPTIMISE, ...RUSTFLAGS, ...crates()].join("\n"));
}

/** What the crates in the module are licensed under, with the texts they bring along. */
function licenses() {
  const packed = new Set(crates());
  const { packages } = JSON.parse(run("cargo", ["metadata", "--locked", "--format-version", "1", "--filter-platform", TARGET]));
  const texts = new Map();
  const lines = ["What is compiled into engine.wasm, besides minutebook's own code (MIT OR Apache-2.0) and Rust's standard library (MIT OR Apache-2.0):", ""];
  for (const crate of packages.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!crate.source || !packed.has(`${crate.name} v${crate.version}`)) continue;
    lines.push(`${crate.name} ${crate.version}: ${crate.license ?? "see its licence file"}${crate.repository ? `, ${crate.repository}` : ""}`);
    const folder = dirname(crate.manifest_path);
    for (const name of readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|unlicense)/i.test(name)).sort()) {
      let text;
      try {
        text = readFileSync(join(folder, name), "utf8").trim();
      } catch (error) {
        continue; // A folder of that name.
      }
      texts.set(text, [...(texts.get(text) ?? []), `${crate.name} (${name})`]);
    }
  }
  for (const [text, users] of texts) lines.push("", "=".repeat(80), `Of ${users.join(", ")}:`, "", text);
  return `${lines.join("\n")}\n`;
}

function build() {
  const home = process.env.CARGO_HOME ?? join(process.env.HOME ?? "", ".cargo");
  // Paths of this machine must not end up in the module.
  const remap = [`--remap-path-prefix=${ROOT}=.`, `--remap-path-prefix=${home}=cargo`];
  const target = join(ROOT, "target/wasm");
  const env = { ...process.env, RUSTFLAGS: "", CARGO_ENCODED_RUSTFLAGS: [...RUSTFLAGS, ...remap].join("\x1f"), CARGO_TARGET_DIR: target };
  delete env.RUSTFLAGS;
  run("cargo", ["build", "--locked", "--profile", "web", "--target", TARGET, "-p", CRATE], { env });
  const compiled = join(target, TARGET, "web", `${CRATE.replaceAll("-", "_")}.wasm`);
  mkdirSync(BUILT, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "minutebook-engine-"));
  const optimised = join(folder, "engine.wasm");
  run("npm", ["exec", "--yes", "--package", BINARYEN, "--", "wasm-opt", ...OPTIMISE, compiled, "-o", optimised]);
  const module = readFileSync(optimised);
  rmSync(folder, { recursive: true });
  const packed = pack(module);
  writeFileSync(PACKED, packed);
  writeFileSync(join(BUILT, "LICENSES.txt"), licenses());
  const record = {
    inputs: inputs(),
    module: sha256(module),
    rustc: run("rustc", ["--version"]).trim(),
    optimiser: BINARYEN,
    bytes: { module: module.length, packed: packed.length },
  };
  writeFileSync(join(BUILT, "record.json"), `${JSON.stringify(record, null, 2)}\n`);
  console.log(`engine.wasm: ${module.length} bytes, ${packed.length} packed`);
}

function check() {
  const record = JSON.parse(readFileSync(join(BUILT, "record.json"), "utf8"));
  const wrong = [];
  if (record.inputs !== inputs()) wrong.push("the engine's sources or crates have changed since the module was built");
  if (record.module !== sha256(unpack(readFileSync(PACKED)))) wrong.push("engine.lzma is not the module of the record");
  if (!wrong.length) return;
  console.error(`${wrong.join("; ")}\n  hint: run \`make wasm\` and commit engine/web/built`);
  process.exitCode = 1;
}

if (process.argv.includes("--check")) check();
else build();
