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

// Split the hot one, wait until the stream is ACTIVE, put the later rides, and read everything:
export const read = [];
