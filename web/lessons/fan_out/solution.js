import {
  DescribeStreamConsumerCommand, DescribeStreamSummaryCommand, GetRecordsCommand,
  GetShardIteratorCommand, KinesisClient, PutRecordsCommand, RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import { sleep } from 'runnel-lesson';

const client = new KinesisClient({});
const impatient = new KinesisClient({ maxAttempts: 1 });
const StreamName = 'ticks';
const ShardId = 'shardId-000000000000';

async function putTicks() {
  await client.send(new PutRecordsCommand({
    StreamName,
    Records: Array.from({ length: 10 }, (_, i) => ({
      PartitionKey: 'clock', Data: new TextEncoder().encode(`tick ${i + 1}`),
    })),
  }));
}

const { ShardIterator } = await client.send(new GetShardIteratorCommand({
  StreamName, ShardId, ShardIteratorType: 'LATEST',
}));

const polls = await Promise.allSettled(Array.from({ length: 8 },
  () => impatient.send(new GetRecordsCommand({ ShardIterator }))));
export const refused = polls.filter(({ reason }) =>
  reason?.name === 'ProvisionedThroughputExceededException').length;
console.log(`${refused} of 8 polls were refused`);

const { StreamDescriptionSummary: { StreamARN } } =
  await client.send(new DescribeStreamSummaryCommand({ StreamName }));
const { Consumer: { ConsumerARN } } = await client.send(
  new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'dashboard' }));
for (let status = 'CREATING'; status !== 'ACTIVE';) {
  await sleep(200);
  ({ ConsumerDescription: { ConsumerStatus: status } } = await client.send(
    new DescribeStreamConsumerCommand({ ConsumerARN })));
}

const { EventStream } = await client.send(new SubscribeToShardCommand({
  ConsumerARN, ShardId, StartingPosition: { Type: 'LATEST' },
}));
await putTicks();

export const received = [];
for await (const { SubscribeToShardEvent } of EventStream) {
  received.push(...SubscribeToShardEvent.Records
    .map(({ Data }) => new TextDecoder().decode(Data)));
  if (received.length >= 10) break;
}
