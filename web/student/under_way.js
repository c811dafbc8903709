// What the student's code has under way: calls of the page, sends of the SDK, timers. As Node does,
// the worker goes on until there is nothing left, also if nothing in the code awaits it.

const startTimer = globalThis.setTimeout;

let count = 0;
let ends = 0;
let tellNone = () => {};

export function begin() { count += 1; }

export function end() {
  count -= 1;
  ends += 1;
  if (count === 0) tellNone();
}

// The same as the promise, which is under way until it is settled.
export function underWay(promise) {
  begin();
  return promise.finally(end);
}

// Resolves when nothing has been under way for two turns of the event loop: what ends in one may
// begin more, or may fail, of which the browser tells in the next.
export async function allDone() {
  for (;;) {
    const before = ends;
    await turn();
    await turn();
    if (count > 0) await new Promise((resolve) => { tellNone = resolve; });
    else if (ends === before) return;
  }
}

const turn = () => new Promise((resolve) => { startTimer(resolve); });
