// The package's own face: calls, subscriptions, clocks, life and death of emulators.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { createRunnel, RunnelError } from './package.mjs';

const startAt = 2_000_000_000_000;
const shard = 'shardId-000000000000';
const bytes = (text) => new TextEncoder().encode(text);
const text = (data) => new TextDecoder().decode(data);

async function withStream(options) {
  const runnel = await createRunnel({ seed: 1, clock: startAt, ...options });
  await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  return runnel;
}

function put(runnel, data) {
  return runnel.call('PutRecord', { StreamName: 's', PartitionKey: 'k', Data: bytes(data) });
}

async function subscribe(runnel, type = 'TRIM_HORIZON', options = undefined) {
  const { StreamDescriptionSummary: { StreamARN } } =
    await runnel.call('DescribeStreamSummary', { StreamName: 's' });
  const { Consumer: { ConsumerARN } } =
    await runnel.call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' });
  return runnel.subscribe(
    { ConsumerARN, ShardId: shard, StartingPosition: { Type: type } }, options);
}

test('a record comes back with its bytes and its time', async () => {
  const runnel = await withStream();
  const data = Uint8Array.from({ length: 256 }, (_, i) => i);
  await runnel.call('PutRecord', { StreamName: 's', PartitionKey: 'ключ', Data: data });
  const { ShardIterator } = await runnel.call('GetShardIterator', {
    StreamName: 's', ShardId: shard, ShardIteratorType: 'AT_TIMESTAMP',
    Timestamp: new Date(startAt),
  });
  const { Records: [record] } = await runnel.call('GetRecords', { ShardIterator });
  assert.deepEqual(record.Data, data);
  assert.equal(record.PartitionKey, 'ключ');
  assert.deepEqual(record.ApproximateArrivalTimestamp, new Date(startAt));
});

test('a refusal is an error with code, text and request id', async () => {
  const runnel = await createRunnel();
  await assert.rejects(runnel.call('DescribeStream', { StreamName: 'none' }), (error) => {
    assert.ok(error instanceof RunnelError);
    assert.equal(error.name, 'ResourceNotFoundException');
    assert.equal(error.message, 'Stream none under account 000000000000 not found.');
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
    return true;
  });
});

test('an input that cannot be sent says which member is wrong', async () => {
  const runnel = await createRunnel();
  const records = [{ PartitionKey: 'k', Data: new Uint16Array(1) }];
  await assert.rejects(runnel.call('PutRecords', { StreamName: 's', Records: records }),
    { name: 'TypeError', message: /^input\.Records\.0\.Data cannot be a Uint16Array/ });
  await assert.rejects(runnel.call('CreateStream', { StreamName: 's', ShardCount: NaN }),
    { message: 'input.ShardCount cannot be NaN' });
  await assert.rejects(runnel.call('SubscribeToShard', {}), { name: 'ValidationException' });
});

test('options that make no sense are refused by name', async () => {
  await assert.rejects(createRunnel({ acount: '1' }), /no option 'acount'/);
  await assert.rejects(createRunnel({ account: '1' }), /12 digits, not "1"/);
  await assert.rejects(createRunnel({ region: 'US East' }), /like us-east-1/);
  await assert.rejects(createRunnel({ seed: 0.5 }), /seed must be an integer/);
  await assert.rejects(createRunnel({ clock: 'sundial' }), /clock must be/);
  await assert.rejects(createRunnel({ module: 'runnel.wasm' }), /module must be/);
  await assert.rejects(createRunnel({ settings: { PutErrorProbability: 2 } }),
    { name: 'InvalidArgumentException', message: /from 0\.0 to 1\.0/ });
});

test('accounts and regions are apart, and so are emulators', async () => {
  const runnel = await withStream({ account: '111111111111', region: 'eu-west-1' });
  const { StreamDescription } = await runnel.call('DescribeStream', { StreamName: 's' });
  assert.equal(StreamDescription.StreamARN,
    'arn:aws:kinesis:eu-west-1:111111111111:stream/s');
  const elsewhere = await runnel.call('ListStreams', {}, { region: 'us-west-2' });
  assert.deepEqual(elsewhere.StreamNames, []);
  const other = await createRunnel({ account: '111111111111', region: 'eu-west-1' });
  assert.deepEqual((await other.call('ListStreams')).StreamNames, []);
});

