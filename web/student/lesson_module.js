// The module `runnel-lesson`, which a lesson's code imports: what stands around a stream in a real
// program. Everything is done by the page and outlives this worker.
import { page } from './page_connection.js';

export { md5 } from './md5.js';

// The emulator's clock, in milliseconds.
export const clock = {
  now: () => page('clock', 'now'),
  advance: (milliseconds) => page('clock', 'advance', milliseconds),
};

// A database of one table, as a consumer may keep what it has done in. `add` writes a row whatever
// there is, `put` writes the row of a key unless there is one already.
export const ledger = {
  add: (value) => page('ledger', 'add', value),
  put: (key, value) => page('ledger', 'put', key, value),
};

// How far a consumer has come: one sequence number, null at first.
export const checkpoint = {
  load: () => page('checkpoint', 'load'),
  save: (sequenceNumber) => page('checkpoint', 'save', sequenceNumber),
};

export const sleep = (milliseconds) => new Promise((resolve) => {
  setTimeout(resolve, milliseconds);
});
