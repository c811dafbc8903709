import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { clock } from 'runnel-lesson';

const client = new KinesisClient({});

// Gives the records from a place on: `start` is { ShardIteratorType: …, … }
async function readFrom(start) {
  let { ShardIterator } = await client.send(new GetShardIteratorCommand({
    StreamName: 'readings', ShardId: 'shardId-000000000000', ...start,
  }));
  const records = [];
  for (let behind = 1; behind > 0;) {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 10 }));
    records.push(...answer.Records);
    ShardIterator = answer.NextShardIterator;
    behind = answer.MillisBehindLatest;
  }
  return records;
}

const textOf = ({ Data }) => new TextDecoder().decode(Data);

const all = await readFrom({ ShardIteratorType: 'TRIM_HORIZON' });
export const everything = all.map(textOf);

const twelfth = all.find((record) => textOf(record) === 'reading 12');
export const replayed = (await readFrom({
  ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
  StartingSequenceNumber: twelfth.SequenceNumber,
})).map(textOf);

export const recent = (await readFrom({
  ShardIteratorType: 'AT_TIMESTAMP',
  Timestamp: new Date(await clock.now() - 3_600_000),
})).map(textOf);
