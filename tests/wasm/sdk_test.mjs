// The AWS SDK for JavaScript over the package: within the process by its request handler, and from
// outside by listen().
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  CreateStreamCommand, DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand,
  KinesisClient, PutRecordsCommand, RegisterStreamConsumerCommand, SubscribeToShardCommand,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';

import { createRunnel } from './package.mjs';

const StreamName = 's';
const ShardId = 'shardId-000000000000';

async function putAndRead(client) {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  await waitUntilStreamExists({ client, maxWaitTime: 20 }, { StreamName });
  const Records = ['a', 'b'].map((key) => ({ PartitionKey: key, Data: Buffer.from(key) }));
  const put = await client.send(new PutRecordsCommand({ StreamName, Records }));
  assert.equal(put.FailedRecordCount, 0);
  const { ShardIterator } = await client.send(new GetShardIteratorCommand({
    StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON',
  }));
  const got = await client.send(new GetRecordsCommand({ ShardIterator }));
  assert.deepEqual(got.Records.map(({ Data }) => Buffer.from(Data).toString()), ['a', 'b']);
  assert.ok(got.Records[0].ApproximateArrivalTimestamp instanceof Date);
}

async function openSubscription(client, abortSignal) {
  const { StreamDescription: { StreamARN } } =
    await client.send(new DescribeStreamCommand({ StreamName }));
  const { Consumer: { ConsumerARN } } = await client.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }));
  const { EventStream } = await client.send(new SubscribeToShardCommand({
    ConsumerARN, ShardId, StartingPosition: { Type: 'TRIM_HORIZON' },
  }), { abortSignal });
  return EventStream;
}

async function subscribe(client) {
  const seen = [];
  for await (const { SubscribeToShardEvent } of await openSubscription(client)) {
    for (const { Data } of SubscribeToShardEvent.Records) seen.push(Buffer.from(Data).toString());
    if (seen.length === 2) {
      const Records = [{ PartitionKey: 'c', Data: Buffer.from('c') }];
      await client.send(new PutRecordsCommand({ StreamName, Records }));
    }
    if (seen.length === 3) break;
  }
  assert.deepEqual(seen, ['a', 'b', 'c']);
}

async function refuse(client) {
  await assert.rejects(client.send(new DescribeStreamCommand({ StreamName: 'none' })), {
    name: 'ResourceNotFoundException',
    message: 'Stream none under account 000000000000 not found.',
  });
}

function suite(name, connect) {
  describe(name, () => {
    let runnel;
    let client;
    let disconnect;
    before(async () => {
      runnel = await createRunnel();
      ({ client, disconnect } = await connect(runnel));
    });
    after(async () => {
      client.destroy();
      await disconnect();
      runnel.close();
    });
    test('creates, puts and reads', () => putAndRead(client));
    test('subscribes', () => subscribe(client));
    test('is refused as by the service', () => refuse(client));
  });
}

suite('over the request handler', (runnel) => ({
  client: new KinesisClient(runnel.clientConfig),
  disconnect() {},
}));

suite('over HTTP/2, which the SDK speaks by itself', async (runnel) => {
  const listener = await runnel.listen();
  const { region, credentials } = runnel.clientConfig;
  return {
    client: new KinesisClient({ region, credentials, endpoint: listener.url }),
    disconnect: () => listener.close(),
  };
});

test('an aborted subscription has hung up', async () => {
  const runnel = await createRunnel({ clock: 2_000_000_000_000 });
  const client = new KinesisClient(runnel.clientConfig);
  await putAndRead(client);
  const controller = new AbortController();
  const events = (await openSubscription(client, controller.signal))[Symbol.asyncIterator]();
  await events.next();
  const next = events.next();
  controller.abort();
  await assert.rejects(next, { name: 'AbortError' });
  await assert.rejects(client.send(new DescribeStreamCommand({ StreamName }), {
    abortSignal: controller.signal,
  }), { name: 'AbortError' });
});
