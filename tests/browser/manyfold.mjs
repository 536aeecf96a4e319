// An archive many times as large as a real one, for what must not grow with it.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const WORD = /[A-Za-z]{4,}/g;

/**
 * Writes `times` variants of every note of `source` below `target`, each variant as teams of their own. Words that one
 * note alone has are other words in each variant, since the vocabulary of an archive grows with it; all others are the
 * same, so that queries find `times` as much.
 */
export async function multiply(source, target, times) {
  const names = (await readdir(source, { recursive: true })).filter((name) => name.endsWith(".md") && name.includes("/"));
  const notes = await Promise.all(names.sort().map(async (name) => ({ name, text: await readFile(join(source, name), "utf8") })));
  const holders = new Map();
  for (const { text } of notes) {
    for (const word of new Set(text.match(WORD))) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  for (let variant = 0; variant < times; variant += 1) {
    const mark = variant === 0 ? "" : letters(variant);
    for (const { name, text } of notes) {
      const path = join(target, name.replace(/^[^/]+/, (team) => (variant === 0 ? team : `${team}-${mark}`)));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text.replace(WORD, (word) => (holders.get(word) === 1 ? word + mark : word)));
    }
  }
}

/** `aa`, `ab` … for 1, 2 …: a mark that is itself no word. */
function letters(number) {
  return String.fromCharCode(97 + Math.floor(number / 26), 97 + (number % 26));
}
