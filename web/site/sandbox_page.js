// An empty emulator, an editor, and a prompt that takes what one would type in a terminal.
import { World } from '../emulator/world.js';
import { LiveView } from '../views/live_view.js';
import { h } from './elements.js';
import { forgetCode } from './progress.js';
import { Prompt } from './prompt.js';
import { linkedCode } from './share.js';
import { forgottenNotice, stateTools } from './state_tools.js';
import { Workbench } from './workbench.js';
import start from './sandbox_start.js' with { type: 'text' };

export class SandboxPage {
  title = 'Sandbox – Learn Kinesis in a tab';
  element;
  #world;
  #view;
  #workbench;

  static async open(parameters) {
    const linked = await linkedCode(parameters);
    const page = new SandboxPage(await World.open('sandbox'));
    page.#workbench.showLinked(linked, '#/sandbox');
    return page;
  }

  constructor(world) {
    this.#world = world;
    this.#view = new LiveView(world);
    this.#workbench = new Workbench({
      name: 'sandbox', code: start, world, work: (run, code) => run.start(code),
    });
    const prompt = new Prompt(world);
    const notice = h('div', {}, forgottenNotice(world));
    this.element = h('div', { class: 'lesson sandbox' },
      h('section', { class: 'reading', 'aria-labelledby': 'prompt-heading' },
        h('h1', { id: 'prompt-heading' }, 'Sandbox'),
        notice,
        prompt.element,
        stateTools({
          world,
          path: '/sandbox',
          code: () => this.#workbench.editor.code,
          startOver: async () => {
            await this.#workbench.stop();
            await world.reset();
            if (world.isUnreadable) {
              await world.keepAgain();
              notice.replaceChildren(h('div', {}, forgottenNotice(world)));
            }
            this.#workbench.editor.code = start;
            forgetCode('sandbox');
          },
        })),
      h('section', { class: 'middle', 'aria-labelledby': 'code-heading' },
        h('h2', { id: 'code-heading' }, 'Code'), this.#workbench.element),
      h('section', { class: 'right', 'aria-labelledby': 'live-heading' },
        h('h2', { id: 'live-heading' }, 'In the emulator'), this.#view.element));
  }

  async close() {
    this.#workbench.close();
    this.#view.close();
    await this.#world.close();
  }
}
