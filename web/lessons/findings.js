// What the checks of goals have in common. A check gives true, or says what is wrong.

const endedEarly = 'The code ended before this: ';

export const wordsOf = ({ name, message }) => `${name}: ${message}`;

// Why there is no use in looking at what the code exports.
export const failed = (error) => endedEarly + wordsOf(error);

// Whether a finding says no more than that: others are worth more.
export const isFailed = (finding) => String(finding).startsWith(endedEarly);

export const isListOfTexts = (list) =>
  Array.isArray(list) && list.every((one) => typeof one === 'string');

export const noListOfTexts = (name) =>
  `${name} should be a list of texts. Data is bytes: decode it with TextDecoder.`;

// `exports[name]` is a list of texts, the very ones of `wanted` in their order?
export function listFinding(exports, name, wanted, error) {
  const list = exports[name];
  if (list === undefined) {
    return error === undefined
      ? `Nothing is exported under the name ${name}: write "export const ${name} = …".`
      : failed(error);
  }
  if (!isListOfTexts(list)) return noListOfTexts(name);
  const twice = list.find((text, i) => list.indexOf(text) !== i);
  if (twice !== undefined) return `"${twice}" is in ${name} more than once.`;
  const missing = wanted.filter((text) => !list.includes(text));
  if (missing.length > 0) {
    return `${name} lacks ${missing.length} of ${wanted.length}, "${missing[0]}" for one.`;
  }
  const more = list.filter((text) => !wanted.includes(text));
  if (more.length > 0) return `"${more[0]}" should not be in ${name}.`;
  if (list.some((text, i) => text !== wanted[i])) return `${name} is not in order.`;
  return true;
}

// The calls of an operation that were answered well.
export const succeeded = (world, name) =>
  world.calls.filter(({ operation, error }) => operation === name && error === undefined);

export const callsOf = (world, name) =>
  world.calls.filter(({ operation }) => operation === name);
