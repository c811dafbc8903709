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

await impatient.send(new GetRecordsCommand({ ShardIterator }));
export const refused = 0;
