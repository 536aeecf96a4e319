// The decoder that unpacks the engine: what `xz` packs comes out again, and what is damaged says so.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import assert from "node:assert/strict";
import { Lzma, pack, unpack } from "../../engine/web/lzma.mjs";
import { ROOT } from "./sites.mjs";

const BUILT = join(ROOT, "engine/web/built");

function isThere(program) {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch (error) {
    return false;
  }
}

/** Numbers that look drawn by chance, the same each time. */
function drawn(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}

export function lzmaTests() {
  describe("the engine's decoder", () => {
    const packed = readFileSync(join(BUILT, "engine.lzma"));
    const record = JSON.parse(readFileSync(join(BUILT, "record.json"), "utf8"));

    test("the module comes out, in pieces of any size", () => {
      assert.equal(packed.length, record.bytes.packed);
      for (const size of [1, 7, 1000, packed.length]) {
        const module = unpack(packed, size);
        assert.deepEqual([module.length, createHash("sha256").update(module).digest("hex")], [record.bytes.module, record.module], `pieces of ${size}`);
      }
    });

    test("what is cut off, changed or something else fails", () => {
      for (const length of [0, 5, 17, 18, 40, packed.length >> 1, packed.length - 1]) assert.throws(() => unpack(packed.subarray(0, length)), /cut off/, `${length} bytes`);
      const next = drawn(7);
      for (let time = 0; time < 40; time += 1) {
        // The four bytes of the dictionary's size say nothing here.
        const at = time ? 13 + (next() % (packed.length - 13)) : 0;
        const changed = Buffer.from(packed);
        changed[at] ^= 1 << (next() & 7);
        assert.throws(() => unpack(changed), /damaged|cut off|longer|not packed/, `byte ${at}`);
      }
      assert.throws(() => unpack(Buffer.from("<!doctype html><title>Sign in</title>")), /not packed/);
    });

    test("a size that nothing here has is refused before memory is asked for, a wrong one when it shows", () => {
      const resized = (size) => {
        const changed = Buffer.from(packed);
        changed.writeBigUInt64LE(BigInt(size), 5);
        return changed;
      };
      for (const size of [(1 << 24) + 1, 2 ** 40]) assert.throws(() => unpack(resized(size)), /not packed/);
      for (const change of [-1, 1]) assert.throws(() => unpack(resized(record.bytes.module + change)), /damaged|longer/);
    });

    test("what comes behind the end is not kept", () => {
      const decoder = new Lzma(1 << 24);
      // The end itself may be among the last bytes, which are waited for.
      for (let time = 0; time < 10; time += 1) decoder.write(packed);
      assert.equal(decoder.end().length, 0);
      assert.equal(decoder.length, record.bytes.module);
      assert.ok(decoder.input.length < packed.length + 20);
    });

    test("all properties that xz writes", (context) => {
      if (!isThere("xz")) return context.skip("there is no xz");
      const next = drawn(3);
      const noise = Buffer.from(Array.from({ length: 5000 }, () => next() & 255));
      const texts = [
        Buffer.alloc(0), Buffer.from("a"), Buffer.alloc(100_000, "abcabcabd"), noise,
        // Far back, and the same again with one byte in between that differs.
        Buffer.concat([noise, Buffer.alloc(300_000), noise, Buffer.from("x"), noise.subarray(1)]),
        readFileSync(join(ROOT, "templates/assets/js/lzma.js")),
      ];
      for (const settings of ["lc=3,lp=0,pb=2", "lc=0,lp=0,pb=0", "lc=4,lp=0,pb=0", "lc=0,lp=4,pb=4", "lc=1,lp=2,pb=1", "lc=2,lp=2,pb=3,mode=fast,mf=hc3"]) {
        for (const text of texts) {
          const small = pack(text, `preset=6,${settings}`);
          for (const size of [1, 999, small.length]) assert.ok(unpack(small, size).equals(text), `${settings}, ${text.length} bytes in pieces of ${size}`);
        }
      }
    });
  });
}
