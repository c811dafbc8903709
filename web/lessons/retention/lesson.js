import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { callsOf, failed, listFinding } from '../findings.js';

const StreamName = 'audit';

export const retention = {
  name: 'retention',
  title: 'Retention and time travel',
  summary: 'Let days pass, and see what is still there.',
  minutes: 8,
  text, start, solution, native, setup,
  goals: [
    { text: 'afterOneDay: after 25 hours both entries can be read.', check: keptBoth },
    { text: 'afterTwoDays: after 25 more, only the second can.', check: keptSecond },
    { text: 'expired: the name of the error that an old iterator gives.', check: sawExpiry },
  ],
};

async function setup(world) {
  await world.call('CreateStream', { StreamName, ShardCount: 1 });
  await world.put(StreamName, [{ key: 'auditor', text: 'first entry' }]);
}

async function keptBoth({ world, exports, error }) {
  const { afterOneDay } = exports;
  const { RetentionPeriodHours } = await world.theStream(StreamName);
  if (Array.isArray(afterOneDay) && !afterOneDay.includes('first entry') &&
      afterOneDay.includes('second entry')) {
    const raised = callsOf(world, 'IncreaseStreamRetentionPeriod').some((call) => !call.error);
    return raised ? 'The first entry is gone: it was too old before the retention was raised. ' +
      'What is gone does not come back; raise it before the time goes ahead.'
      : 'The first entry was 25 hours old, and the stream keeps records for ' +
        `${RetentionPeriodHours}: raise it with IncreaseStreamRetentionPeriod first.`;
  }
  return listFinding(exports, 'afterOneDay', ['first entry', 'second entry'], error);
}

function keptSecond({ exports, error }) {
  if (exports.afterTwoDays?.includes?.('first entry')) {
    return 'The first entry is still there: with 48 hours of retention it goes after 50. Let 25 ' +
      'more hours pass, and do not keep for longer than 48.';
  }
  return listFinding(exports, 'afterTwoDays', ['second entry'], error);
}

function sawExpiry({ world, exports: { expired }, error }) {
  if (expired === 'ExpiredIteratorException') return true;
  if (expired === undefined) {
    const uncaught = callsOf(world, 'GetRecords').some((call) =>
      call.error?.name === 'ExpiredIteratorException');
    if (uncaught) {
      return 'The iterator has expired, as it should. Catch the error, and export its name.';
    }
    return error === undefined ? 'Nothing is exported as expired.' : failed(error);
  }
  return `expired is ${JSON.stringify(expired)}. Get an iterator, let more than five minutes ` +
    'pass, use it, and catch the error; its name is wanted.';
}
