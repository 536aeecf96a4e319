// Packs the module, and unpacks it by the script that browsers do it with.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const SCRIPT = new URL("../../templates/assets/js/lzma.js", import.meta.url);

/** The decoder of the site's search; a script, which exports nothing. */
export const Lzma = new Function(`${readFileSync(SCRIPT, "utf8")}\nreturn Lzma;`)();

/** What packs modules best: nothing in them stands at places that are even. */
const BEST = "preset=9e,lc=4,lp=0,pb=0,nice=273";

/** Packs bytes with `xz`, with their number in the header, where `xz` says that it is not known. */
export function pack(bytes, settings = BEST) {
  const packed = execFileSync("xz", ["--format=lzma", `--lzma1=${settings}`, "--stdout"], { input: bytes, maxBuffer: 1 << 28 });
  packed.writeBigUInt64LE(BigInt(bytes.length), 5);
  return packed;
}

/** Unpacks bytes, handed in by pieces of some size. */
export function unpack(packed, size = packed.length) {
  const decoder = new Lzma(1 << 24);
  const parts = [];
  for (let at = 0; at < packed.length; at += size) parts.push(decoder.write(packed.subarray(at, at + size)));
  return Buffer.concat([...parts, decoder.end()]);
}
