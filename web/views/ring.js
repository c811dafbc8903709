// The hash key space as a ring: an arc for each open shard, a mark for each of the latest records.
import { fractionOf, keySpace, numberOf } from '../emulator/hash_ring.js';
import { svg } from '../site/elements.js';

const centre = 120;
const radius = 78;

// `marked`, a hash key, is shown as a hand.
export function ring(stream, records, marked) {
  const open = stream.Shards.filter(({ ClosedMillis }) => ClosedMillis === undefined);
  const shards = `${open.length} open shard${open.length === 1 ? '' : 's'}`;
  return svg('svg', {
    class: 'ring', viewBox: '0 0 240 240', role: 'img',
    'aria-label': `Hash ring of ${stream.StreamName}: ${shards}; the table tells their ranges`,
  },
  open.map(arc),
  records.map((record) => mark(record)),
  marked !== undefined && hand(marked),
  svg('text', { x: centre, y: centre - 2, class: 'ring-number' }, String(open.length)),
  svg('text', { x: centre, y: centre + 16 }, `open shard${open.length === 1 ? '' : 's'}`),
  open.length <= 16 && open.map(label));
}

const startOf = (shard) => fractionOf(shard.StartingHashKey);
const endOf = (shard) => Number((BigInt(shard.EndingHashKey) + 1n) * 1_000_000n / keySpace) / 1e6;

// A little less than the range, so that neighbours can be told apart.
function arc(shard) {
  const length = endOf(shard) - startOf(shard);
  const gap = length === 1 ? 0 : Math.min(0.006, length / 3);
  return svg('circle', {
    class: `arc shard-${numberOf(shard.ShardId) % 8}`,
    cx: centre, cy: centre, r: radius, pathLength: 1,
    'stroke-dasharray': `${length - gap} ${1 - length + gap}`,
    'stroke-dashoffset': -startOf(shard) - gap / 2,
    transform: `rotate(-90 ${centre} ${centre})`,
  });
}

function mark({ hashKey, shard }) {
  const turn = fractionOf(hashKey) * 360;
  return svg('line', {
    class: `mark shard-${numberOf(shard) % 8}`,
    x1: centre, y1: centre - radius - 14, x2: centre, y2: centre - radius - 24,
    transform: `rotate(${turn} ${centre} ${centre})`,
  });
}

function hand(hashKey) {
  return svg('line', {
    class: 'hand', x1: centre, y1: centre - 28, x2: centre, y2: centre - radius - 27,
    transform: `rotate(${fractionOf(hashKey) * 360} ${centre} ${centre})`,
  });
}

function label(shard) {
  const angle = (startOf(shard) + endOf(shard)) * Math.PI - Math.PI / 2;
  return svg('text', {
    class: 'ring-label',
    x: centre + Math.cos(angle) * (radius - 24), y: centre + Math.sin(angle) * (radius - 24) + 4,
  }, String(numberOf(shard.ShardId)));
}
