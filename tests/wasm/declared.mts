// Compiled, never run: what the declarations must accept and refuse.
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { createRunnel, RunnelError, type SubscribeToShardEvent } from 'runnel-kinesis';

const runnel = await createRunnel({ seed: 1n, clock: new Date(), settings: { ShardLimit: 10 } });
new KinesisClient(runnel.clientConfig);
new KinesisClient({ requestHandler: runnel.requestHandler });

const put = await runnel.call('PutRecord', {
  StreamName: 's', PartitionKey: 'k', Data: new Uint8Array(1),
});
const shard: string = put.ShardId;
const snapshot: Uint8Array = await runnel.exportSnapshot();
await createRunnel({ snapshot });
await runnel.call('ListStreams');
await runnel.call('ListStreams', {}, { region: 'eu-west-1' });
const { NowMillis } = await runnel.call('Runnel.DescribeClock');
const later: number = runnel.clock.advance(NowMillis);

const { Records } = await runnel.call('GetRecords', { ShardIterator: shard });
const data: Uint8Array = Records[0].Data;
const arrival: Date | undefined = Records[0].ApproximateArrivalTimestamp;

for await (const event of runnel.subscribe({
  ConsumerARN: 'c', ShardId: shard, StartingPosition: { Type: 'LATEST' },
}, { signal: AbortSignal.timeout(1) })) {
  const seen: SubscribeToShardEvent = event;
  const text: string = seen.Records[0].PartitionKey;
}

const response: Response = await runnel.fetch('http://localhost/', { method: 'POST' });
const { url, port } = await runnel.listen({ port: 0 });
const names = (thrown: unknown) => thrown instanceof RunnelError && thrown.$metadata.requestId;
names([url, port, later, data, arrival, response.status]);

const [{ bucket, key, size }] = runnel.buckets.list('lake');
const object: Uint8Array | undefined = runnel.buckets.get(bucket, key);
names([size, object, runnel.buckets.delete(bucket, key)]);

// @ts-expect-error: there is no such operation
await runnel.call('PutRecrod', {});
// @ts-expect-error: the data is missing
await runnel.call('PutRecord', { StreamName: 's', PartitionKey: 'k' });
// @ts-expect-error: an input is needed
await runnel.call('PutRecord');
// @ts-expect-error: bytes, not text
await runnel.call('PutRecord', { StreamName: 's', PartitionKey: 'k', Data: 'text' });
// @ts-expect-error: not a kind of iterator
await runnel.call('GetShardIterator', { StreamName: 's', ShardId: shard, ShardIteratorType: 'X' });
// @ts-expect-error: not an option
await createRunnel({ acount: '1' });
