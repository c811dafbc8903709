// A line for commands, and what they answered.
import { answerTo } from '../command_line/command_line.js';
import { h } from './elements.js';

const shownMax = 100;

export class Prompt {
  element;
  #answers = h('div', {
    class: 'answers', role: 'log', tabindex: 0, 'aria-label': 'Commands and their answers',
  });
  #input;
  #history = [];
  #at = 0;
  #world;
  #answered = Promise.resolve();

  constructor(world) {
    this.#world = world;
    this.#input = h('input', {
      id: 'prompt', class: 'prompt', type: 'text', autocomplete: 'off', autocapitalize: 'off',
      spellcheck: 'false', placeholder: 'aws kinesis list-streams',
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#paste(event),
    });
    this.element = h('form', {
      class: 'prompt-form',
      onsubmit: (event) => {
        event.preventDefault();
        this.#submit();
      },
    },
    h('p', {}, 'Type ', h('code', {}, 'aws kinesis create-stream --stream-name orders ' +
      '--shard-count 2'), ', or ', h('code', {}, 'help'), '. The streams are those of the code ' +
      'too.'),
    this.#answers,
    h('label', { for: 'prompt' }, 'Command'),
    h('div', { class: 'line' }, this.#input, h('button', { type: 'submit' }, 'Enter')));
  }

  // A command is answered when those before it have been.
  #submit() {
    const line = this.#input.value.trim();
    if (line === '') return;
    this.#history.push(line);
    this.#at = this.#history.length;
    this.#input.value = '';
    this.#answered = this.#answered.then(() => this.#answer(line));
  }

  async #answer(line) {
    this.#show(h('pre', { class: 'command' }, `$ ${line}`));
    const { text, isError } = await answerTo(line, this.#world);
    if (text !== '') this.#show(h('pre', isError ? { class: 'error' } : {}, text));
  }

  #show(element) {
    this.#answers.append(element);
    while (this.#answers.childElementCount > shownMax) this.#answers.firstChild.remove();
    this.#answers.scrollTop = this.#answers.scrollHeight;
  }

  // As in a terminal, a backslash goes on with the line after it, and every other line is entered.
  #paste(event) {
    event.preventDefault();
    const lines = event.clipboardData.getData('text').replace(/\\\r?\n/g, '').split(/\r?\n/);
    lines.forEach((line, i) => {
      this.#input.setRangeText(
        line, this.#input.selectionStart, this.#input.selectionEnd, 'end');
      if (i < lines.length - 1) this.#submit();
    });
  }

  // Up and down go through what was typed.
  #key(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#at = Math.min(this.#history.length, Math.max(0, this.#at + step));
    this.#input.value = this.#history[this.#at] ?? '';
  }
}
