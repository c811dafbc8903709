// Where a student's code runs: a worker, so that an endless loop stops nothing but itself. The page
// ends the worker to stop it.
import './confinement.js';
import { partsOf } from './messages.js';
import { functions, page } from './page_connection.js';
import { withAddresses } from './imports.js';
import { textOf } from './print.js';
import './timers.js';
import { allDone } from './under_way.js';

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
let address;
let fail;  // set during a run: ends it with what nobody has caught

// Runs a module until nothing that it does is under way. Resolves to what it exports, as far as
// that can be sent.
functions.run = async (code) => {
  const text = withAddresses(code, import.meta.url);
  address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const failed = new Promise((_, reject) => { fail = reject; });
  try {
    await Promise.race([failed, import(address).then((module) => {
      exported = module;
      return allDone();
    })]);
  } catch (thrown) {
    throw withLine(thrown);
  } finally {
    fail = undefined;
    URL.revokeObjectURL(address);
  }
  return sendable(exported);
};

// Calls a function that the module exports.
functions.invoke = async (name, ...args) => {
  try {
    return await exported[name](...args);
  } catch (thrown) {
    throw withLine(thrown);
  }
};

function uncaught(event, thrown) {
  event.preventDefault();
  if (fail !== undefined) fail(thrown);
  else console.error(thrown);
}
addEventListener('unhandledrejection', (event) => uncaught(event, event.reason));
addEventListener('error', (event) => uncaught(event, event.error ?? new Error(event.message)));

// What was thrown, with its line in the code as `code`: 0 if that is not known.
function withLine(thrown) {
  const { stack = '', ...parts } = partsOf(thrown);
  const place = stack.match(new RegExp(`${address}:(\\d+)`));
  return Object.assign(new Error(parts.message), parts, { code: place ? Number(place[1]) : 0 });
}

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
