// One run of a student's code: a worker, and what the page does for it.
import { connect } from './messages.js';

export class Stopped extends Error {}
export class Crashed extends Error {}

// A worker that begins with an address of the network has the policy that comes with that file, of
// which a static server sends none; one that begins with a text has the page's.
const beginning = URL.createObjectURL(new Blob(
  [`import ${JSON.stringify(new URL('./student.js', import.meta.url).href)};`],
  { type: 'text/javascript' }));

export class Run {
  #world;
  #print;
  #worker;
  #ask;
  #ended;  // rejects when the worker is ended before its time
  #end;
  #isStopped = false;
  #streams = new Map();
  #lastStream = 0;
  // Given the number of a write to the ledger, from 1 on: 'before' or 'after' if the worker is to
  // die then.
  crash = () => undefined;
  #writes = 0;

  // `print(level, text)` shows a line.
  constructor(world, print) {
    this.#world = world;
    this.#print = print;
  }

  // Runs the code in a worker of its own. Resolves to what it exports; rejects with its error, with
  // Stopped, or with Crashed.
  async start(code) {
    if (this.#isStopped) throw stopped();
    this.#release();
    this.#worker = new Worker(beginning, { type: 'module' });
    this.#ended = new Promise((_, reject) => { this.#end = reject; });
    this.#ended.catch(() => {});
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#finish(new Error(event.message ?? 'the worker could not be loaded'));
    };
    this.#ask = connect(this.#worker, this.#services());
    return this.#answered('run', code);
  }

  // Calls a function that the code exports.
  invoke(name, ...args) { return this.#answered('invoke', name, ...args); }

  // Shows a line that is the page's own.
  say(text) { this.#print('info', text); }

  stop() {
    this.#isStopped = true;
    this.#finish(stopped());
  }

  // To be called when the worker is not needed any more.
  close() { this.#release(); }

  #answered(...call) { return Promise.race([this.#ask(...call), this.#ended]); }

  #finish(reason) {
    this.#release();
    this.#end?.(reason);
  }

  #release() {
    this.#worker?.terminate();
    for (const reader of this.#streams.values()) reader.cancel().catch(() => {});
    this.#streams.clear();
  }

  #services() {
    const world = this.#world;
    return {
      answer: async (request, waited) => {
        const { status, headers, body } = await world.answer(request, waited);
        if (!(body instanceof ReadableStream)) return { status, headers, body };
        this.#lastStream += 1;
        this.#streams.set(this.#lastStream, body.getReader());
        return { status, headers, stream: this.#lastStream };
      },
      read: (stream) => this.#streams.get(stream).read(),
      cancel: (stream) => { this.#streams.get(stream)?.cancel(); },
      print: (level, text) => this.#print(level, text),
      clock: (what, milliseconds) =>
        (what === 'now' ? world.runnel.clock.now() : world.advance(milliseconds)),
      ledger: (...write) => this.#write(...write),
      checkpoint: (what, sequenceNumber) => {
        if (what === 'load') return world.checkpoint;
        world.checkpoint = sequenceNumber;
        return undefined;
      },
    };
  }

  #write(what, ...parts) {
    this.#writes += 1;
    const crash = this.crash(this.#writes);
    const [key, value] = what === 'put' ? parts : [null, parts[0]];
    const { ledger } = this.#world;
    if (crash !== 'before' && (key === null || !ledger.some((row) => row.key === key))) {
      ledger.push({ key, value: String(value) });
      this.#world.onChange();
    }
    if (crash === undefined) return;
    this.#finish(new Crashed('the consumer crashed'));
  }
}

const stopped = () => new Stopped('stopped');
