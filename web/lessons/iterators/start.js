import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { clock } from 'runnel-lesson';

const client = new KinesisClient({});

// Gives the records from a place on: `start` is { ShardIteratorType: …, … }
async function readFrom(start) {
  const { ShardIterator } = await client.send(new GetShardIteratorCommand({
    StreamName: 'readings', ShardId: 'shardId-000000000000', ...start,
  }));
  const answer = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 10 }));
  console.log(`${answer.MillisBehindLatest} ms behind`);
  return answer.Records;
}

const textOf = ({ Data }) => new TextDecoder().decode(Data);

const all = await readFrom({ ShardIteratorType: 'TRIM_HORIZON' });
export const everything = all.map(textOf);
