// Code, its Run button and its output: the middle of a lesson and of the sandbox.
import { Crashed, Run, Stopped } from '../student/run.js';
import { importable } from '../student/imports.js';
import { Editor } from './editor.js';
import { h } from './elements.js';
import { keepCode, keptCode } from './progress.js';

export class Workbench {
  element;
  editor;
  isRunning = false;
  #name;
  #world;
  #work;
  #onDone;
  #run;
  #ended = Promise.resolve();  // of the run
  #isClosed = false;
  #ownAddress;  // set while the editor has code of a link that is not the reader's yet
  #runButton = h('button', { type: 'button', class: 'run', onclick: () => this.run() }, 'Run');
  #stopButton = h('button', {
    type: 'button', class: 'stop', disabled: true, onclick: () => this.stop(),
  }, 'Stop');
  #status = h('span', { class: 'status', role: 'status' });
  #output = h('div', {
    class: 'output', role: 'log', tabindex: 0, 'aria-label': 'Output of your code',
  });

  // `name`: under which the code is kept. `work(run, code)` does with the code what is to be done
  // and resolves to what it exports; `onDone({exports, error})` is told.
  constructor({ name, code, world, work, onDone = () => {}, buttons = [] }) {
    this.#name = name;
    this.#world = world;
    this.#work = work;
    this.#onDone = onDone;
    this.editor = new Editor({
      code: keptCode(name) ?? code,
      label: 'Code',
      onRun: () => this.run(),
      onChange: () => this.#keep(),
    });
    this.element = h('div', { class: 'workbench' },
      this.editor.element,
      h('div', { class: 'buttons' }, this.#runButton, this.#stopButton, this.#status, buttons),
      this.#output);
  }

  // Shows what a link has brought, as `linkedCode` gives it. The reader's own code is kept until
  // this is edited or run; then the page has the `address` of its own.
  showLinked({ code, isDamaged }, address) {
    if (isDamaged) {
      this.print('error', 'This link is damaged: the code that it brings cannot be read.');
      history.replaceState(null, '', address);
    }
    if (code === undefined) return;
    this.editor.show(code);
    this.#ownAddress = address;
    this.print('info', 'This code came with the link. Read it before you run it.');
  }

  run() {
    if (this.isRunning) return;
    if (this.#ownAddress !== undefined) this.#keep();
    this.#setRunning(true);
    this.#output.replaceChildren();
    this.#status.textContent = 'Running…';
    this.#run = new Run(this.#world, (level, text) => this.print(level, text));
    this.#ended = this.#untilEnded();
  }

  async #untilEnded() {
    const outcome = {};
    try {
      outcome.exports = await this.#work(this.#run, this.editor.code);
    } catch (error) {
      outcome.error = error;
    }
    if (this.#isClosed) return;
    this.#show(outcome);
    try {
      await this.#onDone(outcome);
    } finally {
      this.#run.close();
      this.#setRunning(false);
    }
  }

  // Resolves when the run, if there is one, has ended and whoever wants to know has been told.
  stop() {
    this.#run?.stop();
    return this.#ended;
  }

  print(level, text) {
    this.#output.append(h('p', { class: level }, text));
    this.#output.scrollTop = this.#output.scrollHeight;
  }

  close() {
    this.#isClosed = true;
    this.stop();
    this.editor.close();
  }

  #keep() {
    keepCode(this.#name, this.editor.code);
    if (this.#ownAddress === undefined) return;
    history.replaceState(null, '', this.#ownAddress);
    this.#ownAddress = undefined;
  }

  #setRunning(isRunning) {
    this.isRunning = isRunning;
    this.#runButton.disabled = isRunning;
    this.#stopButton.disabled = !isRunning;
    this.element.dataset.running = isRunning;
  }

  #show({ error }) {
    this.#status.textContent = error === undefined ? 'Done.'
      : error instanceof Stopped ? 'Stopped.' : 'Your code failed.';
    if (error !== undefined) this.print('error', this.#wordsOf(error));
  }

  #wordsOf(error) {
    if (error instanceof Stopped) return 'Stopped by you. What it had done until then is there.';
    if (error instanceof Crashed) return error.message;
    const line = error.code || (error.name === 'SyntaxError' ? this.editor.brokenLine : 0);
    const place = line > 0 ? ` (line ${line})` : '';
    if (/Failed to resolve module specifier|bare specifier|module specifier/.test(error.message)) {
      return `Only ${importable.join(' and ')} can be imported here. ${error.message}${place}`;
    }
    return `${error.name}: ${error.message}${place}`;
  }
}
