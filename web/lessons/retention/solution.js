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

await client.send(new IncreaseStreamRetentionPeriodCommand({
  StreamName, RetentionPeriodHours: 48,
}));
await clock.advance(25 * hour);
await client.send(new PutRecordCommand({
  StreamName, PartitionKey: 'auditor', Data: new TextEncoder().encode('second entry'),
}));
export const afterOneDay = await readAll();

await clock.advance(25 * hour);
export const afterTwoDays = await readAll();

const ShardIterator = await iterator();
await clock.advance(hour / 10);
let name;
try {
  await client.send(new GetRecordsCommand({ ShardIterator }));
} catch (error) {
  ({ name } = error);
  console.log(error.message);
}
export const expired = name;
