// The inspector on a canvas of the page, over the page's own emulator. It takes a graphics context
// and most of a megabyte, so it is there only when somebody asks for it.
import { h } from '../site/elements.js';

export class InspectorPane {
  element;
  #world;
  #button;
  #said = h('p', { class: 'said', role: 'status' });
  #place = h('div', {});
  #mounted;
  #closed = false;

  constructor(world) {
    this.#world = world;
    this.#button = h('button', {
      type: 'button', class: 'quiet', 'aria-expanded': 'false', onclick: () => this.#toggle(),
    }, 'Show the inspector');
    this.element = h('section', { class: 'inspector-pane' }, this.#button, this.#said, this.#place);
  }

  close() {
    this.#closed = true;
    this.#hide();
  }

  #hide() {
    this.#mounted?.unmount();
    this.#mounted = undefined;
    this.#place.replaceChildren();
    this.#button.textContent = 'Show the inspector';
    this.#button.setAttribute('aria-expanded', 'false');
  }

  async #toggle() {
    if (this.#mounted !== undefined) return this.#hide();
    this.#button.disabled = true;
    this.#said.textContent = 'It is being loaded…';
    try {
      await this.#mount();
      this.#said.textContent = '';
    } catch (error) {
      this.#hide();
      this.#said.textContent = `It cannot be shown here: ${error.message}`;
    }
    this.#button.disabled = false;
  }

  async #mount() {
    // Beside the page, and not a part of what every visit runs.
    const address = new URL('inspector.js', document.baseURI).href;
    const { mountInspector } = await import(address);
    if (this.#closed) return;
    const canvas = h('canvas', { tabindex: 0, 'aria-label': 'The inspector' });
    this.#place.replaceChildren(canvas);
    this.#mounted = await mountInspector(canvas, {
      fetch: (input, init) => this.#world.runnel.fetch(input, init),
      panels: ['Shards', 'Records'],
      light: matchMedia('(prefers-color-scheme: light)').matches,
      remember: 'lessons',
    });
    if (this.#closed) {  // the page has been left meanwhile
      this.#hide();
      return;
    }
    this.#button.textContent = 'Hide the inspector';
    this.#button.setAttribute('aria-expanded', 'true');
  }
}
