// A lesson: the text on the left, the code in the middle, what happens on the right.
import { World } from '../emulator/world.js';
import { isFailed } from '../lessons/findings.js';
import { lessons } from '../lessons/lessons.js';
import { Stopped } from '../student/run.js';
import { LiveView } from '../views/live_view.js';
import { h } from './elements.js';
import { forgetCode, isDone, setDone } from './progress.js';
import { linkedCode } from './share.js';
import { forgottenNotice, stateTools } from './state_tools.js';
import { Workbench } from './workbench.js';

export class LessonPage {
  title;
  element;
  #lesson;
  #world;
  #view;
  #workbench;
  #goals;
  #verdict = h('p', { class: 'verdict', role: 'status' });

  static async open(lesson, parameters) {
    const linked = await linkedCode(parameters);
    const world = await World.open(`lesson:${lesson.name}`, lesson.settings);
    try {
      if (world.isUnreadable) await world.keepAgain();
      const { Streams } = await world.inspect();
      if (Streams.length === 0) await lesson.setup?.(world);
    } catch (error) {
      await world.close();
      throw error;
    }
    const page = new LessonPage(lesson, world);
    page.#workbench.showLinked(linked, `#/lessons/${lesson.name}`);
    return page;
  }

  constructor(lesson, world) {
    this.#lesson = lesson;
    this.#world = world;
    this.title = `${lesson.title} – Learn Kinesis in a tab`;
    this.#view = new LiveView(world, { ledger: lesson.hasLedger });
    this.#workbench = new Workbench({
      name: lesson.name,
      code: lesson.start,
      world,
      work: (run, code) => this.#work(run, code),
      onDone: (outcome) => this.#check(outcome),
    });
    this.#goals = h('ol', { class: 'goals' }, lesson.goals.map(({ text }) => goalItem(text)));
    this.element = h('div', { class: 'lesson' }, this.#reading(), this.#middle(),
      h('section', { class: 'right', 'aria-labelledby': 'live-heading' },
        h('h2', { id: 'live-heading' }, 'In the emulator'), this.#view.element));
  }

  async close() {
    this.#workbench.close();
    this.#view.close();
    await this.#world.close();
  }

  #reading() {
    const text = h('div', { class: 'text' });
    text.innerHTML = this.#lesson.text;
    const number = lessons.indexOf(this.#lesson);
    const next = lessons[number + 1];
    return h('article', { class: 'reading prose' },
      h('p', { class: 'count' }, `Lesson ${number + 1} of ${lessons.length}` +
        (isDone(this.#lesson.name) ? ', done' : '')),
      h('h1', {}, this.#lesson.title),
      text,
      h('details', { class: 'solution' }, h('summary', {}, 'Show a solution'),
        h('pre', { tabindex: 0 }, this.#lesson.solution.trimEnd()),
        h('button', {
          type: 'button', onclick: () => { this.#workbench.editor.code = this.#lesson.solution; },
        }, 'Put it into the editor')),
      h('section', {}, h('h2', {}, 'The same for real'),
        h('p', {}, 'With Runnel on your machine (', h('code', {}, 'runnel serve'), '), in a ' +
          'terminal:'),
        h('pre', { class: 'native', tabindex: 0 }, this.#lesson.native.trimEnd())),
      next && h('p', {}, h('a', { class: 'button', href: `#/lessons/${next.name}` },
        `Next: ${next.title}`)));
  }

  #middle() {
    return h('section', { class: 'middle', 'aria-labelledby': 'code-heading' },
      h('h2', { id: 'code-heading' }, 'Your code'),
      forgottenNotice(this.#world),
      this.#workbench.element,
      h('h2', {}, 'The goal'), this.#goals, this.#verdict,
      stateTools({
        world: this.#world,
        path: `/lessons/${this.#lesson.name}`,
        code: () => this.#workbench.editor.code,
        startOver: () => this.#startOver(),
      }));
  }

  async #startOver() {
    await this.#workbench.stop();
    await this.#world.reset(this.#lesson.setup);
    this.#workbench.editor.code = this.#lesson.start;
    forgetCode(this.#lesson.name);
    this.#goals.replaceChildren(...this.#lesson.goals.map(({ text }) => goalItem(text)));
    this.#verdict.textContent = '';
  }

  // Every run begins with what the lesson has prepared.
  async #work(run, code) {
    this.#verdict.textContent = '';
    await this.#world.reset(this.#lesson.setup);
    if (this.#lesson.drive !== undefined) return this.#lesson.drive(run, code, this.#world);
    return run.start(code);
  }

  async #check({ exports = {}, error }) {
    const findings = [];
    for (const { check } of this.#lesson.goals) {
      findings.push(await finding(check, { world: this.#world, exports, error }));
    }
    const missed = findings.filter((finding) => finding !== true);
    const told = findings.indexOf(missed.find((finding) => !isFailed(finding)) ?? missed[0]);
    this.#goals.replaceChildren(...this.#lesson.goals.map(({ text }, i) =>
      goalItem(text, findings[i], i === told)));
    const isReached = missed.length === 0 && error === undefined;
    if (isReached) {
      setDone(this.#lesson.name);
      this.#verdict.textContent = 'Goal reached.';
    } else if (missed.length === 0) {
      this.#verdict.textContent = 'All is as it should be, but the code did not end well.';
    } else {
      this.#verdict.textContent = error instanceof Stopped ? 'Stopped before the goal.'
        : 'Not yet. What is missing stands above.';
    }
    this.#verdict.dataset.reached = isReached;
  }
}

// What a check says. It cannot look at a stream that the code has deleted.
async function finding(check, about) {
  try {
    return await check(about);
  } catch (thrown) {
    return `The stream cannot be looked at: ${thrown.message}`;
  }
}

// `finding`: true, or what is wrong; that is told for one goal at a time.
function goalItem(text, finding, isTold = false) {
  const state = finding === undefined ? '' : finding === true ? 'reached' : 'missed';
  return h('li', { class: state },
    h('span', {}, text),
    state === 'reached' && h('span', { class: 'mark' }, ' ✓ reached'),
    isTold && h('p', { class: 'finding' }, finding));
}
