// CBOR as Kinesis speaks it: Uint8Array for byte strings, Date for tagged milliseconds.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const major = { unsigned: 0, negative: 1, bytes: 2, text: 3, list: 4, map: 5, tag: 6, simple: 7 };
const tagTime = 1;
const constants = new Map([[20, false], [21, true], [22, null], [23, undefined]]);

// Encodes what a call's input consists of. Members that are undefined are left out. Throws a
// TypeError for what has no place in one. The bytes are valid until the next call.
export function encode(value) {
  writer.begin();
  writer.value(value);
  return writer.bytes();
}

// Decodes a reply's body. Integers that a number cannot hold come as bigint.
export function decode(bytes) {
  return new Reader(bytes).value();
}

// Up to here copying by hand is faster than an encoder.
const shortText = 64;

function isAscii(text) {
  for (let i = 0; i < text.length; ++i) if (text.charCodeAt(i) > 127) return false;
  return true;
}

class Writer {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #size = 0;
  // Names and positions down to the value at hand, for messages.
  #path = [];

  begin() {
    this.#size = 0;
    this.#path = [];
  }

  bytes() { return this.#bytes.subarray(0, this.#size); }

  value(value) {
    switch (typeof value) {
      case 'string': return this.#text(value);
      case 'boolean': return this.#byte(major.simple << 5 | (value ? 21 : 20));
      case 'bigint': return this.#integer(value);
      case 'number': return this.#number(value);
      case 'object': return this.#object(value);
      default: throw this.#refusal(`a ${typeof value}`);
    }
  }

  #object(value) {
    if (value === null) return this.#byte(major.simple << 5 | 22);
    if (value instanceof Uint8Array) return this.#bytesOf(value, major.bytes);
    if (value instanceof Date) return this.#date(value);
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      throw this.#refusal(`a ${value.constructor.name}; bytes are a Uint8Array`);
    }
    if (Array.isArray(value)) return this.#list(value);
    const names = Object.keys(value).filter((name) => value[name] !== undefined);
    this.#head(major.map, names.length);
    for (const name of names) {
      this.#text(name);
      this.#path.push(name);
      this.value(value[name]);
      this.#path.pop();
    }
  }

  #list(list) {
    this.#head(major.list, list.length);
    for (let i = 0; i < list.length; ++i) {
      this.#path.push(i);
      this.value(list[i]);
      this.#path.pop();
    }
  }

  #date(date) {
    if (Number.isNaN(date.getTime())) throw this.#refusal('an invalid Date');
    this.#head(major.tag, tagTime);
    this.#integer(date.getTime());
  }

  #number(value) {
    if (Number.isSafeInteger(value)) return this.#integer(value);
    if (!Number.isFinite(value)) throw this.#refusal(String(value));
    const at = this.#room(9);
    this.#bytes[at] = major.simple << 5 | 27;
    this.#view.setFloat64(at + 1, value);
  }

  #integer(value) {
    if (value >= 0) return this.#head(major.unsigned, value);
    this.#head(major.negative, typeof value === 'bigint' ? -1n - value : -1 - value);
  }

  #refusal(what) {
    return new TypeError(`${['input', ...this.#path].join('.')} cannot be ${what}`);
  }

  #text(text) {
    if (text.length > shortText || !isAscii(text)) {
      return this.#bytesOf(encoder.encode(text), major.text);
    }
    this.#head(major.text, text.length);
    const at = this.#room(text.length);
    for (let i = 0; i < text.length; ++i) this.#bytes[at + i] = text.charCodeAt(i);
  }

  #bytesOf(bytes, kind) {
    this.#head(kind, bytes.byteLength);
    const at = this.#room(bytes.byteLength);
    this.#bytes.set(bytes, at);
  }

  #head(kind, argument) {
    if (argument < 24) return this.#byte(kind << 5 | Number(argument));
    if (argument <= 0xff) {
      const at = this.#room(2);
      this.#bytes[at] = kind << 5 | 24;
      this.#bytes[at + 1] = Number(argument);
      return;
    }
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

const writer = new Writer();

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
