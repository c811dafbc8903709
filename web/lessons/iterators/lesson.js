import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { callsOf, listFinding } from '../findings.js';

const StreamName = 'readings';
const readings = Array.from({ length: 24 }, (_, i) => `reading ${i + 1}`);

export const iterators = {
  name: 'iterators',
  title: 'Iterators and replay',
  summary: 'Read a shard from its beginning, from a record, and from a time.',
  minutes: 10,
  text, start, solution, native, setup,
  goals: [
    { text: 'everything: all 24 readings, from the trim horizon.', check: readAll },
    { text: 'replayed: what came after “reading 12”.', check: replayedRight },
    { text: 'recent: what arrived within the last hour.', check: recentRight },
  ],
};

// Two thirds arrived two hours ago.
async function setup(world) {
  await world.call('CreateStream', { StreamName, ShardCount: 1 });
  const put = (from, to) =>
    world.put(StreamName, readings.slice(from, to).map((text) => ({ key: 'sensor', text })));
  await put(0, 16);
  world.advance(2 * 3_600_000);
  await put(16, 24);
}

function readAll({ world, exports, error }) {
  const finding = listFinding(exports, 'everything', readings, error);
  if (finding === true) return true;
  const polls = callsOf(world, 'GetRecords');
  const used = polls.map(({ input }) => input.ShardIterator);
  if (new Set(used).size < used.length) {
    return 'The same iterator was used again: it always gives the same records. Go on with the ' +
      'NextShardIterator of the answer.';
  }
  const count = exports.everything?.length ?? polls[0]?.output?.Records.length;
  if (count > 0 && count < readings.length) {
    return `everything has ${count} of 24 readings. One call gives no more than its Limit: go on ` +
      'with NextShardIterator while MillisBehindLatest is above zero.';
  }
  return finding;
}

function replayedRight({ exports, error }) {
  const { replayed } = exports;
  if (Array.isArray(replayed) && replayed[0] === 'reading 12') {
    return 'replayed begins with “reading 12” itself: AT_SEQUENCE_NUMBER does that. ' +
      'AFTER_SEQUENCE_NUMBER begins with the next one.';
  }
  return listFinding(exports, 'replayed', readings.slice(12), error);
}

function recentRight({ exports, error }) {
  const { recent } = exports;
  if (Array.isArray(recent) && recent.length === readings.length) {
    return 'recent has everything. The emulator\'s clock is ahead of yours, and only it counts: ' +
      'ask clock.now() of runnel-lesson, and go one hour back from there.';
  }
  if (Array.isArray(recent) && recent.length === 0) {
    return 'recent is empty. Timestamp is a Date; one hour is 3,600,000 milliseconds.';
  }
  return listFinding(exports, 'recent', readings.slice(16), error);
}
