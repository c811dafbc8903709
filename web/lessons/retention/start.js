import {
  GetRecordsCommand, GetShardIteratorCommand, IncreaseStreamRetentionPeriodCommand, KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { clock } from 'runnel-lesson';

const client = new KinesisClient({});
const StreamName = 'audit';
const hour = 3_600_000;

async function iterator() {
  const { ShardIterator } = await client.send(new GetShardIteratorCommand({
    StreamName, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON',
  }));
  return ShardIterator;
}

async function readAll() {
  const { Records } = await client.send(
    new GetRecordsCommand({ ShardIterator: await iterator() }));
  return Records.map(({ Data }) => new TextDecoder().decode(Data));
}

await clock.advance(25 * hour);
await client.send(new PutRecordCommand({
  StreamName, PartitionKey: 'auditor', Data: new TextEncoder().encode('second entry'),
}));
export const afterOneDay = await readAll();
console.log(afterOneDay);
