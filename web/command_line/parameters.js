// The parameters of a command as the input of an operation.

// What was typed is not what could be typed; the message says what would be right.
export class UsageError extends Error {}

// "StreamARN" is "stream-arn".
export const kebab = (name) =>
  name.replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();

// Of the AWS CLI itself; some take a value.
const ofTheCli = {
  '--output': true, '--region': true, '--endpoint-url': true, '--profile': true,
  '--no-cli-pager': false, '--cli-binary-format': true,
};

// `shape`: {Member: {type, required}}, as operation_shapes.mjs has it.
export function inputFrom(shape, words) {
  const members = new Map(Object.entries(shape).map(([name, about]) =>
    [`--${kebab(name)}`, { name, ...about }]));
  const rawBytes = words[words.indexOf('--cli-binary-format') + 1] === 'raw-in-base64-out';
  const input = {};
  for (let i = 0; i < words.length;) {
    const flag = words[i];
    i += 1;
    const values = [];
    while (i < words.length && !words[i].startsWith('--')) {
      values.push(words[i]);
      i += 1;
    }
    if (Object.hasOwn(ofTheCli, flag)) continue;
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

function valueOf(flag, type, values, rawBytes) {
  if (type === 'boolean') return !flag.startsWith('--no-');
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
  const members = value.split(/,(?=\w+=)/).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 0) throw new UsageError(`${flag} is Key=value,… or JSON, not '${value}'.`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return typed(flag, type, Object.fromEntries(members), rawBytes);
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
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new UsageError(`Invalid base64: "${text}". ${flag} is base64 unless ` +
      '--cli-binary-format raw-in-base64-out says otherwise.');
  }
}

function timeOf(flag, text) {
  const time = /^\d+(\.\d+)?$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new UsageError(`${flag} is a time such as 2030-01-31T12:00:00Z, not '${text}'.`);
  }
  return time;
}
