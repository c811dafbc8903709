import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { keySpace } from '../../emulator/hash_ring.js';
import { failed, isListOfTexts, noListOfTexts, succeeded } from '../findings.js';

const StreamName = 'rides';
const hot = 'shardId-000000000000';
const ridesEach = 10;

// On the ring, two lie on each of the first two quarters and one on the last.
const bikes = ['bike-5', 'bike-7', 'bike-2', 'bike-9', 'bike-1'];

export const resharding = {
  name: 'resharding',
  title: 'Hot shards and resharding',
  summary: 'Split a shard that has too much to do, and read on across the split.',
  minutes: 15,
  text, start, solution, native, setup,
  // As in the service, a split takes a moment to come to be.
  settings: { UpdateStreamDelayMillis: 800 },
  goals: [
    { text: 'The hot shard is split in the middle.', check: isSplit },
    { text: 'Rides 6 to 10 of each bike went into the new shards.', check: movedOn },
    { text: 'read: all 50 rides, those of each bike in order.', check: readInOrder },
  ],
};

async function setup(world) {
  await world.call('CreateStream', { StreamName, ShardCount: 2 });
  for (let ride = 1; ride <= 5; ride += 1) {
    await world.put(StreamName, bikes.map((key) => ({ key, text: `${key} ride ${ride}` })));
  }
}

async function isSplit({ world, error }) {
  const { Shards } = await world.theStream(StreamName);
  const parent = Shards.find(({ ShardId }) => ShardId === hot);
  if (parent.ClosedMillis === undefined) {
    const [split] = succeeded(world, 'SplitShard');
    if (split?.input.ShardToSplit === hot) {
      return `${hot} is not split yet: SplitShard answers at once, and the stream is UPDATING ` +
        'for a while. Wait until it is ACTIVE, put then.';
    }
    if (split) {
      return `${split.input.ShardToSplit} was split, but the other one is hot: it has 20 of the ` +
        '25 records.';
    }
    return error === undefined ? 'No shard is split yet: send a SplitShardCommand.' : failed(error);
  }
  const children = Shards.filter(({ ParentShardId }) => ParentShardId === hot);
  const upper = children.reduce((high, { StartingHashKey }) =>
    (BigInt(StartingHashKey) > high ? BigInt(StartingHashKey) : high), 0n);
  const middle = (keySpace / 2n) / 2n;
  const off = upper > middle ? upper - middle : middle - upper;
  return off < keySpace / 1000n || `It is split at ${upper}, and the middle of its range is ` +
    `${middle}: half of (start + end), with BigInt.`;
}

async function movedOn({ world, error }) {
  const records = await world.records(StreamName);
  const later = records.filter(({ text }) => Number(text.split(' ').at(-1)) > 5);
  if (later.length === 0) {
    return error === undefined ? 'The later rides were not put: call putRides(6, 10).'
      : failed(error);
  }
  const early = later.filter(({ shard }) => shard === hot);
  if (early.length > 0) {
    return `${early.length} of the later rides are still in the hot shard: split first, wait ` +
      'until the stream is ACTIVE, put then.';
  }
  return later.length === 25 || `There are ${later.length} of 25 later rides.`;
}

function readInOrder({ exports: { read }, error }) {
  if (read === undefined) {
    return error === undefined ? 'Nothing is exported as read.' : failed(error);
  }
  if (!isListOfTexts(read)) return noListOfTexts('read');
  const missing = bikes.flatMap((bike) => Array.from({ length: ridesEach },
    (_, i) => `${bike} ride ${i + 1}`)).filter((ride) => !read.includes(ride));
  if (missing.length > 0) {
    const [, , number] = missing[0].split(' ');
    return `${missing.length} of 50 rides are missing, “${missing[0]}” for one. ` +
      (Number(number) <= 5 ? 'What was put before the split lies in the parent: it is closed, ' +
        'but can be read.' : 'What was put after the split lies in the children: the answer at ' +
        'the end of a closed shard names them in ChildShards.');
  }
  for (const bike of bikes) {
    const rides = read.filter((ride) => ride.startsWith(`${bike} `));
    const at = rides.findIndex((ride, i) => ride !== `${bike} ride ${i + 1}`);
    if (at >= 0) {
      return `“${rides[at]}” was read where ride ${at + 1} of ${bike} was due. Read a parent to ` +
        'its end before its children, and no shard twice.';
    }
  }
  return true;
}
