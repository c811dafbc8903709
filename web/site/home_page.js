// The list of lessons.
import { lessons } from '../lessons/lessons.js';
import { h } from './elements.js';
import { isDone } from './progress.js';

export function homePage() {
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  return {
    title: 'Learn Kinesis in a tab',
    element: h('div', { class: 'home-page prose' },
      h('h1', {}, 'Learn Kinesis by touching a stream'),
      h('p', { class: 'lead' }, 'An emulator of Amazon Kinesis Data Streams runs inside this ' +
        'tab. You write programs with the real AWS SDK for JavaScript, and watch what they do to ' +
        'the shards. Nothing leaves your machine, and once loaded it all works offline.'),
      h('p', {}, h('a', { class: 'button', href: `#/lessons/${next().name}` },
        lessons.some(({ name }) => isDone(name)) ? 'Go on' : 'Begin'),
      ' ', h('a', { class: 'button quiet', href: '#/demo' }, 'Watch the demo')),
      h('h2', {}, `${lessons.length} lessons, about ${minutes} minutes`),
      h('ol', { class: 'lessons' }, lessons.map((lesson) => h('li', {},
        h('a', { href: `#/lessons/${lesson.name}` }, lesson.title),
        isDone(lesson.name) && h('span', { class: 'done' }, ' ✓ done'),
        h('p', {}, lesson.summary)))),
      h('h2', {}, 'And then'),
      h('p', {}, h('a', { href: '#/sandbox' }, 'The sandbox'), ' is an empty emulator with an ' +
        'editor and a prompt that takes ', h('code', {}, 'aws kinesis …'), '. ',
      h('a', { href: '#/demo' }, 'The demo'), ' plays by itself, for talks.')),
    close() {},
  };
}

const next = () => lessons.find(({ name }) => !isDone(name)) ?? lessons[0];
