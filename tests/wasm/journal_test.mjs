// A journal keeps what happened beyond the life of an emulator. The store here is an array; that of
// the browser is tested there.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createRunnel } from './package.mjs';

const { kinds } = await import(`${process.env.RUNNEL_PACKAGE}/journal.js`);
const startAt = 2_000_000_000_000;
const ShardId = 'shardId-000000000000';

// Does what journal.js asks of a store, in memory.
class ArrayStore {
  changes = [];
  records = [];
  checkpoints = 0;
  open = false;
  refusal = null;

  async load() {
    this.open = true;
    const order = (a, b) => a.stream - b.stream || a.shard - b.shard || a.first - b.first;
    return [...this.changes, ...this.records.sort(order)].map(({ bytes }) => bytes);
  }

  async commit(entries) {
    if (this.refusal) throw this.refusal;
    assert.ok(this.open);
    for (const entry of entries) this.#store({ ...entry, bytes: entry.bytes.slice() });
  }

  async checkpoint(position, entries) {
    ++this.checkpoints;
    const later = this.changes.filter((entry) => entry.position > position);
    const kept = entries.map((entry) => ({ ...entry, bytes: entry.bytes.slice() }));
    this.changes = [...kept, ...later];
  }

  async close() { this.open = false; }

  #store(entry) {
    const sameStream = ({ stream }) => stream === entry.stream;
    const sameShard = (other) => sameStream(other) && other.shard === entry.shard;
    if (entry.kind === kinds.change) this.changes.push(entry);
    if (entry.kind === kinds.records) this.records.push(entry);
    if (entry.kind === kinds.trim) {
      this.records = this.records.filter((other) => !sameShard(other) || other.at >= entry.at);
    }
    if (entry.kind === kinds.streamGone) {
      this.records = this.records.filter((other) => !sameStream(other));
    }
    if (entry.kind === kinds.cleared) {
      this.changes = [];
      this.records = [];
    }
  }
}

function put(runnel, text) {
  return runnel.call('PutRecord', {
    StreamName: 's', PartitionKey: 'k', Data: new TextEncoder().encode(text),
  });
}

async function texts(runnel) {
  const { ShardIterator } = await runnel.call('GetShardIterator', {
    StreamName: 's', ShardId, ShardIteratorType: 'TRIM_HORIZON',
  });
  const { Records } = await runnel.call('GetRecords', { ShardIterator });
  return Records.map(({ Data }) => new TextDecoder().decode(Data));
}

test('another emulator goes on where the first was', async () => {
  const journal = new ArrayStore();
  const first = await createRunnel({ journal, clock: startAt });
  await first.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  await put(first, 'one');
  const { SequenceNumber } = await put(first, 'two');
  first.clock.advance(1000);
  await first.close();

  const second = await createRunnel({ journal, clock: startAt });
  assert.equal(second.clock.now(), startAt + 1000);
  assert.deepEqual(await texts(second), ['one', 'two']);
  const after = await put(second, 'three');
  assert.ok(BigInt(after.SequenceNumber) > BigInt(SequenceNumber));
  await second.close();

  const third = await createRunnel({ journal, clock: startAt });
  assert.deepEqual(await texts(third), ['one', 'two', 'three']);
});

test('an answer comes once what it says is stored, and not if it cannot be', async () => {
  const journal = new ArrayStore();
  const runnel = await createRunnel({ journal, clock: startAt });
  await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  const blocks = journal.records.length;
  await put(runnel, 'x');
  assert.equal(journal.records.length, blocks + 1);
  journal.refusal = new Error('the disk is full');
  await assert.rejects(put(runnel, 'y'), /journal cannot be written.*the disk is full/);
  await assert.rejects(runnel.call('ListStreams'), /nothing is answered any more/);
  journal.refusal = null;
  const next = await createRunnel({ journal, clock: startAt });
  assert.deepEqual(await texts(next), ['x']);
});

test('records that have aged out leave the journal, and a reset empties it', async () => {
  const journal = new ArrayStore();
  const runnel = await createRunnel({ journal, clock: startAt });
  await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  await put(runnel, 'old');
  runnel.clock.advance(25 * 3_600_000);
  await put(runnel, 'new');
  assert.equal(journal.records.length, 1);
  runnel.reset();
  await runnel.call('ListStreams');
  assert.equal(journal.records.length, 0);
  const next = await createRunnel({ journal, clock: startAt });
  assert.deepEqual((await next.call('ListStreams')).StreamNames, []);
  assert.equal(next.clock.now(), startAt);
});

test('many changes are replaced by what they add up to', async () => {
  const journal = new ArrayStore();
  const runnel = await createRunnel({ journal, clock: startAt });
  await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  for (let i = 0; i < 5100; ++i) {
    await runnel.call('AddTagsToStream', { StreamName: 's', Tags: { count: String(i) } });
  }
  assert.ok(journal.checkpoints >= 1);
  assert.ok(journal.changes.length < 200, `${journal.changes.length} changes`);
  const next = await createRunnel({ journal, clock: startAt });
  const { Tags } = await next.call('ListTagsForStream', { StreamName: 's' });
  assert.deepEqual(Tags, [{ Key: 'count', Value: '5099' }]);
});

test('a journal that is none is refused', async () => {
  const journal = new ArrayStore();
  journal.load = async () => [new Uint8Array(80)];
  let isClosed = false;
  journal.close = async () => { isClosed = true; };
  await assert.rejects(createRunnel({ journal }), /the journal cannot be read: /);
  assert.ok(isClosed);
});

test('who waits for a function is told that nothing is answered any more', async () => {
  const journal = new ArrayStore();
  const runnel = await createRunnel({ journal, clock: startAt });
  let invoked = 0;
  runnel.functions.create('f', () => { ++invoked; });
  await runnel.functions.invoke('f');
  journal.refusal = new Error('the disk is full');
  const refused = /journal cannot be written.*the disk is full/;
  const created = runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  const waiting = runnel.functions.invoke('f');
  await assert.rejects(created, refused);
  await assert.rejects(waiting, refused);
  await assert.rejects(runnel.functions.invoke('f'), refused);
  assert.equal(invoked, 1);
});
