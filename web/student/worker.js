// Where a student's code runs: a worker, so that an endless loop stops nothing but itself. The page
// ends the worker to stop it.
import './confinement.js';
import { partsOf } from './messages.js';
import { functions, page } from './page_connection.js';
import { withAddresses } from './imports.js';
import { textOf } from './print.js';

const linesMax = 500;
let lines = 0;
for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
  console[level] = (...values) => {
    lines += 1;
    if (lines <= linesMax) page('print', level, values.map(textOf).join(' '));
    if (lines === linesMax) page('print', 'warn', 'No further lines are shown.');
  };
}

let exported = {};

// Runs a module. Resolves to what it exports, as far as that can be sent.
functions.run = async (code) => {
  const text = withAddresses(code, import.meta.url);
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  try {
    exported = await import(address);
  } catch (error) {
    const { stack = '', ...parts } = partsOf(error);
    const place = stack.match(new RegExp(`${address}:(\\d+)`));
    throw Object.assign(new Error(parts.message), parts, { code: place ? Number(place[1]) : 0 });
  } finally {
    URL.revokeObjectURL(address);
  }
  return sendable(exported);
};

// Calls a function that the module exports.
functions.invoke = async (name, ...args) => exported[name](...args);

// Functions are named only.
function sendable(module) {
  const values = {};
  for (const [name, value] of Object.entries(module)) {
    try {
      values[name] = typeof value === 'function' ? { isFunction: true } : structuredClone(value);
    } catch {
      values[name] = { isUnsendable: true };
    }
  }
  return values;
}
