// A page's program, bundled by the test: the real SDK, and the emulator in the page. Each step is a
// function that the test calls.
import {
  CreateStreamCommand, DescribeStreamSummaryCommand, GetRecordsCommand, GetShardIteratorCommand,
  KinesisClient, PutRecordsCommand, RegisterStreamConsumerCommand, SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import { createRunnel, indexedDbJournal } from 'runnel-kinesis';

const StreamName = 's';
const ShardId = 'shardId-000000000000';
const text = (data) => new TextDecoder().decode(data);

let runnel;
let client;

// With a journal, if its name is given.
export async function start(journal) {
  runnel = await createRunnel(journal ? { journal: indexedDbJournal(journal) } : {});
  client = new KinesisClient(runnel.clientConfig);
}

export function advance(milliseconds) {
  return runnel.clock.advance(milliseconds);
}

export async function create() {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
}

export async function put(...keys) {
  const Records = keys.map((key) => ({
    PartitionKey: key, Data: new TextEncoder().encode(key),
  }));
  const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName, Records }));
  return FailedRecordCount;
}

export async function read() {
  const { ShardIterator } = await client.send(new GetShardIteratorCommand({
    StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON',
  }));
  const { Records } = await client.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ Data }) => text(Data));
}

// Reads until `count` records have come; puts `more` once the first have.
export async function subscribe(count, more) {
  const { StreamDescriptionSummary: { StreamARN } } =
    await client.send(new DescribeStreamSummaryCommand({ StreamName }));
  const { Consumer: { ConsumerARN } } = await client.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'page' }));
  const { EventStream } = await client.send(new SubscribeToShardCommand({
    ConsumerARN, ShardId, StartingPosition: { Type: 'TRIM_HORIZON' },
  }));
  const seen = [];
  for await (const { SubscribeToShardEvent } of EventStream) {
    if (seen.length === 0) await put(more);
    seen.push(...SubscribeToShardEvent.Records.map(({ Data }) => text(Data)));
    if (seen.length >= count) return seen;
  }
  return seen;
}