test('equal seeds and clocks give equal answers, also after a reset', async () => {
  const answers = async (runnel) => {
    await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
    const iterator = await runnel.call('GetShardIterator', {
      StreamName: 's', ShardId: shard, ShardIteratorType: 'LATEST',
    });
    return [await put(runnel, 'x'), iterator];
  };
  const first = await createRunnel({ seed: 7n, clock: startAt });
  const second = await createRunnel({ seed: 7, clock: new Date(startAt) });
  const expected = await answers(first);
  assert.deepEqual(await answers(second), expected);
  first.reset();
  assert.deepEqual(await answers(first), expected);
  first.reset();
  assert.deepEqual((await first.call('ListStreams')).StreamNames, []);
  const third = await createRunnel({ seed: 8, clock: startAt });
  assert.notDeepEqual(await answers(third), expected);
});

test('a subscription gives what is put, heartbeats as time goes by, and ends', async () => {
  const runnel = await withStream();
  await put(runnel, 'old');
  const events = (await subscribe(runnel))[Symbol.asyncIterator]();
  const records = async () =>
    (await events.next()).value.Records.map((record) => text(record.Data));
  assert.deepEqual(await records(), ['old']);
  const next = records();
  await put(runnel, 'new');
  assert.deepEqual(await next, ['new']);
  const heartbeat = records();
  runnel.clock.advance(5000);
  assert.deepEqual(await heartbeat, []);
  const end = events.next();
  runnel.clock.advance(300_000);
  let last = await end;
  while (!last.done) last = await events.next();
});

test('leaving the loop hangs up, and so does the signal', async () => {
  const runnel = await withStream();
  const controller = new AbortController();
  const events = await subscribe(runnel, 'LATEST', { signal: controller.signal });
  const waiting = events[Symbol.asyncIterator]().next();
  controller.abort();
  assert.equal((await waiting).done, true);
  // A second subscription within five seconds is refused only while the first one is open.
  for (let i = 0; i < 3; ++i) {
    await put(runnel, 'x');
    const { Consumers: [{ ConsumerARN }] } = await runnel.call('ListStreamConsumers', {
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
    });
    const again = runnel.subscribe({
      ConsumerARN, ShardId: shard, StartingPosition: { Type: 'TRIM_HORIZON' },
    });
    for await (const { Records } of again) {
      assert.equal(Records.length, i + 1);
      break;
    }
  }
});

test('an exception in the stream, and a refusal before it, are thrown', async () => {
  const runnel = await withStream();
  const events = (await subscribe(runnel, 'LATEST'))[Symbol.asyncIterator]();
  assert.deepEqual((await events.next()).value.Records, []);  // how far behind, at once
  const next = events.next();
  await runnel.call('DeleteStream', { StreamName: 's', EnforceConsumerDeletion: true });
  await assert.rejects(next, { name: 'ResourceNotFoundException' });
  const refused = runnel.subscribe({
    ConsumerARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:1',
    ShardId: shard, StartingPosition: { Type: 'LATEST' },
  });
  await assert.rejects(refused[Symbol.asyncIterator]().next(),
    { name: 'ResourceNotFoundException' });
});

test('reset and close end subscriptions', async () => {
  const runnel = await withStream();
  const events = (await subscribe(runnel, 'LATEST'))[Symbol.asyncIterator]();
  assert.deepEqual((await events.next()).value.Records, []);  // how far behind, at once
  const next = events.next();
  runnel.reset();
  assert.equal((await next).done, true);
  runnel.close();
  runnel.close();
  await assert.rejects(runnel.call('ListStreams'), /has been closed/);
});

