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

  constructor(world) {
    this.#input = h('input', {
      id: 'prompt', class: 'prompt', type: 'text', autocomplete: 'off', autocapitalize: 'off',
      spellcheck: 'false', placeholder: 'aws kinesis list-streams',
      onkeydown: (event) => this.#key(event),
    });
    this.element = h('form', {
      class: 'prompt-form',
      onsubmit: (event) => {
        event.preventDefault();
        this.#submit(world);
      },
    },
    h('p', {}, 'Type ', h('code', {}, 'aws kinesis create-stream --stream-name orders ' +
      '--shard-count 2'), ', or ', h('code', {}, 'help'), '. The streams are those of the code ' +
      'too.'),
    this.#answers,
    h('label', { for: 'prompt' }, 'Command'),
    h('div', { class: 'line' }, this.#input, h('button', { type: 'submit' }, 'Enter')));
  }

  async #submit(world) {
    const line = this.#input.value.trim();
    if (line === '') return;
    this.#history.push(line);
    this.#at = this.#history.length;
    this.#input.value = '';
    const { text, isError } = await answerTo(line, world);
    this.#answers.append(h('pre', { class: 'command' }, `$ ${line}`),
      text !== '' && h('pre', isError ? { class: 'error' } : {}, text));
    while (this.#answers.childElementCount > shownMax) this.#answers.firstChild.remove();
    this.#answers.scrollTop = this.#answers.scrollHeight;
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
