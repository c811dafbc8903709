// The parameters of a command as the input of an operation.

// What was typed is not what could be typed; the message says what would be right.
export class UsageError extends Error {}

// "StreamARN" is "stream-arn".
export const kebab = (name) =>
  name.replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();

// Of the AWS CLI itself, with what they may say here: undefined if that makes no difference.
const ofTheCli = {
  '--output': ['json'],
  '--region': ['us-east-1'],
  '--endpoint-url': undefined,
  '--profile': undefined,
  '--no-cli-pager': undefined,
  '--cli-binary-format': ['base64', 'raw-in-base64-out'],
};

// `shape`: {Member: {type, required}}, as operation_shapes.mjs has it.
export function inputFrom(shape, words) {
  const members = new Map(Object.entries(shape).map(([name, about]) =>
    [`--${kebab(name)}`, { name, ...about }]));
  const options = optionsFrom(words);
  const rawBytes = options.some(({ flag, values: [value] }) =>
    flag === '--cli-binary-format' && value === 'raw-in-base64-out');
  const input = {};
  for (const { flag, values } of options) {
    if (Object.hasOwn(ofTheCli, flag)) {
      checkOfTheCli(flag, values);
      continue;
    }
    if (flag === '--query') throw new UsageError('--query is not there: this prints all.');
    const negated = members.get(flag.replace(/^--no-/, '--'));
    const member = members.get(flag) ?? (negated?.type === 'boolean' ? negated : undefined);
    if (member === undefined) {
      throw new UsageError(`Unknown options: ${flag}. There are: ${[...members.keys()].join(' ')}`);
    }
    input[member.name] = valueOf(flag, member.type, values, rawBytes);
  }
  const missing = [...members].filter(([, { name, required }]) => required && !(name in input));
  if (missing.length > 0) {
    throw new UsageError('The following arguments are required: ' +
      missing.map(([flag]) => flag).join(', '));
  }
  return input;
}

// As {flag, values}: "--stream-name orders", or "--stream-name=orders".
function optionsFrom(words) {
  const options = [];
  for (const word of words) {
    const [, flag, value] = word.match(/^(--[^=]*)(?:=([\s\S]*))?$/) ?? [];
    if (flag !== undefined) options.push({ flag, values: value === undefined ? [] : [value] });
    else if (options.length > 0) options.at(-1).values.push(word);
    else throw new UsageError(`Unknown options: ${word}`);
  }
  return options;
}

function checkOfTheCli(flag, [value]) {
  const known = ofTheCli[flag];
  if (known === undefined || known.includes(value)) return;
  throw new UsageError(`${flag} is ${known.join(' or ')} here, not '${value ?? ''}'.`);
}

function valueOf(flag, type, values, rawBytes) {
  if (type === 'boolean') {
    if (values.length > 0) throw new UsageError(`${flag} takes no value, not '${values[0]}'.`);
    return !flag.startsWith('--no-');
  }
  if (values.length === 0) throw new UsageError(`${flag} expects a value.`);
  if (type.startsWith('Array<')) return listOf(flag, type.slice(6, -1), values, rawBytes);
  if (values.length > 1 && !type.startsWith('{') && !type.startsWith('Record<')) {
    throw new UsageError(`${flag} takes one value; put quotes round it if it has spaces.`);
  }
  return scalarOf(flag, type, values.join(','), rawBytes);
}

function listOf(flag, type, values, rawBytes) {
  if (/^\s*\[/.test(values[0])) {
    return jsonOf(flag, values[0]).map((one) => typed(flag, type, one, rawBytes));
  }
  return values.map((value) => scalarOf(flag, type, value, rawBytes));
}

function scalarOf(flag, type, value, rawBytes) {
  if (type === 'number') {
    if (!/^-?\d+$/.test(value)) throw new UsageError(`${flag} is a number, not '${value}'.`);
    return Number(value);
  }
  if (type === 'Uint8Array') return bytesOf(flag, value, rawBytes);
  if (type === 'Date | number') return timeOf(flag, value);
  if (!type.startsWith('{') && !type.startsWith('Record<')) return value;
  if (/^\s*\{/.test(value)) return typed(flag, type, jsonOf(flag, value), rawBytes);
  return typed(flag, type, shorthandFrom(flag, value), rawBytes);
}

// "Key=value,Key=value"; a value may stand in quotes.
function shorthandFrom(flag, text) {
  const pair = /([\w\-.#/:]+)=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|.*?)(?:,(?=[\w\-.#/:]+=)|$)/sy;
  const members = {};
  do {
    const [, key, value] = pair.exec(text) ?? [];
    if (key === undefined) {
      throw new UsageError(`${flag} is Key=value,… or JSON, not '${text}'.`);
    }
    members[key] = unquoted(value);
  } while (pair.lastIndex < text.length);
  return members;
}

function unquoted(value) {
  const [, quote, inside] = value.match(/^(["'])([\s\S]*)\1$/) ?? [];
  return quote === undefined ? value
    : inside.replace(/\\([\s\S])/g, (pair, character) =>
      ([quote, '\\'].includes(character) ? character : pair));
}

// A structure whose members may still be texts.
function typed(flag, type, value, rawBytes) {
  if (typeof value !== 'object' || value === null) return value;
  const members = new Map([...type.matchAll(/(\w+)\??: ([^;]+);/g)].map(([, n, t]) => [n, t]));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [
    name, typeof member === 'string' && members.has(name)
      ? scalarOf(`${flag} ${name}`, members.get(name), member, rawBytes) : member,
  ]));
}

function jsonOf(flag, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${flag} is no JSON: ${error.message}`);
  }
}

function bytesOf(flag, text, rawBytes) {
  if (rawBytes) return new TextEncoder().encode(text);
  // Stricter than atob, which overlooks spaces and what is missing at the end.
  if (/^([a-z\d+/]{4})*([a-z\d+/]{2}==|[a-z\d+/]{3}=)?$/i.test(text)) {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  }
  throw new UsageError(`Invalid base64: "${text}". ${flag} is base64 unless ` +
    '--cli-binary-format raw-in-base64-out says otherwise.');
}

function timeOf(flag, text) {
  const time = /^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new UsageError(`${flag} is a time such as 2030-01-31T12:00:00Z, not '${text}'.`);
  }
  return time;
}
