import {
  GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand, PutRecordsCommand,
  SplitShardCommand, waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';

const client = new KinesisClient({});
const StreamName = 'rides';
const bikes = ['bike-5', 'bike-7', 'bike-2', 'bike-9', 'bike-1'];

// Rides 1 to 5 have been put already.
async function putRides(from, to) {
  for (let ride = from; ride <= to; ride += 1) {
    await client.send(new PutRecordsCommand({
      StreamName,
      Records: bikes.map((bike) => ({
        PartitionKey: bike, Data: new TextEncoder().encode(`${bike} ride ${ride}`),
      })),
    }));
  }
}

const { Shards } = await client.send(new ListShardsCommand({ StreamName }));
for (const { ShardId, HashKeyRange } of Shards) console.log(ShardId, HashKeyRange);

const [{ ShardId: ShardToSplit, HashKeyRange: range }] = Shards;
const middle = (BigInt(range.StartingHashKey) + BigInt(range.EndingHashKey) + 1n) / 2n;
await client.send(new SplitShardCommand({
  StreamName, ShardToSplit, NewStartingHashKey: String(middle),
}));
const waiting = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 180 };
await waitUntilStreamExists(waiting, { StreamName });
await putRides(6, 10);

export const read = [];
const { Shards: all } = await client.send(new ListShardsCommand({ StreamName }));
const roots = all.filter(({ ParentShardId }) => ParentShardId === undefined);
const closed = all.filter(({ SequenceNumberRange }) => SequenceNumberRange.EndingSequenceNumber)
  .map(({ ShardId }) => ShardId);
const shards = new Set(roots.map(({ ShardId }) => ShardId));
for (const ShardId of shards) {  // those that are added meanwhile come last
  let { ShardIterator } = await client.send(new GetShardIteratorCommand({
    StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON',
  }));
  while (ShardIterator !== undefined) {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator }));
    read.push(...answer.Records.map(({ Data }) => new TextDecoder().decode(Data)));
    for (const child of answer.ChildShards ?? []) shards.add(child.ShardId);
    // A closed shard has an end; of an open one all is read that there is.
    const isAllRead = answer.Records.length === 0 && answer.MillisBehindLatest === 0;
    ShardIterator = isAllRead && !closed.includes(ShardId) ? undefined : answer.NextShardIterator;
  }
}
