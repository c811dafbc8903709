// Snapshots: of the package's own emulators, and to and from a native server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

import { createRunnel } from './package.mjs';

const startAt = 2_000_000_000_000;
const StreamName = 's';
const ShardId = 'shardId-000000000000';

async function withRecords(...texts) {
  const runnel = await createRunnel({ clock: startAt });
  await runnel.call('CreateStream', { StreamName, ShardCount: 1 });
  await put(runnel, ...texts);
  return runnel;
}

async function put(runnel, ...texts) {
  for (const text of texts) {
    const Data = new TextEncoder().encode(text);
    await runnel.call('PutRecord', { StreamName, PartitionKey: 'k', Data });
  }
}

async function read(runnel) {
  const { ShardIterator } = await runnel.call('GetShardIterator', {
    StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON',
  });
  const { Records } = await runnel.call('GetRecords', { ShardIterator });
  return Records.map(({ SequenceNumber, Data }) => (
    { SequenceNumber, text: new TextDecoder().decode(Data) }));
}

test('a snapshot makes another emulator the same, and a reset comes back to it', async () => {
  const first = await withRecords('a', 'b');
  first.clock.advance(1000);
  const snapshot = await first.exportSnapshot();
  const second = await createRunnel({ snapshot, clock: startAt });
  assert.equal(second.clock.now(), startAt + 1000);
  assert.deepEqual(await read(second), await read(first));
  await put(second, 'c');
  assert.equal((await read(second)).length, 3);
  second.reset();
  assert.deepEqual(await read(second), await read(first));
  const third = await createRunnel();
  await third.importSnapshot(snapshot.buffer);
  assert.deepEqual(await read(third), await read(first));
});

test('a snapshot larger than a request comes and goes in parts', async () => {
  const first = await withRecords();
  const Records = Array.from({ length: 9 }, () => (
    { PartitionKey: 'k', Data: crypto.getRandomValues(new Uint8Array(65_536)) }));
  for (let i = 0; i < 20; ++i) await first.call('PutRecords', { StreamName, Records });
  const snapshot = await first.exportSnapshot();
  assert.ok(snapshot.byteLength > 2 * 4 * 1024 * 1024);
  const second = await createRunnel({ snapshot });
  assert.deepEqual(await read(second), await read(first));
});

test('what is no snapshot is refused, and nothing has changed', async () => {
  const runnel = await withRecords('a');
  const before = await read(runnel);
  const snapshot = await runnel.exportSnapshot();
  snapshot[snapshot.byteLength >> 1] ^= 1;
  await assert.rejects(runnel.importSnapshot(snapshot),
    { name: 'InvalidArgumentException', message: /cannot be imported: .*Nothing has changed/ });
  assert.deepEqual(await read(runnel), before);
  await assert.rejects(createRunnel({ snapshot: 'file.runnel' }), /a Uint8Array or an ArrayBuffer/);
  await assert.rejects(createRunnel({ snapshot: new Uint8Array(0) }), /cannot be imported/);
});

// Sends it as a program elsewhere would.
async function resetOverPort(runnel) {
  const listener = await runnel.listen();
  const { status } = await fetch(listener.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Runnel.Reset',
      'x-amz-date': '20330518T033320Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20330518/us-east-1/kinesis/' +
        'aws4_request, SignedHeaders=host, Signature=0',
    },
    body: '{}',
  });
  assert.equal(status, 200);
  await listener.close();
}

for (const [what, happens, time] of [
  ['a snapshot', (runnel, snapshot) => runnel.importSnapshot(snapshot), startAt + 5000],
  ['a call of Runnel.Reset', (runnel) => runnel.call('Runnel.Reset'), startAt],
  ['Runnel.Reset over a port', resetOverPort, startAt],
  ['reset()', (runnel) => runnel.reset(), startAt],
]) {
  test(`the options hold after ${what}`, async () => {
    const other = await createRunnel({
      clock: startAt + 5000, fetch: false, settings: { CreateStreamDelayMillis: 500 },
    });
    const snapshot = await other.exportSnapshot();
    const runnel = await createRunnel({ clock: startAt, settings: { ShardLimit: 3 } });
    await runnel.call('CreateStream', { StreamName: 'before', ShardCount: 1 });
    runnel.clock.advance(1000);
    await happens(runnel, snapshot);
    assert.deepEqual((await runnel.call('ListStreams')).StreamNames, []);
    assert.equal(runnel.clock.now(), time);
    assert.equal((await runnel.call('DescribeLimits')).ShardLimit, 3);
    await runnel.call('CreateStream', { StreamName, ShardCount: 1 });
    const { StreamDescriptionSummary: { StreamStatus } } =
      await runnel.call('DescribeStreamSummary', { StreamName });
    assert.equal(StreamStatus, 'ACTIVE');
    // Whoever is not to make requests is refused.
    assert.deepEqual(await runnel.call('Runnel.TakeHttpCall'), {});
    assert.deepEqual(await runnel.call('Runnel.TakeDelivery'), {});
  });
}

// A native server on a free port: {run(command…), stop()}.
async function nativeServer() {
  const server = spawn(process.env.RUNNEL_PROGRAM, ['serve', '--port', '0', '--log-level', 'error'],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(server.stdout, 'data');
  const url = String(line).match(/http:\S+/)[0];
  return {
    async call(operation, input) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `Runnel.${operation}`,
          'x-amz-date': '20330518T033320Z',
          authorization: 'AWS4-HMAC-SHA256 Credential=test/20330518/us-east-1/kinesis/' +
            'aws4_request, SignedHeaders=host, Signature=0',
        },
        body: JSON.stringify(input),
      });
      const text = await response.text();
      assert.equal(response.status, 200, text);
      return text === '' ? {} : JSON.parse(text);
    },
    async stop() {
      server.kill();
      await once(server, 'exit');
    },
  };
}

test('a snapshot goes to a native server and comes back', async () => {
  const first = await withRecords('a', 'b');
  const snapshot = await first.exportSnapshot();
  const server = await nativeServer();
  try {
    const Part = Buffer.from(snapshot).toString('base64');
    await server.call('ImportSnapshot', { Part, Last: true });
    const { Part: back, Last } = await server.call('ExportSnapshot', {});
    assert.equal(Last, true);
    const second = await createRunnel({ snapshot: new Uint8Array(Buffer.from(back, 'base64')) });
    assert.deepEqual(await read(second), await read(first));
  } finally {
    await server.stop();
  }
});
