// The demo: plays by itself, for talks; it can be paused, stepped and shown on the full screen.
import { World } from '../emulator/world.js';
import { ring } from '../views/ring.js';
import { shardMap } from '../views/shard_map.js';
import { scenes } from './demo_scenes.js';
import { h } from './elements.js';

const beatMillis = 900;

export class DemoPage {
  title = 'Demo – Learn Kinesis in a tab';
  element;
  #world;
  #stage = h('div', { class: 'stage' });
  #heading = h('h1');
  #caption = h('p', { class: 'caption', 'aria-live': 'polite' });
  #progress = h('p', { class: 'count' });
  #playButton = h('button', { type: 'button', class: 'run', onclick: () => this.#toggle() });
  #scene = -1;
  #beat = 0;
  #timer;

  // The keys and with them the shards are the same each time; nothing is kept.
  static async open() { return new DemoPage(await World.open(undefined)); }

  constructor(world) {
    this.#world = world;
    const button = (text, onclick) => h('button', { type: 'button', onclick }, text);
    this.element = h('div', { class: 'demo' },
      h('div', { class: 'words' }, this.#progress, this.#heading, this.#caption,
        h('div', { class: 'buttons' }, this.#playButton,
          button('Back', () => this.#go(this.#scene - 1)),
          button('Next', () => this.#go(this.#scene + 1)),
          button('Full screen', () => this.element.requestFullscreen?.()))),
      this.#stage);
    this.element.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowRight') this.#go(this.#scene + 1);
      if (key === 'ArrowLeft') this.#go(this.#scene - 1);
    });
    // Who wants things to keep still begins it himself.
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.#pause();
    else this.#play();
    this.#go(0);
  }

  async close() {
    clearInterval(this.#timer);
    await this.#world.close();
  }

  #toggle() {
    if (this.#timer === undefined) this.#play();
    else this.#pause();
  }

  #play() {
    this.#timer = setInterval(() => this.#next(), beatMillis);
    this.#playButton.textContent = 'Pause';
  }

  #pause() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#playButton.textContent = 'Play';
  }

  #next() {
    const scene = scenes[this.#scene];
    if (this.#beat >= scene.beats) return this.#go((this.#scene + 1) % scenes.length);
    this.#beat += 1;
    return this.#show(() => scene.beat?.(this.#world, this.#beat));
  }

  // A scene begins with what the scenes before it have left, whichever way one comes to it.
  async #go(number) {
    if (number < 0 || number >= scenes.length) return;
    this.#scene = number;
    this.#beat = 0;
    const scene = scenes[number];
    this.#heading.textContent = scene.title;
    this.#caption.textContent = scene.caption;
    this.#progress.textContent = `${number + 1} of ${scenes.length}`;
    await this.#show(async () => {
      await this.#world.reset();
      for (const before of scenes.slice(0, number)) {
        await before.begin?.(this.#world);
        for (let beat = 1; beat <= before.beats; beat += 1) await before.beat?.(this.#world, beat);
      }
      await scene.begin?.(this.#world);
    });
  }

  // One thing after the other, in the order they were asked for.
  #show(change) {
    this.#shown = this.#shown.then(async () => {
      await change();
      await this.#draw();
    }).catch((error) => {
      // A page that has been left has closed its emulator.
      if (this.element.isConnected) throw error;
    });
    return this.#shown;
  }

  #shown = Promise.resolve();

  async #draw() {
    const { NowMillis, Streams: [stream] } = await this.#world.inspect();
    if (stream === undefined) {
      this.#stage.replaceChildren(h('p', { class: 'nothing' }, 'No stream yet'));
      return;
    }
    const newest = await this.#world.newest(stream.StreamName, 40);
    this.#stage.replaceChildren(
      ring(stream, newest),
      h('div', { class: 'beside' },
        shardMap(stream),
        h('dl', {},
          fact('Records kept', stream.Records),
          fact('Open shards', stream.OpenShards),
          fact('Closed shards', stream.ClosedShards),
          fact('Refused', stream.ThrottledRecords),
          fact('Emulator’s time',
            new Date(NowMillis).toISOString().slice(0, 16).replace('T', ' '))),
        h('ul', { class: 'newest' }, newest.slice(0, 4).map(({ key, text }) =>
          h('li', {}, h('b', {}, key), ` ${text.slice(0, 40)}`)))));
  }
}

const fact = (name, value) => [h('dt', {}, name), h('dd', {}, String(value))];
