// Injected faults that concern the connection, where there is none: what the program sees is what
// it would see of a network.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GetRecordsCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';

import { createRunnel } from './package.mjs';

const startAt = 2_000_000_000_000;
const StreamName = 's';
const ShardId = 'shardId-000000000000';
const record = { StreamName, PartitionKey: 'k', Data: new Uint8Array(1) };

async function withRule(rule) {
  const runnel = await createRunnel({ seed: 1, clock: startAt });
  await runnel.call('CreateStream', { StreamName, ShardCount: 1 });
  await runnel.call('Runnel.AddFaultRule', rule);
  return runnel;
}

async function countRecords(runnel) {
  const { ShardIterator } = await runnel.call('GetShardIterator', {
    StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON',
  });
  return (await runnel.call('GetRecords', { ShardIterator })).Records.length;
}

test('a lost answer rejects as a lost connection does, and the SDK tries again', async () => {
  const runnel = await withRule({ Action: 'DROP_AFTER', Operations: ['PutRecord'], EveryNth: 2 });
  await runnel.call('PutRecord', record);
  await assert.rejects(runnel.call('PutRecord', record), { code: 'ECONNRESET' });
  assert.equal(await countRecords(runnel), 2);
  await runnel.call('PutRecord', record);
  const client = new KinesisClient(runnel.clientConfig);
  const { $metadata } = await client.send(new PutRecordCommand(record));
  assert.equal($metadata.attempts, 2);
  assert.equal(await countRecords(runnel), 5);
});

test('fetch rejects as fetch does', async () => {
  const runnel = await withRule({ Action: 'DROP_BEFORE', Operations: ['ListStreams'] });
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.ListStreams',
      'x-amz-date': '20330518T033320Z',
      authorization: 'AWS4-HMAC-SHA256 ' +
        'Credential=test/20330518/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: '{}',
  };
  const lost = { name: 'TypeError', message: 'fetch failed' };
  await assert.rejects(runnel.fetch('http://localhost/', request), lost);
  const listener = await runnel.listen();
  await assert.rejects(fetch(listener.url, request), lost);
  const { region, credentials } = runnel.clientConfig;
  const client = new KinesisClient({ region, credentials, endpoint: listener.url, maxAttempts: 1 });
  await runnel.call('Runnel.AddFaultRule', { Action: 'DROP_BEFORE', Operations: ['GetRecords'] });
  await assert.rejects(client.send(new GetRecordsCommand({ ShardIterator: 'x' })));
  client.destroy();
  await listener.close();
});

test('a held answer comes when its time is over', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const runnel = await withRule({ Action: 'DELAY', Operations: ['PutRecord'], DelayMillis: 250 });
  let answered = false;
  const put = runnel.call('PutRecord', record).then(() => { answered = true; });
  await new Promise(setImmediate);
  t.mock.timers.tick(249);
  await new Promise(setImmediate);
  assert.equal(answered, false);
  t.mock.timers.tick(1);
  await put;
});

async function subscribe(runnel) {
  const { StreamDescriptionSummary: { StreamARN } } =
    await runnel.call('DescribeStreamSummary', { StreamName });
  const { Consumer: { ConsumerARN } } =
    await runnel.call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' });
  return runnel.subscribe({ ConsumerARN, ShardId, StartingPosition: { Type: 'LATEST' } });
}

for (const Action of ['DROP_BEFORE', 'DROP_AFTER']) {
  test(`a subscription whose answer is lost rejects, by ${Action}`, async () => {
    const runnel = await withRule({ Action, Operations: ['SubscribeToShard'] });
    await assert.rejects((await subscribe(runnel))[Symbol.asyncIterator]().next(),
      { code: 'ECONNRESET' });
  });
}

test('a subscription whose answer is held begins when its time is over', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const runnel = await withRule({
    Action: 'DELAY', Operations: ['SubscribeToShard'], DelayMillis: 250,
  });
  const events = (await subscribe(runnel))[Symbol.asyncIterator]();
  let begun = false;
  const first = events.next().then(({ value }) => {
    begun = true;
    return value;
  });
  await new Promise(setImmediate);
  t.mock.timers.tick(249);
  await new Promise(setImmediate);
  assert.equal(begun, false);
  t.mock.timers.tick(1);
  assert.deepEqual((await first).Records, []);
});

test('a dropped subscription breaks off after what it had said', async () => {
  const runnel = await withRule({ Action: 'DROP_SUBSCRIPTION', ConsumerName: 'c', StartMillis: 1 });
  const events = (await subscribe(runnel))[Symbol.asyncIterator]();
  assert.deepEqual((await events.next()).value.Records, []);
  runnel.clock.advance(1);
  await runnel.call('PutRecord', record);
  await assert.rejects(async () => {
    while (!(await events.next()).done);
  }, { code: 'ECONNRESET' });
});
