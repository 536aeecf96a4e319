// QR codes (ISO/IEC 18004): a text in byte mode at error correction level M, versions 1 to 20, which is up to 666 bytes.
// Sets `window.qrCode(text)`: the modules as rows of booleans, or nothing for a text that is too long.
(function () {
  "use strict";

  /** By version from 1: error correction bytes of a block, and the number of blocks, at level M. */
  const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
  const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

  // --- The data -------------------------------------------------------------------------------------------------

  /** The centres of the alignment patterns in either direction. */
  function alignment(version) {
    if (version === 1) return [];
    const count = Math.floor(version / 7) + 2;
    const last = version * 4 + 10;
    const step = Math.ceil((last - 6) / (2 * (count - 1))) * 2;
    return [6, ...Array.from({ length: count - 1 }, (_, index) => last - step * (count - 2 - index))];
  }

  /** The bytes that a code of this version has room for, error correction among them. */
  function capacity(version) {
    const size = version * 4 + 17;
    const centres = alignment(version).length;
    // Finder patterns with their margins, timing patterns, both copies of the format and the dark module.
    let taken = 3 * 64 + 2 * (size - 16) + 31;
    if (centres) taken += (centres * centres - 3) * 25 - 2 * 5 * (centres - 2);
    if (version >= 7) taken += 36;
    return Math.floor((size * size - taken) / 8);
  }

  const dataBytes = (version) => capacity(version) - CORRECTION[version - 1] * BLOCKS[version - 1];

  /** The text with its mode and length, filled up to `length` bytes. */
  function message(bytes, version, length) {
    const bits = [];
    const put = (value, count) => {
      for (let bit = count - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
    };
    put(0b0100, 4);
    put(bytes.length, version < 10 ? 8 : 16);
    for (const byte of bytes) put(byte, 8);
    put(0, Math.min(4, length * 8 - bits.length));
    while (bits.length % 8) bits.push(0);
    const out = [];
    for (let at = 0; at < bits.length; at += 8) out.push(parseInt(bits.slice(at, at + 8).join(""), 2));
    for (let filler = 0xec; out.length < length; filler ^= 0xec ^ 0x11) out.push(filler);
    return out;
  }

  // --- Error correction: Reed and Solomon's, in the field of 256 elements by x⁸ + x⁴ + x³ + x² + 1 --------------------

  const POWERS = [1];
  for (let power = 1; power < 255; power += 1) {
    const next = POWERS[power - 1] << 1;
    POWERS.push(next > 255 ? next ^ 0x11d : next);
  }
  const LOGARITHMS = new Map(POWERS.map((value, power) => [value, power]));
  const product = (a, b) => (a && b ? POWERS[(LOGARITHMS.get(a) + LOGARITHMS.get(b)) % 255] : 0);

  function corrections(data, degree) {
    let divisor = [1];
    for (let root = 0; root < degree; root += 1) {
      const next = [...divisor, 0];
      divisor.forEach((factor, index) => { next[index + 1] ^= product(factor, POWERS[root]); });
      divisor = next;
    }
    const rest = new Array(degree).fill(0);
    for (const byte of data) {
      const factor = byte ^ rest.shift();
      rest.push(0);
      for (let index = 0; index < degree; index += 1) rest[index] ^= product(divisor[index + 1], factor);
    }
    return rest;
  }

  /** The data in blocks, each with its corrections; a byte of every block in turn. */
  function interleaved(data, version) {
    const count = BLOCKS[version - 1];
    const degree = CORRECTION[version - 1];
    const short = Math.floor(data.length / count);
    const firstLong = count - (data.length % count);
    const blocks = [];
    let at = 0;
    for (let index = 0; index < count; index += 1) {
      const length = short + (index >= firstLong ? 1 : 0);
      blocks.push(data.slice(at, at + length));
      at += length;
    }
    const out = [];
    for (let index = 0; index <= short; index += 1) {
      for (const block of blocks) if (index < block.length) out.push(block[index]);
    }
    const ends = blocks.map((block) => corrections(block, degree));
    for (let index = 0; index < degree; index += 1) for (const end of ends) out.push(end[index]);
    return out;
  }

  // --- The picture ----------------------------------------------------------------------------------------------

  /** `value` with the remainder of its division by the generator behind it. */
  function withRemainder(value, generator, degree) {
    let rest = value << degree;
    for (let bit = 31 - Math.clz32(rest); bit >= degree; bit = 31 - Math.clz32(rest)) rest ^= generator << (bit - degree);
    return (value << degree) | rest;
  }

  const MASKS = [
    (x, y) => (x + y) % 2, (x, y) => y % 2, (x) => x % 3, (x, y) => (x + y) % 3, (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
    (x, y) => ((x * y) % 2) + ((x * y) % 3), (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
  ];

  /** The modules that every code of a version has; those for data are undefined. */
  function frame(version) {
    const size = version * 4 + 17;
    const rows = Array.from({ length: size }, () => new Array(size));
    const square = (centreX, centreY, reach, isDark) => {
      for (let y = centreY - reach; y <= centreY + reach; y += 1) {
        for (let x = centreX - reach; x <= centreX + reach; x += 1) {
          if (rows[y] && x >= 0 && x < size) rows[y][x] = isDark(Math.max(Math.abs(x - centreX), Math.abs(y - centreY)));
        }
      }
    };
    for (let at = 0; at < size; at += 1) rows[6][at] = rows[at][6] = at % 2 === 0;
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    const centres = alignment(version);
    for (const x of centres) {
      for (const y of centres) {
        const atFinder = (x === 6 && y === 6) || (x === 6 && y === size - 7) || (x === size - 7 && y === 6);
        if (!atFinder) square(x, y, 2, (ring) => ring !== 1);
      }
    }
    if (version >= 7) {
      const bits = withRemainder(version, 0x1f25, 12);
      for (let index = 0; index < 18; index += 1) {
        const [near, far] = [Math.floor(index / 3), size - 11 + (index % 3)];
        rows[near][far] = rows[far][near] = Boolean((bits >> index) & 1);
      }
    }
    writeFormat(rows, 0);
    return rows;
  }

  /** Both copies of the level (M is 0) and the mask. */
  function writeFormat(rows, mask) {
    const size = rows.length;
    const bits = withRemainder(mask, 0x537, 10) ^ 0x5412;
    for (let index = 0; index < 15; index += 1) {
      const isDark = Boolean((bits >> index) & 1);
      // Around the finder at the top left, past the timing patterns; then beside the other two.
      if (index < 8) rows[index < 6 ? index : index + 1][8] = isDark;
      else rows[8][index < 9 ? 7 : 14 - index] = isDark;
      if (index < 8) rows[8][size - 1 - index] = isDark;
      else rows[size - 15 + index][8] = isDark;
    }
    rows[size - 8][8] = true;
  }

  /** Writes the bits in columns of two from the right, up and down in turn. */
  function writeData(rows, bytes) {
    const size = rows.length;
    let at = 0;
    let isUp = true;
    for (let right = size - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < size; step += 1) {
        const y = isUp ? size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (rows[y][x] !== undefined) continue;
          rows[y][x] = Boolean(((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
          at += 1;
        }
      }
      isUp = !isUp;
    }
  }

  /** How hard a code is to read: runs and squares of one colour, what looks like a finder, and too much of one colour. */
  function penalty(rows) {
    const size = rows.length;
    const columns = rows.map((_, x) => rows.map((row) => row[x]));
    let points = 0;
    for (const line of [...rows, ...columns]) {
      const text = line.map((isDark) => (isDark ? "1" : "0")).join("");
      for (const run of text.match(/1{5,}|0{5,}/g) ?? []) points += run.length - 2;
      for (const finder of ["00001011101", "10111010000"]) {
        for (let at = text.indexOf(finder); at >= 0; at = text.indexOf(finder, at + 1)) points += 40;
      }
    }
    for (let y = 1; y < size; y += 1) {
      for (let x = 1; x < size; x += 1) {
        if (rows[y][x] === rows[y][x - 1] && rows[y][x] === rows[y - 1][x] && rows[y][x] === rows[y - 1][x - 1]) points += 3;
      }
    }
    const dark = rows.flat().filter(Boolean).length;
    return points + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
  }

  window.qrCode = (text) => {
    const bytes = new TextEncoder().encode(text);
    const version = CORRECTION.findIndex((_, index) => bytes.length + (index < 9 ? 2 : 3) <= dataBytes(index + 1)) + 1;
    if (!version) return undefined;
    const empty = frame(version);
    const full = empty.map((row) => [...row]);
    writeData(full, interleaved(message(bytes, version, dataBytes(version)), version));
    const codes = MASKS.map((mask, number) => {
      const rows = full.map((row, y) => row.map((isDark, x) => (empty[y][x] === undefined ? isDark !== (mask(x, y) === 0) : isDark)));
      writeFormat(rows, number);
      return { rows, points: penalty(rows) };
    });
    return codes.reduce((best, code) => (code.points < best.points ? code : best)).rows;
  };
})();
