// What channels write: objects in buckets, in this program's memory.

const blockBytesMax = 128 * 1024;

export class Buckets {
  #host;
  #objects = new Map();  // by bucket, then by key
  #writing = false;
  #era = 0;  // what was taken before the objects were forgotten is not kept

  // `host` is the Runnel that they belong to: its `callNow` calls an operation, and `stored`
  // resolves once what has happened will outlive this program, to whether it will.
  constructor(host) { this.#host = host; }

  // Of one bucket or of all: {bucket, key, size}, by bucket and key.
  list(bucket) {
    const listed = [];
    for (const [name, objects] of this.#objects) {
      if (bucket !== undefined && bucket !== name) continue;
      for (const [key, bytes] of objects) {
        listed.push({ bucket: name, key, size: bytes.byteLength });
      }
    }
    const before = (a, b) => (a < b ? -1 : Number(a > b));
    return listed.sort((a, b) => before(a.bucket, b.bucket) || before(a.key, b.key));
  }

  // The bytes of an object, compressed as its channel says; undefined if there is none.
  get(bucket, key) { return this.#objects.get(bucket)?.get(key)?.slice(); }

  // Whether there was such an object.
  delete(bucket, key) { return this.#objects.get(bucket)?.delete(key) ?? false; }

  // To be called when there is something to write. It is written later, and once what it follows
  // from is stored.
  notice() {
    if (this.#writing) return;
    this.#writing = true;
    queueMicrotask(() => this.#writeAll());
  }

  forget() {
    this.#objects.clear();
    ++this.#era;
  }

  async #writeAll() {
    try {
      if (!await this.#host.stored()) return;
      const take = () => this.#host.callNow('Runnel.TakeDelivery', {});
      for (let taken = take(); taken.DeliveryId !== undefined; taken = take()) {
        await this.#write(taken);
      }
    } catch (error) {
      // It was closed, reset or told not to meanwhile.
      const expected = ['ClosedError', 'ResourceNotFoundException', 'InvalidArgumentException'];
      if (!expected.includes(error.name)) throw error;
    } finally {
      this.#writing = false;
    }
  }

  async #write({ DeliveryId, Objects }) {
    const era = this.#era;
    for (const { Bucket, Key, CompressionType, Body } of Objects) {
      const bytes = await compressed(CompressionType, Body);
      if (era !== this.#era) return;
      if (!this.#objects.has(Bucket)) this.#objects.set(Bucket, new Map());
      this.#objects.get(Bucket).set(Key, bytes);
    }
    this.#host.callNow('Runnel.CompleteDelivery', { DeliveryId });
  }
}

async function compressed(type, bytes) {
  if (type === 'GZIP') {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
  return type === 'ZSTD' ? zstandardFrame(bytes) : bytes;
}

// A frame of Zstandard (RFC 8878) that any reader takes, but whose blocks are as they were: what
// this runs on has no compressor for it.
function zstandardFrame(bytes) {
  const blocks = Math.max(1, Math.ceil(bytes.byteLength / blockBytesMax));
  const frame = new Uint8Array(9 + 3 * blocks + bytes.byteLength);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  frame[4] = 0xa0;  // one segment, its size in four bytes
  view.setUint32(5, bytes.byteLength, true);
  for (let block = 0, at = 9; block < blocks; ++block) {
    const data = bytes.subarray(block * blockBytesMax, (block + 1) * blockBytesMax);
    const header = data.byteLength << 3 | (block === blocks - 1 ? 1 : 0);
    view.setUint16(at, header & 0xffff, true);
    frame[at + 2] = header >> 16;
    frame.set(data, at + 3);
    at += 3 + data.byteLength;
  }
  return frame;
}
