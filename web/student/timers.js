// The timers of the student's code: which of them are under way, and how long the code has waited
// by them, in milliseconds as it asked for them: that does not depend on how fast the machine is.
import { begin, end } from './under_way.js';

const { setTimeout, setInterval, clearTimeout } = globalThis;
const running = new Set();
let waited = 0;

globalThis.setTimeout = (callback, milliseconds, ...args) => {
  const timer = setTimeout((...given) => {
    ended(timer);
    waited += Number(milliseconds) || 0;
    callback(...given);
  }, milliseconds, ...args);
  return begun(timer);
};

globalThis.setInterval = (callback, milliseconds, ...args) =>
  begun(setInterval((...given) => {
    waited += Number(milliseconds) || 0;
    callback(...given);
  }, milliseconds, ...args));

// One clears the timers of the other, too.
globalThis.clearTimeout = (timer) => {
  clearTimeout(timer);
  ended(timer);
};
globalThis.clearInterval = globalThis.clearTimeout;

function begun(timer) {
  running.add(timer);
  begin();
  return timer;
}

function ended(timer) {
  if (running.delete(timer)) end();
}

// What was waited since the last time this was asked.
export function takeWaited() {
  const since = waited;
  waited = 0;
  return since;
}
