// What a program does with the AWS SDK for JavaScript v3, from the first stream to the last. The
// same suite plays against a server and against the emulator within the process.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

const StreamName = 'orders';
const FIRST_SHARD = 'shardId-000000000000';
const HALF = '170141183460469231731687303715884105728';

const text = (record) => Buffer.from(record.Data).toString();

// `sdk` is the module @aws-sdk/client-kinesis. `connect` gives a client, of the SDK's own making,
// for an emulator that has nothing yet, and a function that ends what it started.
export function suite(sdk, name, connect) {
  describe(name, () => {
    let client;
    let disconnect;
    const send = (command, input) => client.send(new sdk[`${command}Command`](input));
    const untilActive = () => sdk.waitUntilStreamExists(
      { client, minDelay: 1, maxDelay: 1, maxWaitTime: 30 }, { StreamName });
    const put = (...texts) => send('PutRecords', {
      StreamName, Records: texts.map((data) => ({ PartitionKey: data, Data: Buffer.from(data) })),
    });

    // All records of a shard to its end or its tip, and the shards that follow it.
    async function readShard(ShardId) {
      let { ShardIterator } = await send('GetShardIterator', {
        StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON',
      });
      const records = [];
      for (;;) {
        const got = await send('GetRecords', { ShardIterator, Limit: 2 });
        records.push(...got.Records);
        ShardIterator = got.NextShardIterator;
        if (!ShardIterator || (got.Records.length === 0 && got.MillisBehindLatest === 0)) {
          return { records, children: got.ChildShards, ended: !ShardIterator };
        }
      }
    }

    async function subscribe(ShardId, ConsumerName, Type = 'TRIM_HORIZON') {
      const { StreamDescriptionSummary: { StreamARN } } =
        await send('DescribeStreamSummary', { StreamName });
      const { Consumer: { ConsumerARN } } =
        await send('RegisterStreamConsumer', { StreamARN, ConsumerName });
      let status;
      while (status !== 'ACTIVE') {
        const { ConsumerDescription } = await send('DescribeStreamConsumer', { ConsumerARN });
        status = ConsumerDescription.ConsumerStatus;
      }
      const { EventStream } = await send('SubscribeToShard', {
        ConsumerARN, ShardId, StartingPosition: { Type },
      });
      return { ConsumerARN, EventStream };
    }

    before(async () => { ({ client, disconnect } = await connect()); });
    after(async () => {
      client.destroy();
      await disconnect();
    });

    test('creates a stream and waits for it', async () => {
      await send('CreateStream', { StreamName, ShardCount: 1 });
      await untilActive();
      const { StreamDescriptionSummary: summary } =
        await send('DescribeStreamSummary', { StreamName });
      assert.equal(summary.OpenShardCount, 1);
      assert.ok(summary.StreamCreationTimestamp instanceof Date);
      const names = [];
      for await (const page of sdk.paginateListStreams({ client, pageSize: 1 }, {})) {
        names.push(...page.StreamNames);
      }
      assert.deepEqual(names, [StreamName]);
    });

    test('puts records of every byte and reads them', async () => {
      const Data = Uint8Array.from({ length: 256 }, (_, i) => i);
      const first = await send('PutRecord', { StreamName, PartitionKey: 'schlüssel ✓', Data });
      assert.equal(first.ShardId, FIRST_SHARD);
      const batch = await put('a', 'b', 'c');
      assert.equal(batch.FailedRecordCount, 0);
      const { records, ended } = await readShard(FIRST_SHARD);
      assert.equal(ended, false);
      assert.equal(records[0].SequenceNumber, first.SequenceNumber);
      assert.equal(records[0].PartitionKey, 'schlüssel ✓');
      assert.deepEqual(Uint8Array.from(records[0].Data), Data);
      assert.ok(records[0].ApproximateArrivalTimestamp instanceof Date);
      assert.deepEqual(records.slice(1).map(text), ['a', 'b', 'c']);
    });

    test('is pushed what there is and what comes', async () => {
      const { ConsumerARN, EventStream } = await subscribe(FIRST_SHARD, 'pushed');
      const seen = [];
      for await (const { SubscribeToShardEvent: event } of EventStream) {
        seen.push(...event.Records.slice(seen.length === 0 ? 1 : 0).map(text));
        assert.ok(event.ContinuationSequenceNumber);
        if (seen.length === 3) await put('d');
        if (seen.length === 4) break;
      }
      assert.deepEqual(seen, ['a', 'b', 'c', 'd']);
      await send('DeregisterStreamConsumer', { ConsumerARN });
    });

    test('is refused a second subscription within five seconds', async () => {
      const { ConsumerARN, EventStream } = await subscribe(FIRST_SHARD, 'twice');
      const events = EventStream[Symbol.asyncIterator]();
      await events.next();
      await assert.rejects(send('SubscribeToShard', {
        ConsumerARN, ShardId: FIRST_SHARD, StartingPosition: { Type: 'LATEST' },
      }), (error) => {
        assert.ok(error instanceof sdk.ResourceInUseException, error.name);
        assert.equal(error.message, 'Another active subscription exists for this consumer: ' +
          `000000000000:${StreamName}:${FIRST_SHARD}:twice`);
        return true;
      });
      await events.return();
      await send('DeregisterStreamConsumer', { ConsumerARN });
    });

    test('reads through a reshard, parent before children', async () => {
      await send('SplitShard', {
        StreamName, ShardToSplit: FIRST_SHARD, NewStartingHashKey: HALF,
      });
      await untilActive();
      const later = Array.from({ length: 20 }, (_, i) => `later-${i}`);
      assert.equal((await put(...later)).FailedRecordCount, 0);
      const parent = await readShard(FIRST_SHARD);
      assert.equal(parent.ended, true);
      assert.equal(parent.records.length, 5);
      assert.deepEqual(parent.children.map(({ ParentShards }) => ParentShards),
        [[FIRST_SHARD], [FIRST_SHARD]]);
      const seen = [];
      for (const { ShardId } of parent.children) {
        seen.push(...(await readShard(ShardId)).records.map(text));
      }
      assert.deepEqual(seen.sort(), later.sort());
      const { Shards } = await send('ListShards', { StreamName });
      assert.equal(Shards.length, 3);
    });

    test('a subscription ends with its shard, and names the children', async () => {
      const { EventStream } = await subscribe(FIRST_SHARD, 'to-the-end');
      let children;
      let count = 0;
      for await (const { SubscribeToShardEvent: event } of EventStream) {
        count += event.Records.length;
        children = event.ChildShards ?? children;
      }
      assert.equal(count, 5);
      assert.equal(children.length, 2);
    });

    test('is refused with the classes of the SDK', async () => {
      const refusals = [
        ['DescribeStream', { StreamName: 'none' }, 'ResourceNotFoundException',
          'Stream none under account 000000000000 not found.'],
        ['CreateStream', { StreamName, ShardCount: 1 }, 'ResourceInUseException',
          'Stream orders under account 000000000000 already exists.'],
        ['GetRecords', { ShardIterator: 'AAAA' }, 'InvalidArgumentException',
          'Invalid ShardIterator.'],
      ];
      for (const [command, input, className, message] of refusals) {
        await assert.rejects(send(command, input), (error) => {
          assert.ok(error instanceof sdk[className], `${command}: ${error.name}`);
          assert.ok(error instanceof sdk.KinesisServiceException);
          assert.equal(error.$metadata.httpStatusCode, 400);
          assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
          assert.equal(error.message, message);
          return true;
        });
      }
    });

    test('deletes the stream and waits until it is gone', async () => {
      await send('DeleteStream', { StreamName, EnforceConsumerDeletion: true });
      await sdk.waitUntilStreamNotExists(
        { client, minDelay: 1, maxDelay: 1, maxWaitTime: 30 }, { StreamName });
      const { StreamNames } = await send('ListStreams', {});
      assert.deepEqual(StreamNames, []);
    });
  });
}
