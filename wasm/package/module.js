// The other side of wasm/exports.h: carries bytes into the WebAssembly module and out of it.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

// Where the members of a RunnelOutcome stand; pointers and sizes have four bytes.
const outcome = {
  wait: 0, subscription: 8, status: 16, ended: 20, more: 24, readyCount: 28, ready: 32,
  headers: 36, headersSize: 40, body: 44, bodySize: 48, journal: 52, journalSize: 56,
  hangUp: 60, delay: 64, waiting: 72, answeredCount: 80, answered: 84, deliveryWaits: 88,
  httpCallWaits: 92,
};

// A text has at most so many UTF-8 bytes for each of its UTF-16 units.
const bytesPerUnitMax = 3;

// One instance of the module. Several emulators live in it, and share nothing but memory.
export class Instance {
  #exports;
  #view;
  #bytes;
  #printed = '';
  // Set once the module has stopped: its memory can no longer be trusted.
  failure = null;

  // `compiled`: a WebAssembly.Module.
  constructor(compiled) {
    const instance = new WebAssembly.Instance(compiled, {
      env: { emscripten_notify_memory_growth() {} },
      wasi_snapshot_preview1: {
        proc_exit: (status) => { throw new Error(`the module stopped with status ${status}`); },
        fd_write: (file, parts, count, written) => this.#print(parts, count, written),
        fd_close: () => 0,
        fd_seek: () => 0,
      },
    });
    this.#exports = instance.exports;
    this.#exports._initialize();
  }

  // `journaled`: outcomes have a `journal`, entries to be stored before they are shown.
  create(account, region, seed, journaled = false) {
    const size = this.#write(`${account}\0${region}\0`, '').headSize;
    const low = Number(BigInt.asUintN(32, seed));
    const high = Number(BigInt.asUintN(32, seed >> 32n));
    return this.#call('runnel_create', low, high, size, journaled ? 1 : 0);
  }

  destroy(emulator) {
    if (this.failure === null) this.#call('runnel_destroy', emulator);
  }

  // `head`: method, target, then name and value of each header. `body`: a string or a Uint8Array.
  handle(emulator, now, head, body) {
    const { headSize, bodySize } = this.#write(head.join('\0') + '\0', body);
    return this.#outcome(this.#call('runnel_handle', emulator, now, headSize, bodySize));
  }

  // `waiting` as an outcome has named it among the `answered`.
  finish(emulator, now, waiting) {
    return this.#outcome(this.#call('runnel_finish', emulator, now, waiting));
  }

  tick(emulator, now) {
    return this.#outcome(this.#call('runnel_tick', emulator, now));
  }

  poll(emulator, now, subscription) {
    return this.#outcome(this.#call('runnel_poll', emulator, now, subscription));
  }

  // `entries`: as they came in outcomes. What is wrong with them comes as the outcome's body.
  recover(emulator, now, entries) {
    const { bodySize } = this.#write('', entries);
    return this.#outcome(this.#call('runnel_recover', emulator, now, bodySize));
  }

  checkpoint(emulator, now) {
    return this.#outcome(this.#call('runnel_checkpoint', emulator, now));
  }

  unsubscribe(emulator, now, subscription) {
    return this.#outcome(this.#call('runnel_unsubscribe', emulator, now, subscription));
  }

  #call(name, ...values) {
    if (this.failure !== null) throw this.failure;
    try {
      // Pointers above 2 GiB come out as negative numbers.
      return this.#exports[name](...values) >>> 0;
    } catch (error) {
      const reason = this.#printed.trim() || error.message || String(error);
      this.failure = new Error(`Runnel's module has stopped: ${reason}`, { cause: error });
      throw this.failure;
    }
  }

  // Growing memory moves it, so views are asked for after each call.
  #memory() {
    const { buffer } = this.#exports.memory;
    if (this.#bytes?.buffer !== buffer) {
      this.#bytes = new Uint8Array(buffer);
      this.#view = new DataView(buffer);
    }
    return this.#bytes;
  }

  #write(head, body) {
    const isText = typeof body === 'string';
    const bodyRoom = isText ? body.length * bytesPerUnitMax : body.byteLength;
    const room = head.length * bytesPerUnitMax + bodyRoom;
    const start = this.#call('runnel_buffer', room);
    const target = this.#memory().subarray(start, start + room);
    const headSize = encoder.encodeInto(head, target).written;
    const rest = target.subarray(headSize);
    if (isText) return { headSize, bodySize: encoder.encodeInto(body, rest).written };
    rest.set(body);
    return { headSize, bodySize: body.byteLength };
  }

  #outcome(at) {
    const memory = this.#memory();
    const view = this.#view;
    const word = (member) => view.getUint32(at + member, true);
    const copy = (start, size) => memory.slice(word(start), word(start) + word(size));
    const numbers = (start, count) => Array.from(
      { length: word(count) }, (_, i) => view.getFloat64(word(start) + 8 * i, true));
    return {
      wait: view.getFloat64(at + outcome.wait, true),
      subscription: view.getFloat64(at + outcome.subscription, true),
      status: word(outcome.status),
      ended: word(outcome.ended) !== 0,
      more: word(outcome.more) !== 0,
      ready: numbers(outcome.ready, outcome.readyCount),
      waiting: view.getFloat64(at + outcome.waiting, true),
      answered: numbers(outcome.answered, outcome.answeredCount),
      headers: headersOf(decoder.decode(copy(outcome.headers, outcome.headersSize))),
      body: copy(outcome.body, outcome.bodySize),
      journal: copy(outcome.journal, outcome.journalSize),
      hangUp: word(outcome.hangUp) !== 0,
      delay: view.getFloat64(at + outcome.delay, true),
      deliveryWaits: word(outcome.deliveryWaits) !== 0,
      httpCallWaits: word(outcome.httpCallWaits) !== 0,
    };
  }

  // Keeps what the module says before it stops.
  #print(parts, count, written) {
    const memory = this.#memory();
    let size = 0;
    for (let i = 0; i < count; ++i) {
      const start = this.#view.getUint32(parts + 8 * i, true);
      const length = this.#view.getUint32(parts + 8 * i + 4, true);
      this.#printed += decoder.decode(memory.slice(start, start + length));
      size += length;
    }
    this.#view.setUint32(written, size, true);
    return 0;
  }
}

// Names in lower case, as HTTP/2 and fetch have them.
function headersOf(texts) {
  const split = texts.split('\0');
  const headers = {};
  for (let i = 0; i + 1 < split.length; i += 2) headers[split[i].toLowerCase()] = split[i + 1];
  return headers;
}
