// Shows the page that the address names: #/, #/lessons/NAME, #/sandbox, #/demo.
import { homePage } from './home_page.js';
import { h } from './elements.js';
import { LessonPage } from './lesson_page.js';
import { SandboxPage } from './sandbox_page.js';
import { DemoPage } from './demo_page.js';
import { lessons } from '../lessons/lessons.js';

const main = document.querySelector('main');
let shown;
let turn = 0;

// {path, parameters} of the address's fragment.
function place() {
  const [path, query] = (location.hash.slice(1) || '/').split('?');
  return { path, parameters: new URLSearchParams(query) };
}

async function pageOf({ path, parameters }) {
  if (path === '/sandbox') return SandboxPage.open(parameters);
  if (path === '/demo') return DemoPage.open();
  const lesson = lessons.find(({ name }) => path === `/lessons/${name}`);
  return lesson === undefined ? homePage() : LessonPage.open(lesson, parameters);
}

async function show() {
  turn += 1;
  const mine = turn;
  const first = shown === undefined;
  await shown?.close();
  let page;
  try {
    page = await pageOf(place());
  } catch (error) {
    console.error(error);
    page = failurePage(error);
  }
  if (mine !== turn) {
    await page.close();
    return;
  }
  shown = page;
  document.title = page.title;
  main.replaceChildren(page.element);
  document.body.dataset.ready = location.hash;
  window.scrollTo(0, 0);
  // Who follows a link hears where he has come to.
  if (!first) main.focus({ preventScroll: true });
}

function failurePage(error) {
  return {
    title: 'Learn Kinesis in a tab',
    element: h('div', { class: 'prose' }, h('h1', {}, 'This page cannot be shown'),
      h('p', {}, `${error.name}: ${error.message}`),
      h('p', {}, 'It needs a browser with modules in workers and raw deflate: Chrome 103, ' +
        'Firefox 114, Safari 16.4, or newer.')),
    close() {},
  };
}

// The fragment of an address names a page here, not a place within one.
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', show);
show();

// Only addresses that a browser takes for safe have one.
if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register('service_worker.js').catch((error) => {
    console.warn(`It will not work offline: ${error.message}`);
  });
}
