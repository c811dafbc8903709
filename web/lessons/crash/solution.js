import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { checkpoint, ledger } from 'runnel-lesson';

const client = new KinesisClient({});
const shard = { StreamName: 'payments', ShardId: 'shardId-000000000000' };

const saved = await checkpoint.load();
let { ShardIterator } = await client.send(new GetShardIteratorCommand(saved === null
  ? { ...shard, ShardIteratorType: 'TRIM_HORIZON' }
  : { ...shard, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: saved }));

for (let behind = 1; behind > 0;) {
  const answer = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 4 }));
  for (const { Data, SequenceNumber } of answer.Records) {
    await ledger.put(SequenceNumber, new TextDecoder().decode(Data));
  }
  if (answer.Records.length > 0) await checkpoint.save(answer.Records.at(-1).SequenceNumber);
  ShardIterator = answer.NextShardIterator;
  behind = answer.MillisBehindLatest;
}