test('the clock stands still, moves, runs', async () => {
  const runnel = await createRunnel({ clock: startAt });
  assert.equal(runnel.clock.now(), startAt);
  assert.equal(runnel.clock.advance(1500), startAt + 1500);
  assert.throws(() => runnel.clock.freeze(startAt), /cannot go back/);
  let now = startAt;
  const driven = await createRunnel({ clock: () => now });
  now += 10;
  assert.equal(driven.clock.now(), startAt + 10);
  driven.clock.scale(60);
  now += 1000;
  assert.equal(driven.clock.now(), startAt + 10 + 60_000);
  driven.clock.freeze();
  now += 1000;
  assert.equal(driven.clock.now(), startAt + 10 + 60_000);
  driven.clock.resume();
  now += 1;
  assert.equal(driven.clock.now(), startAt + 10 + 60_060);
});

test('what comes due is done by a timer, which fake timers drive', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: startAt });
  const runnel = await createRunnel({ settings: { CreateStreamDelayMillis: 500 } });
  await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  const status = async () => (await runnel.call('DescribeStreamSummary', { StreamName: 's' }))
    .StreamDescriptionSummary.StreamStatus;
  assert.equal(await status(), 'CREATING');
  t.mock.timers.tick(500);
  assert.equal(await status(), 'ACTIVE');
  const events = (await subscribe(runnel, 'LATEST'))[Symbol.asyncIterator]();
  const heartbeat = events.next();
  await new Promise(setImmediate);
  t.mock.timers.tick(5000);
  assert.deepEqual((await heartbeat).value.Records, []);
});

test('what comes due is done by a timer again after fake timers were put back', async (t) => {
  let now = startAt;
  const { setTimeout } = globalThis;
  globalThis.setTimeout = () => undefined;  // what has not rung by then never rings
  const runnel = await createRunnel({
    clock: () => now, settings: { CreateStreamDelayMillis: 500 },
  });
  await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  globalThis.setTimeout = setTimeout;
  t.mock.timers.enable({ apis: ['setTimeout'] });
  now += 60_000;
  const events = (await subscribe(runnel, 'LATEST'))[Symbol.asyncIterator]();
  assert.deepEqual((await events.next()).value.Records, []);  // how far behind, at once
  const heartbeat = events.next();
  await new Promise(setImmediate);
  now += 5000;
  t.mock.timers.tick(5000);
  assert.deepEqual((await heartbeat).value.Records, []);
});

test('fetch answers as the service would', async () => {
  const runnel = await createRunnel();
  const response = await runnel.fetch('https://kinesis.us-east-1.amazonaws.com/', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.ListStreams',
      'x-amz-date': '20330518T033320Z',
      authorization: 'AWS4-HMAC-SHA256 ' +
        'Credential=test/20330518/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: '{}',
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/x-amz-json-1.1');
  assert.deepEqual((await response.json()).StreamNames, []);
  await assert.rejects(runnel.fetch('http://x/', { signal: AbortSignal.abort() }),
    { name: 'AbortError' });
});

test('a module that has stopped says so, and the next emulator has a new one', async () => {
  const { Instance } = await import(`${process.env.RUNNEL_PACKAGE}/module.js`);
  const module = await WebAssembly.compile(
    await readFile(`${process.env.RUNNEL_PACKAGE}/runnel.wasm`));
  const instance = new Instance(module);
  const nowhere = 0xfffffff0;
  assert.throws(() => instance.tick(nowhere, startAt), /module has stopped: .*out of bounds/);
  assert.throws(() => instance.create('000000000000', 'us-east-1', 1n), /module has stopped/);
  const runnel = await createRunnel({ module });
  assert.deepEqual((await runnel.call('ListStreams')).StreamNames, []);
  const fromBytes = await createRunnel({
    module: new Response(await readFile(`${process.env.RUNNEL_PACKAGE}/runnel.wasm`)),
  });
  assert.deepEqual((await fromBytes.call('ListStreams')).StreamNames, []);
});

test('a program ends although streams change and subscriptions are open', async () => {
  const script = fileURLToPath(new URL('./unfinished.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 60_000 });
  assert.equal(stdout, 'end of the script\n');
});

test('a thousand fresh emulators are made in two seconds', async () => {
  const begin = performance.now();
  for (let i = 0; i < 1000; ++i) {
    const runnel = await createRunnel();
    await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  }
  const seconds = (performance.now() - begin) / 1000;
  assert.ok(seconds < 2, `it took ${seconds} s`);
});
