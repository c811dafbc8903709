import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { callsOf, failed } from '../findings.js';

const StreamName = 'events';
const count = 2500;
const callsMax = 80;

export const throttling = {
  name: 'throttling',
  title: 'Throttling, and a producer that survives it',
  summary: 'Put more than a shard takes, and lose nothing.',
  minutes: 12,
  text, start, solution, native, setup,
  goals: [
    { text: 'All 2,500 events are in the stream.', check: allAreThere },
    { text: 'Each is there once.', check: onceEach },
    { text: `Retries wait: no more than ${callsMax} calls of PutRecords.`, check: wereFewCalls },
  ],
};

// One shard, with the limits of the service, which no machine is too slow to meet.
async function setup(world) {
  await world.call('CreateStream', { StreamName, ShardCount: 1 });
  await world.call('Runnel.UpdateStreamLimits', { StreamName, Limits: 'AWS' });
  world.takeTimeFromWaits();
}

async function allAreThere({ world, error }) {
  const there = new Set((await world.records(StreamName)).map(({ text }) => text));
  const missing = Array.from({ length: count }, (_, i) => `event ${i + 1}`)
    .filter((event) => !there.has(event));
  if (missing.length === 0) return true;
  const tooMany = callsOf(world, 'PutRecords').find((call) => call.error?.name ===
    'ValidationException' || call.error?.name === 'InvalidArgumentException');
  if (tooMany) return `PutRecords takes up to 500 records a call. ${tooMany.error.message}`;
  const refused = callsOf(world, 'PutRecords')
    .reduce((sum, { output }) => sum + (output?.FailedRecordCount ?? 0), 0);
  if (there.size > 0 && refused > 0) {
    return `${missing.length} of ${count} are missing, “${missing[0]}” for one. ${refused} ` +
      'records were refused with ProvisionedThroughputExceededException, though the calls ' +
      'succeeded: look at FailedRecordCount, and put again those whose entry in Records has an ' +
      'ErrorCode.';
  }
  if (error !== undefined) return failed(error);
  return `${missing.length} of ${count} are missing, “${missing[0]}” for one.`;
}

async function onceEach({ world }) {
  const seen = new Map();
  for (const { text } of await world.records(StreamName)) {
    seen.set(text, (seen.get(text) ?? 0) + 1);
  }
  if (seen.size === 0) return 'There is nothing yet.';
  const twice = [...seen].find(([, times]) => times > 1);
  return twice === undefined ||
    `“${twice[0]}” is there ${twice[1]} times: a whole batch was put again. Only those records ` +
    'were refused whose entry in Records has an ErrorCode; the others are stored.';
}

function wereFewCalls({ world }) {
  const calls = callsOf(world, 'PutRecords').length;
  if (calls === 0) return 'PutRecords was not called.';
  return calls <= callsMax ||
    `${calls} calls: who tries again at once is refused at once. Wait between the tries, longer ` +
    'each time.';
}
