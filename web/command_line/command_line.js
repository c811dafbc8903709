// What a command answers: a few of those that one types in a terminal, against the emulator of the
// page. They are written as the AWS CLI (version 2) and runnel take them.
import shapes from 'operation-shapes';

import { hashKeyOf, shardOf } from '../emulator/hash_ring.js';
import { inputFrom, kebab, UsageError } from './parameters.js';
import { wordsOf } from './words.js';

const operations = Object.keys(shapes).filter((name) => !name.includes('.'));
const byCommand = new Map(operations.map((name) => [kebab(name), name]));

// Resolves to {text, isError}.
export async function answerTo(line, world) {
  try {
    const [program, ...words] = wordsOf(line);
    if (program === 'help') return { text: help(words), isError: false };
    if (['aws', 'awsemu'].includes(program)) return { text: await aws(words, world) };
    if (program === 'runnel') return { text: await runnel(words, world) };
    throw new UsageError(`There is no command '${program}' here; help lists them.`);
  } catch (error) {
    if (error instanceof UsageError) return { text: error.message, isError: true };
    return { text: `An error occurred (${error.name}): ${error.message}`, isError: true };
  }
}

function help([topic]) {
  if (byCommand.has(topic)) return helpOf(topic);
  return [
    'aws kinesis OPERATION --member VALUE…    calls an operation',
    'aws kinesis OPERATION help               tells its members',
    'aws kinesis wait stream-exists | stream-not-exists --stream-name NAME',
    'runnel explain KEY STREAM                which shard a partition key goes to, and why',
    'runnel clock show | advance 25h | freeze | resume | scale 60',
    '',
    'Values are as for the AWS CLI: --data is base64, lists and structures are JSON or',
    'shorthand (Key=value,…). 1>file, pipes and $(…) are not there: this is no shell.',
    '',
    ...[...byCommand.keys()],
  ].join('\n');
}

function helpOf(command) {
  const members = Object.entries(shapes[byCommand.get(command)]);
  return [`aws kinesis ${command}`, ...members.map(([name, { type, required }]) =>
    `  --${kebab(name)}  ${type}${required ? ', required' : ''}`)].join('\n');
}

async function aws([service, command, ...words], world) {
  if (service !== 'kinesis') {
    throw new UsageError(`Of the services of AWS only kinesis is here, not '${service ?? ''}'.`);
  }
  if (command === 'wait') return wait(words, world);
  const operation = byCommand.get(command);
  if (operation === undefined) {
    throw new UsageError(`aws kinesis has no operation '${command ?? ''}'; help lists them.`);
  }
  if (words[0] === 'help') return helpOf(command);
  if (operation === 'SubscribeToShard') {
    throw new UsageError('As in the AWS CLI there is no subscribe-to-shard: use the code.');
  }
  const output = await world.call(operation, inputFrom(shapes[operation], words));
  return Object.keys(output).length === 0 ? '' : JSON.stringify(output, plain, 4);
}

// What the waiters of the AWS CLI wait for, by what DescribeStream says. They look as often, but
// each second: nothing takes long here.
const waiters = {
  'stream-exists': ({ StreamStatus }) => StreamStatus === 'ACTIVE',
  'stream-not-exists': ({ error }) => error?.name === 'ResourceNotFoundException',
};
const triesMax = 18;

async function wait([name, ...words], world) {
  if (!Object.hasOwn(waiters, name ?? '')) {
    throw new UsageError(
      `aws kinesis wait takes ${Object.keys(waiters).join(' or ')}, not '${name ?? ''}'.`);
  }
  const input = inputFrom(shapes.DescribeStream, words);
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const state = await world.call('DescribeStream', input)
      .then(({ StreamDescription }) => StreamDescription, (error) => ({ error }));
    if (waiters[name](state)) return '';
    if (state.error !== undefined) throw state.error;
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
  throw new UsageError(`Waiter ${name} failed: Max attempts exceeded`);
}

// Bytes are base64, as in the AWS CLI. Dates have become texts by the time this sees them.
function plain(_, value) {
  if (value instanceof Uint8Array) {
    return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''));
  }
  return value;
}

async function runnel([command, ...words], world) {
  if (command === 'explain') return explain(words, world);
  if (command === 'clock') return clock(words, world);
  throw new UsageError(`Of runnel, explain and clock are here, not '${command ?? ''}'.`);
}

async function explain([key, name], world) {
  if (name === undefined) throw new UsageError('usage: runnel explain KEY STREAM');
  const stream = await world.stream(name);
  if (stream === undefined) throw new UsageError(`There is no stream '${name}'.`);
  const hashKey = hashKeyOf(key);
  const shard = shardOf(stream, hashKey);
  return `${shard.ShardId}\nMD5 of '${key}' as a number: ${hashKey}\n` +
    `range of the shard: ${shard.StartingHashKey} to ${shard.EndingHashKey}`;
}

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };

async function clock([what = 'show', value = ''], world) {
  const { clock: emulated } = world.runnel;
  const [, count, unit] = value.match(/^(\d+(?:\.\d+)?)([smhd])$/) ?? [];
  if (what === 'advance' && count !== undefined) world.advance(Number(count) * units[unit]);
  else if (what === 'advance') throw new UsageError('usage: runnel clock advance 90s|5m|25h|2d');
  else if (what === 'scale' && Number(value) > 0) emulated.scale(Number(value));
  else if (what === 'freeze' || what === 'resume') emulated[what]();
  else if (what !== 'show') {
    throw new UsageError('usage: runnel clock show|advance 25h|freeze|resume|scale 60');
  }
  world.onChange();
  return new Date(emulated.now()).toISOString();
}
