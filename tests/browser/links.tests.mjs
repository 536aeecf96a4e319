// The check of links: each kind of fault is found, and what is right is not.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { linkFaults, tags } from "./links.mjs";

/** A link or a file of `team/page/index.html`, and what is said about it. */
const CASES = [
  ['<a href="">', null],
  ['<a href="../../">', null],
  ['<a href="../../#here"><a href="./#%C3%BCber-uns">', null],
  ['<a href="#%C3%BCber-uns"></a><a href="#über-uns"></a><a href="#&#252;ber-uns">', null],
  ['<a href="../other/#there">', null],
  ['<a href="../other/deck/#/there">', null],
  ['<a href="../other/deck/#/2/1"><a href="../other/deck/#/">', null],
  ['<a href="https://elsewhere.example/#x"><a href="mailto:a@b.example">', null],
  ['<img src="../../assets/a%20b.png" alt="a > b">', null],
  ['<section data-background="#fff"></section><section data-background-color="red">', null],
  ["<!-- <a href='nowhere/'> -->", null],
  ["<p>1 < 2, <a> without", null],
  ['<a href="nowhere/">', "a target that does not exist"],
  ["<A class=x HREF='../other'>", "a target that does not exist"],
  ["<a href=../other/#nowhere>", "a fragment that is not on its page"],
  ['<a href="../other/deck/#/nowhere">', "a fragment that is not on its page"],
  ['<a href="#here">', "a fragment that is not on its page"],
  ['<a href="/team/page/">', "an address that works at one place only"],
  ['<a href="../../../outside/">', "an address outside the site"],
  ['<a href="javascript:alert(1)">', "an address of another kind"],
  ['<a href="//elsewhere.example/">', "an address of another kind"],
  ['<a href="%FF/">', "an address that is not UTF-8"],
  ['<img src="missing.png">', "a target that does not exist"],
  ['<img src="https://elsewhere.example/a.png">', "loads a file from another host"],
  ['<img src="//elsewhere.example/a.png">', "loads a file from another host"],
  ['<img srcset="../../assets/a%20b.png 1x, https://elsewhere.example/b.png 2x">', "loads a file from another host"],
  ['<link rel="stylesheet" href="https://elsewhere.example/a.css">', "loads a file from another host"],
  ['<section data-background-image="https://elsewhere.example/a.png">', "loads a file from another host"],
  ['<section data-background="missing.png">', "a target that does not exist"],
  ['<p id="a"></p><p id="a">', "an id stands twice"],
];

export function linkTests() {
  describe("links", () => {
    let folder;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "minutebook-links-"));
    });
    after(() => rm(folder, { recursive: true }));

    const check = async (files) => {
      for (const [file, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, file)), { recursive: true });
        await writeFile(join(folder, file), text);
      }
      return linkFaults({ folder, files: Object.keys(files) });
    };

    test("each kind of fault is found, and only faults are", async () => {
      for (const [html, fault] of CASES) {
        const found = await check({
          "index.html": '<p id="here">', "404.html": '<a href="/minutes/">', "team/page/index.html": '<p id="über-uns">' + html,
          "team/other/index.html": '<h2 id="there">', "team/other/deck/index.html": '<h2 id="there">', "assets/a b.png": "",
        });
        assert.deepEqual(found.map((line) => line.split(": ")[1]), fault === null ? [] : [fault], html);
      }
    });

    test("stylesheets load only what is there", async () => {
      const found = await check({ "assets/a.css": "a{background:url(b.png)}b{background:url( 'data:image/png;base64,x')}c{src:url(https://elsewhere.example/f)}", "assets/c.png": "" });
      assert.deepEqual(found.map((line) => line.split(": ")[1]), ["a target that does not exist", "an address of another kind"]);
    });

    test("tags are read as a browser reads them", () => {
      assert.deepEqual(tags('<a HREF = "x&amp;y" title=\'a > b\' disabled><br/>'), [
        { name: "a", attributes: { href: "x&y", title: "a > b", disabled: "" } },
        { name: "br", attributes: {} },
      ]);
    });
  });
}
