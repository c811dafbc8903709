// CBOR as Kinesis speaks it: Uint8Array for byte strings, Date for tagged milliseconds.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const major = { unsigned: 0, negative: 1, bytes: 2, text: 3, list: 4, map: 5, tag: 6, simple: 7 };
const tagTime = 1;
const constants = new Map([[20, false], [21, true], [22, null], [23, undefined]]);

// Encodes what a call's input consists of. Members that are undefined are left out. Throws a
// TypeError for what has no place in one.
export function encode(value) {
  const writer = new Writer();
  writer.value(value, 'input');
  return writer.bytes();
}

// Decodes a reply's body. Integers that a number cannot hold come as bigint.
export function decode(bytes) {
  return new Reader(bytes).value();
}

class Writer {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #size = 0;

  bytes() { return this.#bytes.subarray(0, this.#size); }

  value(value, path) {
    switch (typeof value) {
      case 'string': return this.#text(value);
      case 'boolean': return this.#byte(major.simple << 5 | (value ? 21 : 20));
      case 'bigint': return this.#integer(value);
      case 'number': return this.#number(value, path);
      case 'object': return this.#object(value, path);
      default: throw new TypeError(`${path} cannot be a ${typeof value}`);
    }
  }

  #object(value, path) {
    if (value === null) return this.#byte(major.simple << 5 | 22);
    if (value instanceof Uint8Array) return this.#bytesOf(value);
    if (value instanceof ArrayBuffer) return this.#bytesOf(new Uint8Array(value));
    if (value instanceof Date) {
      if (Number.isNaN(value.getTime())) throw new TypeError(`${path} is an invalid Date`);
      this.#head(major.tag, tagTime);
      return this.#integer(BigInt(value.getTime()));
    }
    if (Array.isArray(value)) {
      this.#head(major.list, value.length);
      return value.forEach((element, i) => this.value(element, `${path}[${i}]`));
    }
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    this.#head(major.map, members.length);
    for (const [name, member] of members) {
      this.#text(name);
      this.value(member, `${path}.${name}`);
    }
  }

  #number(value, path) {
    if (Number.isSafeInteger(value)) return this.#integer(BigInt(value));
    if (!Number.isFinite(value)) throw new TypeError(`${path} cannot be ${value}`);
    const at = this.#room(9);
    this.#bytes[at] = major.simple << 5 | 27;
    this.#view.setFloat64(at + 1, value);
  }

  #integer(value) {
    if (value >= 0n) this.#head(major.unsigned, value);
    else this.#head(major.negative, -1n - value);
  }

  #text(text) {
    this.#bytesOf(encoder.encode(text), major.text);
  }

  #bytesOf(bytes, kind = major.bytes) {
    this.#head(kind, bytes.byteLength);
    const at = this.#room(bytes.byteLength);
    this.#bytes.set(bytes, at);
  }

  #head(kind, argument) {
    if (argument < 24) return this.#byte(kind << 5 | Number(argument));
    if (argument <= 0xffffffff) {
      const at = this.#room(5);
      this.#bytes[at] = kind << 5 | 26;
      return this.#view.setUint32(at + 1, Number(argument));
    }
    const at = this.#room(9);
    this.#bytes[at] = kind << 5 | 27;
    this.#view.setBigUint64(at + 1, BigInt.asUintN(64, BigInt(argument)));
  }

  #byte(byte) {
    const at = this.#room(1);
    this.#bytes[at] = byte;
  }

  // Where the next `size` bytes go.
  #room(size) {
    const at = this.#size;
    this.#size += size;
    if (this.#size > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#size, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}

// The emulator writes definite lengths, and no number shorter than a double.
class Reader {
  #bytes;
  #view;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value() {
    const first = this.#bytes[this.#at++];
    const kind = first >> 5;
    const low = first & 31;
    if (kind === major.simple) return this.#simple(low);
    const argument = this.#argument(low);
    switch (kind) {
      case major.unsigned: return argument;
      case major.negative:
        return typeof argument === 'bigint' ? -1n - argument : -1 - argument;
      case major.bytes: return this.#take(argument).slice();
      case major.text: return decoder.decode(this.#take(argument));
      case major.list: return Array.from({ length: argument }, () => this.value());
      case major.map: return this.#map(argument);
      default: return argument === tagTime ? new Date(Number(this.value())) : this.value();
    }
  }

  #map(size) {
    // By fromEntries even a tag named __proto__ becomes a member.
    const entries = [];
    for (let i = 0; i < size; ++i) entries.push([this.value(), this.value()]);
    return Object.fromEntries(entries);
  }

  #simple(low) {
    if (constants.has(low)) return constants.get(low);
    const at = this.#at;
    this.#at += 8;
    return this.#view.getFloat64(at);
  }

  #argument(low) {
    if (low < 24) return low;
    const at = this.#at;
    const size = 1 << (low - 24);
    this.#at += size;
    if (size === 1) return this.#view.getUint8(at);
    if (size === 2) return this.#view.getUint16(at);
    if (size === 4) return this.#view.getUint32(at);
    const wide = this.#view.getBigUint64(at);
    return wide <= Number.MAX_SAFE_INTEGER ? Number(wide) : wide;
  }

  #take(size) {
    const at = this.#at;
    this.#at += size;
    return this.#bytes.subarray(at, this.#at);
  }
}
