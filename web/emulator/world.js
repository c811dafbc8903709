// The emulator of a lesson, of the sandbox or of the demo, and what happens in it: the student's
// code, the prompt, the views and the check of the goal share it.
import { createRunnel, indexedDbJournal } from 'runnel-kinesis';

import { ownPrefix } from '../site/own_names.js';
import { callFrom } from './call.js';

// Older ones are forgotten.
const callsMax = 2000;
const callMillis = 5;

export class World {
  runnel;
  calls = [];  // of the student's code: {operation, input, output or error}
  ledger = [];  // rows of the lesson's database: {key, value}
  checkpoint = null;
  // Why what happens is forgotten, and this tab begins anew; undefined: it is kept.
  whyForgotten;
  // Whether that is because what was kept cannot be read.
  isUnreadable = false;
  onChange = () => {};
  #name;
  #settings;
  #isTimeFromWaits = false;

  // What happens is kept in the browser's database under the name; without one, nowhere.
  static async open(name, settings = {}) {
    const world = new World();
    world.#name = name;
    world.#settings = settings;
    try {
      await world.#openKept();
    } catch (error) {
      world.#isNotKept(error);
      world.runnel = await createRunnel({ settings });
    }
    return world;
  }

  async #openKept() {
    const settings = this.#settings;
    this.runnel = await createRunnel(this.#name === undefined ? { settings }
      : { settings, journal: indexedDbJournal(ownPrefix + this.#name) });
  }

  #isNotKept(error) {
    const { message } = error;
    if (!/journal/.test(message)) throw error;
    this.isUnreadable = /cannot be read/.test(message);
    this.whyForgotten = /another page/.test(message) ? 'This is open in another tab too'
      : this.isUnreadable ? `What was kept here cannot be read (${message})`
        : `Your browser keeps nothing for this page (${message})`;
  }

  // Deletes what was kept and cannot be read; what happens then is kept, if the browser does.
  async keepAgain() {
    const { runnel } = this;
    try {
      await deleted(ownPrefix + this.#name);
      await this.#openKept();
    } catch (error) {
      this.#isNotKept(error);
      return;
    }
    this.isUnreadable = false;
    this.whyForgotten = undefined;
    await runnel.close();
  }

  // As at first: nothing is there but what `setup(world)` makes.
  async reset(setup = async () => {}) {
    this.runnel.reset();
    this.calls = [];
    this.ledger = [];
    this.checkpoint = null;
    this.#isTimeFromWaits = false;
    await setup(this);
    this.onChange();
  }

  close() { return this.runnel.close(); }

  // From now on the emulator's time goes by what the student's code waits, and by a little for each
  // of its calls: what it meets is the same on every machine.
  takeTimeFromWaits() {
    this.runnel.clock.freeze();
    this.#isTimeFromWaits = true;
  }

  // Answers a request of the student's code, and notes it. `waited`: milliseconds since the last.
  async answer(request, waited = 0) {
    if (this.#isTimeFromWaits) this.advance(waited + callMillis);
    const reply = await this.runnel.answer(request);
    this.calls.push(callFrom(request, reply));
    if (this.calls.length > callsMax) this.calls.shift();
    this.onChange();
    return reply;
  }

  // An operation by name, as a lesson, a view or the prompt calls it.
  async call(name, input) {
    const output = await this.runnel.call(name, input);
    if (!name.startsWith('Runnel.Inspect')) this.onChange();
    return output;
  }

  put(StreamName, records) {
    return this.call('PutRecords', {
      StreamName,
      Records: records.map(({ key, text }) => ({
        PartitionKey: key, Data: new TextEncoder().encode(text),
      })),
    });
  }

  // The time goes ahead by so many milliseconds.
  advance(milliseconds) {
    const now = this.runnel.clock.advance(milliseconds);
    this.onChange();
    return now;
  }

  inspect() { return this.runnel.call('Runnel.InspectStreams', {}); }

  // What the inspector knows of a stream; undefined if there is none of the name.
  async stream(name) {
    const { Streams } = await this.inspect();
    return Streams.find(({ StreamName }) => StreamName === name);
  }

  // The same of one that ought to be there; rejects if it is not.
  async theStream(name) {
    const stream = await this.stream(name);
    if (stream === undefined) throw new Error(`there is no stream “${name}”.`);
    return stream;
  }

  // All records of a stream that are retained: {shard, key, hashKey, text, sequenceNumber}.
  async records(StreamName) {
    const found = [];
    // Where it went on the last time is told even when nothing is left.
    for (let After; ;) {
      const { Records, Next } = await this.runnel.call('Runnel.InspectRecords', {
        StreamName, ...(After === undefined ? {} : { After }),
      });
      if (Records.length === 0) return found;
      found.push(...Records.map(recordFrom));
      if (Next === undefined) return found;
      After = Next;
    }
  }

  // The latest records of a stream, the newest first.
  async newest(StreamName, Limit) {
    const { Records } = await this.runnel.call('Runnel.InspectRecords', {
      StreamName, Limit, Newest: true,
    });
    return Records.map(recordFrom)
      .sort((a, b) => (BigInt(a.sequenceNumber) < BigInt(b.sequenceNumber) ? 1 : -1));
  }
}

function recordFrom(record) {
  return {
    shard: record.ShardId,
    key: record.PartitionKey ?? '',
    hashKey: record.HashKey,
    text: new TextDecoder().decode(record.Data),
    bytes: record.DataBytes,
    sequenceNumber: record.SequenceNumber,
    at: record.ArrivalMillis,
  };
}

// Until the browser has no journal of the name any more: the package calls its database so.
function deleted(name) {
  const request = indexedDB.deleteDatabase(`runnel:${name}`);
  return new Promise((resolve, reject) => {
    request.onsuccess = resolve;
    request.onerror = () =>
      reject(new Error(`the journal '${name}' cannot be deleted: ${request.error.message}`));
  });
}
