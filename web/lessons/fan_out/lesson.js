import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { callsOf, failed, listFinding } from '../findings.js';

const StreamName = 'ticks';
const ticks = Array.from({ length: 10 }, (_, i) => `tick ${i + 1}`);

export const fanOut = {
  name: 'fan-out',
  title: 'Fan-out against polling',
  summary: 'Two ways to read: asking five times a second, or being told.',
  minutes: 12,
  text, start, solution, native, setup,
  settings: { RegisterConsumerDelayMillis: 500 },
  goals: [
    { text: 'refused: how many of eight polls at once were refused.', check: sawRefusals },
    { text: 'A consumer “dashboard” is registered.', check: isRegistered },
    { text: 'received: ten ticks that came through its subscription.', check: cameByFanOut },
  ],
};

async function setup(world) {
  await world.call('CreateStream', { StreamName, ShardCount: 1 });
  await world.call('Runnel.UpdateStreamLimits', { StreamName, Limits: 'AWS' });
}

function sawRefusals({ world, exports: { refused }, error }) {
  const polls = callsOf(world, 'GetRecords');
  const actual = polls.filter((poll) =>
    poll.error?.name === 'ProvisionedThroughputExceededException').length;
  if (refused === undefined) {
    return error === undefined ? 'Nothing is exported as refused.' : failed(error);
  }
  if (polls.length > 8) {
    return `GetRecords was called ${polls.length} times, not 8: there is another poll in the ` +
      'code, or a client tries again what is refused. Use one with maxAttempts: 1 for the polls.';
  }
  if (polls.length < 8) return `GetRecords was called ${polls.length} times, not 8.`;
  if (actual === 0) {
    return 'Nothing was refused: the polls were too far apart. Send them at once, with ' +
      'Promise.allSettled.';
  }
  return refused === actual ||
    `refused is ${JSON.stringify(refused)}, and ${actual} were answered with ` +
    'ProvisionedThroughputExceededException.';
}

async function isRegistered({ world, error }) {
  const { Consumers } = await world.theStream(StreamName);
  if (Consumers.some(({ ConsumerName }) => ConsumerName === 'dashboard')) return true;
  if (Consumers.length > 0) return `It is called “${Consumers[0].ConsumerName}”.`;
  return error === undefined ? 'There is none yet: send a RegisterStreamConsumerCommand.'
    : failed(error);
}

function cameByFanOut({ world, exports, error }) {
  const names = world.calls.map(({ operation, error: refusal }) => (refusal ? '' : operation));
  const subscribed = names.indexOf('SubscribeToShard');
  if (subscribed < 0) {
    const early = callsOf(world, 'SubscribeToShard')
      .find((call) => call.error?.name === 'ResourceInUseException');
    if (early) {
      return 'The consumer was still CREATING when the code subscribed: wait until ' +
        'DescribeStreamConsumer says ACTIVE.';
    }
    return error === undefined ? 'Nothing subscribed: send a SubscribeToShardCommand.'
      : failed(error);
  }
  const put = names.findIndex((name) => name.startsWith('PutRecord'));
  const { input } = world.calls[subscribed];
  if (put >= 0 && put < subscribed && input.StartingPosition?.Type === 'LATEST') {
    return 'The ticks were put before the code subscribed, from LATEST on: it waits for what ' +
      'comes next. Subscribe first, or from TRIM_HORIZON.';
  }
  return listFinding(exports, 'received', ticks, error);
}
