// What is in the emulator now, as pictures and tables; it follows what happens.
import { hashKeyOf, shardOf } from '../emulator/hash_ring.js';
import { download } from '../site/download.js';
import { h } from '../site/elements.js';
import { InspectorPane } from './inspector.js';
import { ring } from './ring.js';
import { shardMap } from './shard_map.js';
import {
  callTable, consumerTable, ledgerTable, objectTable, recordTable, shardTable,
} from './tables.js';

const refreshMillis = 150;
const streamsMax = 4;

export class LiveView {
  element;
  #world;
  #streams = h('div', { class: 'streams' });
  #clock = h('p', { class: 'clock' });
  #probe;
  #probed = h('output', { class: 'probed', for: 'probe' });
  #timer;
  #rest;
  #closed = false;
  #shown = '';
  #options;
  #inspector;

  // `options.ledger`: whether the lesson has one.
  constructor(world, options = {}) {
    this.#world = world;
    this.#options = options;
    this.#inspector = new InspectorPane(world);
    this.#probe = h('input', {
      id: 'probe', type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: 256,
      placeholder: 'user-42', oninput: () => this.refresh(),
    });
    const ahead = (label, milliseconds) => h('button', {
      type: 'button', onclick: () => world.advance(milliseconds),
    }, label);
    this.element = h('div', { class: 'live' },
      h('div', { class: 'time' }, this.#clock, h('div', { class: 'buttons' },
        ahead('+5 min', 5 * 60_000), ahead('+1 h', 3_600_000), ahead('+24 h', 24 * 3_600_000))),
      h('div', { class: 'probe' },
        h('label', { for: 'probe' }, 'Which shard gets the partition key'), this.#probe,
        this.#probed),
      this.#streams, this.#inspector.element);
    world.onChange = () => this.#soon();
    this.#rest = setInterval(() => {
      if (document.visibilityState === 'visible') this.#soon();
    }, 1000);
    this.refresh();
  }

  close() {
    this.#closed = true;
    this.#inspector.close();
    this.#world.onChange = () => {};
    clearInterval(this.#rest);
  }

  #soon() {
    this.#timer ??= setTimeout(() => this.refresh(), refreshMillis);
  }

  #download = ({ bucket, key }) =>
    download(this.#world.runnel.buckets.get(bucket, key), key.split('/').at(-1));

  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const world = this.#world;
    try {
      const { NowMillis, Frozen, Scale, Streams } = await world.inspect();
      const shown = Streams.slice(0, streamsMax);
      const newest = await Promise.all(
        shown.map(({ StreamName }) => world.newest(StreamName, 40)));
      if (this.#closed) return;
      const key = this.#probe.value;
      const marked = key === '' ? undefined : hashKeyOf(key);
      this.#clock.textContent = `Emulator's time: ${timeText(NowMillis)}` +
        `${Frozen ? ', standing still' : ''}${Scale === 1 ? '' : `, ×${Scale}`}`;
      this.#probed.textContent = marked === undefined ? '' : probeText(shown, key, marked);
      const objects = world.runnel.buckets.list();
      const seen =
        JSON.stringify([Streams, newest, world.calls.length, world.ledger, key, objects]);
      if (seen === this.#shown) return;
      this.#shown = seen;
      replaceKeepingScroll(this.#streams,
        shown.length === 0
          ? [h('p', { class: 'nothing' },
            'There is no stream yet. What your code makes shows here.')]
          : shown.map((stream, i) => streamView(stream, newest[i], marked)),
        Streams.length > shown.length
          ? [h('p', {}, `and ${Streams.length - shown.length} more streams`)] : [],
        objects.length > 0 ? [objectTable(objects, this.#download)] : [],
        this.#options.ledger ? [ledgerTable(world.ledger)] : [],
        [callTable(world.calls)]);
    } catch (error) {
      if (!this.#closed) throw error;
    }
  }
}

function streamView(stream, records, marked) {
  return h('section', { class: 'stream' },
    h('h3', {}, stream.StreamName),
    h('p', { class: 'facts' }, `${stream.StreamStatus}, ${stream.Records} records, ` +
      `kept for ${stream.RetentionPeriodHours} h` +
      (stream.LimitsHold ? ', throttled as on AWS' : '')),
    h('div', { class: 'pictures' }, ring(stream, records, marked),
      stream.Shards.some(({ ParentShardId }) => ParentShardId !== undefined) && shardMap(stream)),
    shardTable(stream),
    recordTable(records.slice(0, 8)),
    stream.Consumers.length > 0 && consumerTable(stream));
}

function probeText(streams, key, hashKey) {
  if (streams.length === 0) return `MD5 of ${key} is ${hashKey}`;
  const [stream] = streams;
  return `MD5 as a number is ${hashKey}: ${shardOf(stream, hashKey)?.ShardId ?? 'no shard'} ` +
    `of ${stream.StreamName}`;
}

// What is redrawn every second must not take the reader's place away.
function replaceKeepingScroll(element, ...children) {
  const places = [...element.querySelectorAll('.scroll')].map(({ scrollLeft }) => scrollLeft);
  const focused = [...element.querySelectorAll('.scroll')].indexOf(document.activeElement);
  element.replaceChildren(...children.flat());
  const tables = element.querySelectorAll('.scroll');
  tables.forEach((table, i) => { table.scrollLeft = places[i] ?? 0; });
  if (focused >= 0) tables[focused]?.focus({ preventScroll: true });
}

const timeText = (milliseconds) =>
  new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19);
