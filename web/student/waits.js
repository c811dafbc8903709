// How long the student's code has waited by timers, in milliseconds as it asked for them: that does
// not depend on how fast the machine is.

let waited = 0;
const start = globalThis.setTimeout;

globalThis.setTimeout = (callback, milliseconds, ...args) => {
  if (typeof callback !== 'function') return start(callback, milliseconds, ...args);
  return start((...given) => {
    waited += Number(milliseconds) || 0;
    callback(...given);
  }, milliseconds, ...args);
};

// What was waited since the last time this was asked.
export function takeWaited() {
  const since = waited;
  waited = 0;
  return since;
}
