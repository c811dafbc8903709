// A journal's store in the browser: a database of IndexedDB, which outlives the page.
import { kinds } from './journal.js';

const changes = 'changes';  // by position and place within a checkpoint
const records = 'records';  // by stream, shard and first index

// How long the page before, which is being left, may still hold the journal.
const patienceMillis = 5000;

// The journal of that name among those of the page's origin, for createRunnel's option `journal`.
// One page at a time can hold it; createRunnel rejects if another one does, and where the browser
// keeps nothing for the page.
export function indexedDbJournal(name) {
  return new IndexedDbStore(`runnel:${name}`);
}

class IndexedDbStore {
  #name;
  #database;
  #release;

  constructor(name) { this.#name = name; }

  async load() {
    await this.#lock();
    try {
      return await this.#read();
    } catch (error) {  // of the browser's, whose settings may forbid it
      throw this.#notKept(error.message);
    }
  }

  async #read() {
    this.#database = await opened(this.#name);
    const transaction = this.#database.transaction([changes, records], 'readonly');
    const found = await Promise.all([changes, records].map(
      (store) => resultOf(transaction.objectStore(store).getAll())));
    return found.flat().map(({ bytes }) => bytes);
  }

  commit(entries) {
    return this.#write((stores) => {
      for (const entry of entries) write(stores, entry);
    });
  }

  checkpoint(position, entries) {
    return this.#write((stores) => {
      stores.changes.delete(IDBKeyRange.upperBound([position, Infinity]));
      entries.forEach(({ bytes }, place) => {
        stores.changes.put({ bytes: bytes.slice() }, [position, place]);
      });
    });
  }

  async close() {
    this.#database?.close();
    this.#release?.();
  }

  #write(work) {
    const transaction = this.#database.transaction([changes, records], 'readwrite');
    const stored = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error('it was aborted'));
    });
    work({
      changes: transaction.objectStore(changes),
      records: transaction.objectStore(records),
    });
    return stored;
  }

  // Two pages that write one journal would make it unreadable.
  async #lock() {
    if (navigator.locks === undefined) {
      throw this.#notKept('only pages by https and of this machine can have one');
    }
    await new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(patienceMillis);
      navigator.locks.request(this.#name, { signal }, () => {
        resolve();
        return new Promise((release) => { this.#release = release; });
      }).catch((error) => reject(signal.aborted
        ? new Error(`another page has the journal '${this.#name}' open`)
        : this.#notKept(error.message)));
    });
  }

  #notKept(why) { return new Error(`the journal '${this.#name}' cannot be kept: ${why}`); }
}

function write(stores, { kind, position, at, stream, shard, first, bytes }) {
  switch (kind) {
    case kinds.change:
      // A view would be stored with all that it is a part of.
      stores.changes.put({ bytes: bytes.slice() }, [position, 0]);
      break;
    case kinds.records:
      stores.records.put({ at, bytes: bytes.slice() }, [stream, shard, first]);
      break;
    case kinds.trim:
      trim(stores.records, IDBKeyRange.bound([stream, shard], [stream, shard, []]), at);
      break;
    case kinds.streamGone:
      stores.records.delete(IDBKeyRange.bound([stream], [stream, []]));
      break;
    case kinds.cleared:
      stores.changes.clear();
      stores.records.clear();
      break;
    default:
      throw new Error(`an entry of the unknown kind ${kind}`);
  }
}

// Records of one shard are in the order of their times.
function trim(store, range, before) {
  store.openCursor(range).onsuccess = ({ target: { result: cursor } }) => {
    if (cursor === null || cursor.value.at >= before) return;
    cursor.delete();
    cursor.continue();
  };
}

function opened(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(changes);
    request.result.createObjectStore(records);
  };
  return resultOf(request);
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
