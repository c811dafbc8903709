import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { checkpoint, ledger } from 'runnel-lesson';

const client = new KinesisClient({});
const shard = { StreamName: 'payments', ShardId: 'shardId-000000000000' };

let { ShardIterator } = await client.send(new GetShardIteratorCommand({
  ...shard, ShardIteratorType: 'TRIM_HORIZON',
}));
for (let behind = 1; behind > 0;) {
  const answer = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 4 }));
  for (const { Data, SequenceNumber } of answer.Records) {
    await ledger.add(new TextDecoder().decode(Data));
  }
  ShardIterator = answer.NextShardIterator;
  behind = answer.MillisBehindLatest;
}
