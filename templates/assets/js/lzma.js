// Unpacks LZMA a piece at a time, while it arrives: what `xz --format=lzma` writes, with the size in its header. The format is that of
// Igor Pavlov's "LZMA specification". It goes before the script of the search's worker, in one file with it.
"use strict";

/** Properties, the dictionary's size, the size unpacked; then the five bytes that the range coder begins with. */
const LZMA_HEADER = 13;
const LZMA_START = LZMA_HEADER + 5;
/** No symbol is longer in bytes. */
const LZMA_LONGEST = 20;

/** Where the probabilities of each kind of bit begin in their table; many depend on one of 12 states and 16 positions. */
const [IS_MATCH, IS_REP, IS_REP_0, IS_REP_1, IS_REP_2, IS_LONG] = [0, 192, 204, 216, 228, 240];
const [DISTANCE_SLOT, DISTANCE, ALIGN, LENGTH, REP_LENGTH, LITERAL] = [432, 688, 803, 819, 1333, 1847];
/** Within those of a length: 2 choices, then short and middle ones by position, long ones. */
const [LENGTH_SHORT, LENGTH_MIDDLE, LENGTH_LONG] = [2, 130, 258];
const END_MARKER = 0xffffffff;

class Lzma {
  /** `most` is how many bytes may come of it at most. */
  constructor(most) {
    this.most = most;
    this.input = new Uint8Array(0);
    this.at = 0;
    this.output = null;
    this.length = 0;
    this.isEnded = false;
    this.coder = new Uint32Array(2); // Range and code; numbers in a field of 32 bits would be allocated anew each time.
    this.state = 0;
    this.distances = [0, 0, 0, 0];
  }

  /** Takes the next bytes, gives what they unpack to so far; what comes behind the end is left. */
  write(piece) {
    if (this.isEnded) return new Uint8Array(0);
    const rest = this.input.length - this.at;
    const input = new Uint8Array(rest + piece.length);
    input.set(this.input.subarray(this.at));
    input.set(piece, rest);
    this.input = input;
    this.at = 0;
    return this.unpack(input.length - LZMA_LONGEST);
  }

  /** Gives the rest, when all bytes are there. */
  end() {
    const rest = this.unpack(this.input.length);
    if (!this.isEnded) throw new Error("it is cut off");
    return rest;
  }

  unpack(until) {
    if (!this.output) {
      if (this.input.length < LZMA_START) return new Uint8Array(0);
      this.start();
    }
    const before = this.length;
    while (!this.isEnded && this.at <= until) this.symbol();
    return this.output.subarray(before, this.length);
  }

  start() {
    const header = new DataView(this.input.buffer);
    const properties = header.getUint8(0);
    const size = header.getUint32(5, true);
    if (properties >= 225 || header.getUint32(9, true) !== 0 || size > this.most || header.getUint8(LZMA_HEADER) !== 0) throw new Error("it is not packed as it should be");
    this.literalContext = properties % 9;
    this.literalPosition = (1 << Math.floor(properties / 9) % 5) - 1;
    this.position = (1 << Math.floor(properties / 45)) - 1;
    // All of it is kept, and so needs no dictionary beside it.
    this.output = new Uint8Array(size);
    this.chances = new Uint16Array(LITERAL + (0x300 << (this.literalContext + Math.floor(properties / 9) % 5))).fill(1024);
    this.coder.set([0xffffffff, header.getUint32(LZMA_HEADER + 1)]);
    this.at = LZMA_START;
  }

  // --- Bits -------------------------------------------------------------------------------------------------------

  next() {
    const { coder, input } = this;
    if (coder[0] >= 0x1000000) return;
    if (this.at >= input.length) throw new Error("it is cut off");
    coder[0] <<= 8;
    coder[1] = (coder[1] << 8) | input[this.at];
    this.at += 1;
  }

  bit(index) {
    const { coder, chances } = this;
    const chance = chances[index];
    const bound = (coder[0] >>> 11) * chance;
    let bit = 0;
    if (coder[1] < bound) {
      coder[0] = bound;
      chances[index] = chance + ((2048 - chance) >> 5);
    } else {
      coder[0] -= bound;
      coder[1] -= bound;
      chances[index] = chance - (chance >> 5);
      bit = 1;
    }
    this.next();
    return bit;
  }

