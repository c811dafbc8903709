// The lineage of shards: the key space from top to bottom, and from left to right what happened.
import { fractionOf, keySpace, numberOf } from '../emulator/hash_ring.js';
import { svg } from '../site/elements.js';

const width = 300;
const height = 150;

export function shardMap(stream) {
  // Columns by what happened, not by time: in a lesson all of it happens within a second.
  const moments = [...new Set(stream.Shards.map(({ OpenedMillis }) => OpenedMillis))]
    .sort((a, b) => a - b);
  const columnOf = (at) => moments.findLastIndex((moment) => moment <= at);
  const column = width / moments.length;
  return svg('svg', {
    class: 'shard-map', viewBox: `0 0 ${width} ${height}`, role: 'img',
    'aria-label': `Lineage of the ${stream.Shards.length} shards of ${stream.StreamName}; ` +
      'the table tells their parents',
  }, stream.Shards.map((shard) => {
    const x = columnOf(shard.OpenedMillis) * column;
    const right = shard.ClosedMillis === undefined
      ? width : Math.max(x + column, columnOf(shard.ClosedMillis) * column);
    const y = fractionOf(shard.StartingHashKey) * height;
    const bottom = Number((BigInt(shard.EndingHashKey) + 1n) * 1000n / keySpace) / 1000 * height;
    return svg('g', {},
      svg('rect', {
        class: `shard-${numberOf(shard.ShardId) % 8}` +
          (shard.ClosedMillis === undefined ? '' : ' closed'),
        x: x + 1, y: y + 1, width: Math.max(1, right - x - 2), height: Math.max(1, bottom - y - 2),
        rx: 3,
      }),
      bottom - y >= 14 && svg('text', { x: x + 8, y: (y + bottom) / 2 + 4 },
        String(numberOf(shard.ShardId))));
  }));
}
