// Stores what happens before anybody is shown it.
//
// A store is an object with
//   load()                 resolves to the entries that were stored, each a Uint8Array: first the
//                          changes by position, then the records by stream, shard and first index
//   commit(entries)        stores entries, all or none; what it must do for each kind stands at
//                          `kinds`. Resolves once they are stored
//   checkpoint(position, entries)   replaces all changes up to the position by these
//   close()                nothing will be stored any more
// An entry is {kind, position, at, stream, shard, first, bytes}; only `bytes` are to be given back.

export const kinds = {
  change: 0,      // keep it
  records: 1,     // keep it, with the records of its stream and shard
  trim: 2,        // drop the records of this stream and shard whose `at` is before this one's
  streamGone: 3,  // drop all records of this stream
  cleared: 4,     // drop everything
};

// Where the members of a RunnelJournalEntry of wasm/exports.h stand.
const member = { position: 0, at: 8, stream: 16, shard: 24, first: 32, kind: 48, size: 68 };

export function entriesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = [];
  for (let begin = 0; begin < bytes.byteLength;) {
    const number = (offset) => view.getFloat64(begin + offset, true);
    const end = begin + view.getUint32(begin + member.size, true);
    entries.push({
      kind: view.getUint32(begin + member.kind, true),
      position: number(member.position),
      at: number(member.at),
      stream: number(member.stream),
      shard: number(member.shard),
      first: number(member.first),
      bytes: bytes.subarray(begin, end),
    });
    begin = end;
  }
  return entries;
}

// The pieces, each a Uint8Array, as one.
export function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

// So many changes are replaced by what they add up to.
const changesMax = 5000;

// Commits in the order of things, one commit at a time: what happens meanwhile goes with the next.
export class Journal {
  #store;
  #waiting = [];
  #running = null;
  #changes = 0;
  // Gives the bytes of what all changes so far add up to.
  takeCheckpoint = null;
  // Why nothing is stored any more.
  failure = null;

  constructor(store) { this.#store = store; }

  async load() {
    const stored = await this.#store.load();
    this.#changes = stored.length;
    return joined(stored);
  }

  // Begins to store; stored() tells when that is done.
  add(bytes) {
    if (bytes.byteLength === 0) return;
    this.#waiting.push(...entriesOf(bytes));
    this.stored().catch(() => {});  // whoever waits for it is told
  }

  // Resolves once all that was added is stored; rejects if it could not be.
  async stored() {
    while (this.#waiting.length > 0 || this.#running !== null) {
      if (this.failure !== null) break;
      this.#running ??= this.#commit();
      await this.#running;
    }
    if (this.failure !== null) throw this.failure;
  }

  // What was added is still stored.
  async close() {
    this.takeCheckpoint = null;
    await this.stored().catch(() => {});  // whoever waits for it has been told
    await this.#store.close();
  }

  async #commit() {
    const entries = this.#waiting.splice(0);
    this.#changes += entries.filter(({ kind }) => kind === kinds.change).length;
    const due = this.#changes > changesMax && this.takeCheckpoint !== null;
    const checkpoint = due ? entriesOf(this.takeCheckpoint()) : [];
    try {
      await this.#store.commit(entries);
      if (checkpoint.length > 0) {
        await this.#store.checkpoint(checkpoint[0].position, checkpoint);
        this.#changes = checkpoint.length;
      }
    } catch (error) {
      this.failure = new Error(
        `the journal cannot be written, so nothing is answered any more: ${error.message}`,
        { cause: error });
    } finally {
      this.#running = null;
    }
  }
}
