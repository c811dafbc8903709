import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { hashKeyOf, keySpace } from '../../emulator/hash_ring.js';
import { failed } from '../findings.js';

const StreamName = 'clicks';
const keys = [...Array.from({ length: 39 }, (_, i) => `user-${i + 1}`), 'Zoë'];

export const partitionKeys = {
  name: 'partition-keys',
  title: 'Partition keys and the hash ring',
  summary: 'Predict which shard a record goes to, and see whether you were right.',
  minutes: 10,
  text, start, solution, native, setup, drive,
  goals: [
    { text: 'shardFor gives the id of a shard.', check: givesShard },
    { text: 'Its prediction is right for forty partition keys.', check: isRight },
  ],
};

// Four open shards of which no two are equally large.
async function setup(world) {
  await world.call('CreateStream', { StreamName, ShardCount: 2 });
  await world.call('SplitShard', {
    StreamName, ShardToSplit: 'shardId-000000000000', NewStartingHashKey: String(keySpace / 6n),
  });
  await world.call('SplitShard', {
    StreamName, ShardToSplit: 'shardId-000000000001',
    NewStartingHashKey: String(keySpace * 9n / 10n),
  });
}

// The code predicts, and then the record is really put.
async function drive(run, code, world) {
  const exports = await run.start(code);
  const rounds = [];
  if (exports.shardFor?.isFunction) {
    const { Shards } = await world.call('ListShards', {
      StreamName, ShardFilter: { Type: 'AT_LATEST' },
    });
    for (const key of keys) {
      const predicted = await run.invoke('shardFor', key, Shards);
      const { ShardId } = await world.call('PutRecord', {
        StreamName, PartitionKey: key, Data: new TextEncoder().encode('click'),
      });
      rounds.push({ key, predicted, actual: ShardId, shards: Shards });
    }
  }
  return { ...exports, rounds };
}

function givesShard({ exports: { shardFor, rounds = [] }, error }) {
  if (rounds.length === 0) {
    if (error !== undefined) return failed(error);
    return shardFor === undefined ? 'There is no "export function shardFor(…)".'
      : 'shardFor is not a function.';
  }
  const [{ predicted }] = rounds;
  if (predicted === undefined || predicted === null) {
    return `shardFor gives nothing for the key “${rounds[0].key}”. Return the ShardId of the ` +
      'shard whose range holds the hash key.';
  }
  if (typeof predicted === 'object' && predicted.ShardId) {
    return 'shardFor gives the whole shard; its ShardId is wanted.';
  }
  return rounds[0].shards.some(({ ShardId }) => ShardId === predicted) ||
    `shardFor gives ${JSON.stringify(String(predicted))}, which is no ShardId of an open shard.`;
}

function isRight({ exports: { rounds = [] }, error }) {
  if (rounds.length === 0) return error ? failed(error) : 'There was nothing to compare.';
  const wrong = rounds.filter(({ predicted, actual }) => predicted !== actual);
  if (wrong.length === 0) return true;
  const [{ key, predicted, actual, shards }] = wrong;
  const { HashKeyRange: range } = shards.find(({ ShardId }) => ShardId === actual);
  const asText = shards.find(({ HashKeyRange: { StartingHashKey, EndingHashKey } }) =>
    StartingHashKey <= String(hashKeyOf(key)) && String(hashKeyOf(key)) <= EndingHashKey);
  const hint = asText?.ShardId === predicted && asText.ShardId !== actual
    ? ' It looks as if the hash keys were compared as texts, where "9" comes after "10": make ' +
      'them numbers with BigInt.'
    : ' The shards are not equally large, so counting or dividing does not do.';
  return `${wrong.length} of ${rounds.length} are wrong. “${key}” was put into ${actual}, not ` +
    `${predicted}: its MD5 as a number is ${hashKeyOf(key)}, and that shard's range is ` +
    `${range.StartingHashKey} to ${range.EndingHashKey}.${hint}`;
}
