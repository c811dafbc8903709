// The inspector in a page of somebody else's, over an emulator in the same page: no server at all.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { serveFolder } from '../../web/serve_folder.mjs';
import { launchBrowser, openPage } from '../wasm/browser.mjs';

const places = JSON.parse(await readFile(new URL('../ui/places.json', import.meta.url)));
const html = `<!doctype html><title>A page</title>
  <style>
    body { margin: 0; height: 3000px; }
    canvas { display: block; width: 1440px; height: 900px; }
  </style>
  <canvas></canvas><textarea></textarea>
  <script type="module">
    import { createRunnel } from '/package/browser.js';
    import { mountInspector } from '/inspector/inspector.mjs';
    window.runnel = await createRunnel();
    window.mount = async (options) => {
      window.inspector = await mountInspector(document.querySelector('canvas'), {
        fetch: (input, init) => runnel.fetch(input, init), remember: false, ...options,
      });
    };
    document.title = 'ready';
  </script>`;

let site;
let browser;
before(async () => {
  site = await serveFolder(process.env.RUNNEL_WASM_BUILD);
  browser = await launchBrowser(['--use-gl=angle', '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader']);
});
after(async () => {
  await browser?.close();
  await site.close();
});

async function open(options, viewport = { width: 1440, height: 1000 }) {
  const page = await openPage(browser, { viewport });
  page.setDefaultTimeout(300_000);  // a busy machine draws slowly without a graphics card
  await page.route('**/page.html', (route) => {
    route.fulfill({ contentType: 'text/html', body: html });
  });
  await page.goto(`${site.url}/page.html`);
  await page.waitForFunction(() => document.title === 'ready');
  await page.evaluate((chosen) => window.mount(chosen), options);
  return page;
}

async function frames(page) {
  await page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  }));
}

function sees(page, text) {
  return page.waitForFunction((wanted) => document.querySelector('canvas')
    .getAttribute('aria-label')?.includes(wanted), text);
}

test('the emulator of the page is looked at and changed', async () => {
  const page = await open({});
  await sees(page, 'no streams');
  await page.mouse.click(...places.name, { delay: 100 });
  await frames(page);
  await page.keyboard.type('events', { delay: 60 });
  for (let i = 0; i < 40; i += 1) {
    await page.mouse.click(...places.create, { delay: 100 });
    await frames(page);
    const { StreamNames } = await page.evaluate(() => runnel.call('ListStreams'));
    if (StreamNames.length > 0) break;
  }
  await sees(page, 'events: 2 open shards, 0 records');
  await page.evaluate(() => runnel.call('PutRecord', {
    StreamName: 'events', PartitionKey: 'k', Data: new Uint8Array([1]),
  }));
  await sees(page, 'events: 2 open shards, 1 record');
  assert.deepEqual(page.problems, []);
});

test('what else there is in the page keeps its keys and its wheel', async () => {
  const page = await open({ panels: ['Overview'] });
  await sees(page, 'no streams');
  await page.locator('textarea').focus();
  await page.keyboard.type('1 a', { delay: 20 });
  await page.keyboard.press('Backspace');
  assert.equal(await page.locator('textarea').inputValue(), '1 ');
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.mouse.move(700, 950);
  await page.mouse.wheel(0, 200);
  await page.waitForFunction(() => window.scrollY > 0);
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.mouse.move(700, 450);
  await page.mouse.wheel(0, 200);
  await frames(page);
  assert.equal(await page.evaluate(() => window.scrollY), 0);
  // After Esc, Tab leads on.
  await page.locator('canvas').focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'CANVAS');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
  assert.deepEqual(page.problems, []);
});

test('two inspectors in a page, and none any more', async () => {
  const page = await open({ panels: ['Shards', 'Records'], stream: 'later', light: true });
  await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.id = 'second';
    document.body.append(canvas);
  });
  await page.evaluate(async () => {
    const { mountInspector } = await import('/inspector/inspector.mjs');
    window.second = await mountInspector(document.getElementById('second'), {
      fetch: (input, init) => runnel.fetch(input, init), remember: false,
    });
  });
  await page.evaluate(async () => {
    await runnel.call('CreateStream', { StreamName: 'earlier', ShardCount: 1 });
    await runnel.call('CreateStream', { StreamName: 'later', ShardCount: 3 });
  });
  await sees(page, 'later: 3 open shards');
  await page.waitForFunction(() => document.getElementById('second')
    .getAttribute('aria-label')?.includes('earlier: 1 open shard'));
  // With timers that are hurried, they ask again and again; and once they are gone, not at all.
  const [before, asked] = await page.evaluate(async () => {
    const later = window.setTimeout.bind(window);
    window.setTimeout = (callback) => later(callback, 1);
    let count = 0;
    const answer = runnel.answer.bind(runnel);
    runnel.answer = (request) => { count += 1; return answer(request); };
    const turns = async (until) => {
      while (!until()) await new Promise((resolve) => { setTimeout(resolve); });
    };
    await turns(() => count >= 20);
    const mounted = count;
    inspector.unmount();
    second.unmount();
    let left = 200;
    await turns(() => { left -= 1; return left === 150; });  // what was being asked
    const unmounted = count;
    await turns(() => { left -= 1; return left === 0; });
    return [mounted, count - unmounted];
  });
  assert.ok(before >= 20);
  assert.equal(asked, 0);
  assert.deepEqual(page.problems, []);
});