  /** So many bits, each with a probability that depends on those before. */
  bits(index, count) {
    let symbol = 1;
    for (let left = count; left > 0; left -= 1) symbol = (symbol << 1) | this.bit(index + symbol);
    return symbol - (1 << count);
  }

  /** The same, the lowest first. */
  bitsReversed(index, count) {
    let symbol = 1;
    let value = 0;
    for (let place = 0; place < count; place += 1) {
      const bit = this.bit(index + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << place;
    }
    return value;
  }

  /** So many bits of which each is as likely as not. */
  plainBits(count) {
    const { coder } = this;
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      coder[0] >>>= 1;
      const isSet = coder[1] >= coder[0];
      if (isSet) coder[1] -= coder[0];
      value = (value << 1) | Number(isSet);
      this.next();
    }
    return value;
  }

  // --- Symbols ----------------------------------------------------------------------------------------------------

  /** A byte, or a stretch of what came before. */
  symbol() {
    const place = this.length & this.position;
    const { state, distances } = this;
    if (!this.bit(IS_MATCH + (state << 4) + place)) return this.literal();
    let length;
    if (!this.bit(IS_REP + state)) {
      length = this.runLength(LENGTH, place);
      distances.pop();
      distances.unshift(this.distance(length));
      this.state = state < 7 ? 7 : 10;
      if (distances[0] === END_MARKER) return this.marker();
    } else {
      const isNewest = !this.bit(IS_REP_0 + state);
      if (isNewest && !this.bit(IS_LONG + (state << 4) + place)) {
        this.state = state < 7 ? 9 : 11;
        return this.copy(1);
      }
      if (!isNewest) {
        const which = !this.bit(IS_REP_1 + state) ? 1 : 2 + this.bit(IS_REP_2 + state);
        distances.unshift(...distances.splice(which, 1));
      }
      length = this.runLength(REP_LENGTH, place);
      this.state = state < 7 ? 8 : 11;
    }
    this.copy(length + 2);
  }

  literal() {
    const { output, length, state } = this;
    if (length >= output.length) throw new Error("it is longer than it says");
    const before = length ? output[length - 1] : 0;
    const context = ((length & this.literalPosition) << this.literalContext) + (before >> (8 - this.literalContext));
    const chances = LITERAL + 0x300 * context;
    let symbol = 1;
    if (state >= 7) {
      // Behind a stretch the byte that would have come next in it is what this one is not.
      let other = output[length - this.distances[0] - 1];
      let isSame = true;
      while (isSame && symbol < 0x100) {
        const expected = (other >> 7) & 1;
        other <<= 1;
        const bit = this.bit(chances + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        isSame = bit === expected;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.bit(chances + symbol);
    output[length] = symbol;
    this.length += 1;
    this.state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  }

  runLength(chances, place) {
    if (!this.bit(chances)) return this.bits(chances + LENGTH_SHORT + (place << 3), 3);
    if (!this.bit(chances + 1)) return 8 + this.bits(chances + LENGTH_MIDDLE + (place << 3), 3);
    return 16 + this.bits(chances + LENGTH_LONG, 8);
  }

  distance(length) {
    const slot = this.bits(DISTANCE_SLOT + (Math.min(length, 3) << 6), 6);
    if (slot < 4) return slot;
    const count = (slot >> 1) - 1;
    const high = ((2 | (slot & 1)) << count) >>> 0;
    if (slot < 14) return high + this.bitsReversed(DISTANCE + high - slot, count);
    return high + this.plainBits(count - 4) * 16 + this.bitsReversed(ALIGN, 4);
  }

  copy(count) {
    const { output, length } = this;
    const from = length - this.distances[0] - 1;
    if (from < 0 || length + count > output.length) throw new Error("it is damaged");
    for (let at = 0; at < count; at += 1) output[length + at] = output[from + at];
    this.length += count;
  }

  /** What is damaged anywhere goes on as something else, and ends neither here nor with nothing left in the coder. */
  marker() {
    if (this.length !== this.output.length || this.coder[1] !== 0) throw new Error("it is damaged");
    this.isEnded = true;
  }
}
