import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { failed } from '../findings.js';
import { runMapping } from './mapping.js';

const StreamName = 'orders';
const orders = Array.from({ length: 20 }, (_, i) => `order ${i + 1}`);
const poison = 'order 8';

export const functions = {
  name: 'functions',
  title: 'A function, and a record it cannot digest',
  summary: 'Poison records, bisecting and partial failures with a Lambda-style function.',
  minutes: 15,
  text, start, solution, native, setup, drive,
  hasLedger: true,
  goals: [
    { text: 'The 19 good orders are booked.', check: allBooked },
    { text: 'None is booked twice.', check: noneTwice },
    { text: 'The poison record alone is given up.', check: poisonAlone },
  ],
};

async function setup(world) {
  await world.call('CreateStream', { StreamName, ShardCount: 1 });
  await world.put(StreamName, orders.map((name) => ({
    key: 'shop',
    text: name === poison ? '{"order":"order 8", oops' : JSON.stringify({ order: name }),
  })));
}

async function drive(run, code, world) {
  const exports = await run.start(code);
  if (!exports.handler?.isFunction) return exports;
  return { ...exports, ...await runMapping(run, world, StreamName, exports.mapping ?? {}) };
}

// What stands in the way of every goal.
function blocked({ exports, error }) {
  if (error !== undefined) return failed(error);
  if (!exports.handler?.isFunction) return 'There is no "export async function handler(event)".';
  if (exports.refusal !== undefined) return `The mapping was refused: ${exports.refusal}`;
  return undefined;
}

function allBooked(about) {
  const obstacle = blocked(about);
  if (obstacle !== undefined) return obstacle;
  const { world, exports } = about;
  const booked = new Set(world.ledger.map(({ value }) => value));
  const missing = orders.filter((order) => order !== poison && !booked.has(order));
  if (missing.length === 0) return true;
  if (booked.size === 0 && exports.errors > 0 && exports.errors === exports.invocations) {
    return 'The function fails with every batch; its error stands in the output.';
  }
  return `${missing.length} orders are not booked, “${missing[0]}” for one. ` + (exports.isStuck
    ? `The function was invoked ${exports.invocations} times, again and again with the batch ` +
      'that holds the poison record, and the shard waits behind it. Limit MaximumRetryAttempts, ' +
      'to 2 for example.'
    : exports.failures.length > 0
      ? 'They were given up together with the poison record: let BisectBatchOnFunctionError ' +
        'part the batch.'
      : 'Book every order of the event: Data is kinesis.data, in base64.');
}

function noneTwice(about) {
  const booked = about.world.ledger.map(({ value }) => value);
  if (booked.length === 0) return blocked(about) ?? 'Nothing is booked.';
  const twice = booked.find((value, i) => booked.indexOf(value) !== i);
  if (twice === undefined) return true;
  const times = booked.filter((value) => value === twice).length;
  if (orders.indexOf(twice) > orders.indexOf(poison)) {
    return `“${twice}” is booked ${times} times: everything from the reported record on is ` +
      'delivered again. Stop at the first record that fails.';
  }
  return `“${twice}” is booked ${times} times: a batch that fails is delivered again, with the ` +
    'records before the poison too. Return batchItemFailures with the sequence number of the ' +
    'record that failed, and Kinesis goes on from there.';
}

function poisonAlone(about) {
  const obstacle = blocked(about);
  if (obstacle !== undefined) return obstacle;
  const { failures } = about.exports;
  if (failures.length === 0) {
    const { world } = about;
    return world.ledger.length < 19 || about.exports.isStuck
      ? 'Nothing was given up: the batch is tried again and again. Limit MaximumRetryAttempts, ' +
        'to 2 for example.'
      : 'Nothing was given up: the function hides the failure. A record that cannot be read must ' +
        'not vanish; report it, and it goes to where failures are kept.';
  }
  const count = failures.reduce((sum, { RecordCount }) => sum + RecordCount, 0);
  return count === 1 || `${count} records were given up, and one is bad. Narrow it down.`;
}
