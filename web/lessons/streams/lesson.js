import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { callsOf, wordsOf } from '../findings.js';

const customers = ['ada', 'grace', 'linus'];

export const streams = {
  name: 'streams',
  title: 'Streams and records',
  summary: 'Make a stream, wait until it is ready, put records into it.',
  minutes: 8,
  text, start, solution, native,
  // As in the service, a stream takes a moment to come to be.
  settings: { CreateStreamDelayMillis: 800 },
  goals: [
    { text: 'There is an active stream “orders” with one shard.', check: streamIsThere },
    { text: 'It holds one order each of ada, grace and linus.', check: ordersAreThere },
    { text: 'They came with one call of PutRecords.', check: cameTogether },
  ],
};

async function streamIsThere({ world, error }) {
  const stream = await world.stream('orders');
  if (stream === undefined) {
    const { Streams: [other] } = await world.inspect();
    if (other !== undefined) return `The stream is called “${other.StreamName}”, not “orders”.`;
    return error === undefined ? 'There is no stream yet: send a CreateStreamCommand.'
      : `There is no stream, because of ${wordsOf(error)}`;
  }
  if (stream.StreamStatus !== 'ACTIVE') {
    return `The stream is ${stream.StreamStatus}. It takes a moment; the code must wait for it.`;
  }
  return stream.OpenShards === 1 ||
    `It has ${stream.OpenShards} shards: one is enough, ShardCount: 1.`;
}

async function ordersAreThere({ world, error }) {
  if (await world.stream('orders') === undefined) return 'There is no stream to look into.';
  const early = world.calls.find((call) =>
    call.operation.startsWith('PutRecord') && call.error?.name === 'ResourceNotFoundException');
  const records = await world.records('orders');
  if (records.length === 0 && early) {
    return 'The put came too early: while a stream is CREATING it takes no records, and the ' +
      `answer is ResourceNotFoundException. Wait first.`;
  }
  if (records.length === 0) {
    return error === undefined ? 'The stream is empty: send a PutRecordsCommand.'
      : `The stream is empty, because of ${wordsOf(error)}`;
  }
  for (const customer of customers) {
    const count = records.filter(({ key }) => key === customer).length;
    if (count === 0) {
      return `No record has the partition key “${customer}”. There are: ` +
        `${[...new Set(records.map(({ key }) => key))].join(', ')}.`;
    }
    if (count > 1) return `There are ${count} records of “${customer}”, and one was wanted.`;
  }
  return records.length === customers.length ||
    `There are ${records.length} records, and three were wanted.`;
}

function cameTogether({ world }) {
  if (callsOf(world, 'PutRecord').some(({ error }) => error === undefined)) {
    return 'PutRecord carries one record a call. PutRecords carries up to 500, for the price ' +
      'of one trip.';
  }
  const puts = callsOf(world, 'PutRecords').filter(({ error }) => error === undefined);
  if (puts.length === 0) return 'PutRecords was not called, or not successfully.';
  return puts.length === 1 || `PutRecords was called ${puts.length} times; once will do.`;
}
