// What the demo shows: scenes that go on from each other. `begin` happens at once, `beat` once a
// beat, `beats` times.
import { keySpace } from '../emulator/hash_ring.js';

const StreamName = 'orders';

const some = (beat, count) => Array.from({ length: count }, (_, i) => ({
  key: `customer-${(beat * 7 + i * 13) % 97}`, text: `order ${beat}.${i + 1}`,
}));

export const scenes = [
  {
    title: 'A stream is a set of shards',
    caption: 'Each shard is a log of its own: 1 MiB or 1,000 records a second in, 2 MiB out. ' +
      'Together they own all hash keys, here as a ring.',
    beats: 4,
    begin: (world) => world.call('CreateStream', { StreamName, ShardCount: 2 }),
  },
  {
    title: 'The partition key decides',
    caption: 'MD5 of the key is a place on the ring. The same key always finds the same shard; ' +
      'many keys spread.',
    beats: 10,
    beat: (world, beat) => world.put(StreamName, some(beat, 2)),
  },
  {
    title: 'One busy key, one hot shard',
    caption: 'A key cannot be shared by two shards. What is over the limit is refused, not queued.',
    beats: 8,
    begin: (world) => world.call('Runnel.UpdateStreamLimits', { StreamName, Limits: 'AWS' }),
    // More than the shard takes in a second, at once: a beat is hardly shorter than one.
    beat: (world, beat) => Promise.all([0, 500, 1000].map((before) =>
      world.put(StreamName, Array.from({ length: 500 }, (_, i) => ({
        key: 'customer-1', text: `click ${beat}.${before + i + 1}`,
      }))))),
  },
  {
    title: 'Split what is hot',
    caption: 'A closed shard can still be read. Its children take the writes, each with half of ' +
      'the range. That parts many keys; one busy key stays whole.',
    beats: 8,
    begin: async (world) => {
      await world.call('Runnel.UpdateStreamLimits', { StreamName, Limits: 'OFF' });
      // The one of customer-1.
      await world.call('SplitShard', {
        StreamName, ShardToSplit: 'shardId-000000000001',
        NewStartingHashKey: String(keySpace * 3n / 4n),
      });
    },
    beat: (world, beat) => world.put(StreamName, some(beat + 20, 3)),
  },
  {
    title: 'Join what is idle',
    caption: 'Two neighbours become one. Consumers read the parents to their end, then the child.',
    beats: 6,
    begin: (world) => world.call('MergeShards', {
      StreamName, ShardToMerge: 'shardId-000000000002',
      AdjacentShardToMerge: 'shardId-000000000003',
    }),
    beat: (world, beat) => world.put(StreamName, some(beat + 40, 2)),
  },
  {
    title: 'Records do not stay',
    caption: 'The retention period is 24 hours unless you say otherwise. Let a day pass, and all ' +
      'that was put is gone, read or not.',
    beats: 5,
    beat: (world) => world.advance(5 * 3_600_000),
  },
];
