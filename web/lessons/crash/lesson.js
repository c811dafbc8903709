import native from './native.sh' with { type: 'text' };
import solution from './solution.js' with { type: 'text' };
import start from './start.js' with { type: 'text' };
import text from './text.html' with { type: 'text' };
import { Crashed } from '../../student/run.js';
import { failed } from '../findings.js';

const StreamName = 'payments';
const payments = Array.from({ length: 12 }, (_, i) => `payment ${i + 1}`);

export const crash = {
  name: 'crash',
  title: 'What happens when a consumer crashes',
  summary: 'Lost, twice, or exactly once: it depends on when you write down where you are.',
  minutes: 12,
  text, start, solution, native, setup, drive,
  hasLedger: true,
  goals: [
    { text: 'No payment is lost in two crashes.', check: noneLost },
    { text: 'No payment is booked twice.', check: noneTwice },
    { text: 'The consumer begins where it had come to.', check: goesOn },
  ],
};

async function setup(world) {
  await world.call('CreateStream', { StreamName, ShardCount: 1 });
  await world.put(StreamName, payments.map((text) => ({ key: 'account-7', text })));
}

// The consumer dies right after its 5th write to the ledger, and, started again, just before its
// 9th; then it is started a last time.
async function drive(run, code, world) {
  run.crash = (write) => ({ 5: 'after', 9: 'before' })[write];
  const starts = [];
  for (;;) {
    starts.push(world.calls.length);
    try {
      return { ...await run.start(code), starts };
    } catch (error) {
      if (!(error instanceof Crashed)) throw error;
      run.say(starts.length === 1 ? 'The consumer crashed after a booking. It is started again.'
        : 'The consumer crashed before a booking. It is started again.');
    }
  }
}

function noneLost({ world, error }) {
  const booked = world.ledger.map(({ value }) => value);
  const strange = booked.find((value) => !payments.includes(value));
  if (strange !== undefined) return `“${strange}” is no payment: book the text of the record.`;
  const lost = payments.filter((payment) => !booked.includes(payment));
  if (lost.length === 0) return true;
  if (error !== undefined) return failed(error);
  if (booked.length === 0) return 'The ledger is empty.';
  if (world.checkpoint === null) {
    return `${lost.join(', ')} missing. Read to the end: until MillisBehindLatest is 0.`;
  }
  return `${lost.join(' and ')} ${lost.length === 1 ? 'is' : 'are'} lost: the checkpoint said ` +
    '“done” when the consumer crashed, but the booking had not been made. Book first, ' +
    'save the checkpoint then.';
}

function noneTwice({ world }) {
  const booked = world.ledger.map(({ value }) => value);
  if (booked.length === 0) return 'Nothing is booked.';
  const twice = [...new Set(booked.filter((value, i) => booked.indexOf(value) !== i))];
  return twice.length === 0 ||
    `${twice.join(', ')} ${twice.length === 1 ? 'is' : 'are'} booked twice: they had been booked ` +
    'when the consumer crashed, but the checkpoint was not saved yet. That cannot be avoided, so ' +
    'make booking again harmless: ledger.put(key, …) with a key that is the same each time, the ' +
    'sequence number.';
}

function goesOn({ world, exports: { starts }, error }) {
  if (starts === undefined) return error === undefined ? 'It did not end.' : failed(error);
  if (starts.length < 3) {
    return 'It did not come as far as the crashes: 12 payments are to be booked.';
  }
  const last = world.calls.slice(starts.at(-1))
    .find(({ operation }) => operation === 'GetShardIterator');
  if (last === undefined) return 'It did not ask for an iterator after the crash.';
  const { ShardIteratorType: type } = last.input;
  if (type === 'AFTER_SEQUENCE_NUMBER') return true;
  if (type === 'AT_SEQUENCE_NUMBER') {
    return 'It begins AT the last record it had done: AFTER_SEQUENCE_NUMBER begins with the next.';
  }
  return `It begins with ${type} after a crash: save the sequence number with checkpoint.save, ` +
    'and begin AFTER_SEQUENCE_NUMBER of what checkpoint.load gives, if that is not null.';
}
