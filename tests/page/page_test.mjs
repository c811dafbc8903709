// The inspector in a real browser, driven by mouse and keyboard, as a server shows it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

import { launchBrowser, openPage } from '../wasm/browser.mjs';

// Where things are on a canvas of 1440 x 900 whose panels nobody has moved.
const places = JSON.parse(await readFile(new URL('../ui/places.json', import.meta.url)));
const files = [
  'index.html', 'page.css', 'page.mjs', 'inspector.mjs', 'canvas_input.mjs', 'module.mjs',
  'module.wasm',
];

let server;
let url;
let browser;
before(async () => {
  server = spawn(process.env.RUNNEL_PROGRAM, ['serve', '--port', '0', '--log-level', 'error',
    '--create-stream-delay=0', '--update-stream-delay=0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  url = line.split(' ').at(-1);
  browser = await launchBrowser(['--use-gl=angle', '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader']);
});
after(async () => {
  await browser?.close();
  server.kill();
});

async function call(operation, input = {}) {
  const prefix = operation.startsWith('List') && operation !== 'ListFaultRules'
    ? 'Kinesis_20131202' : 'Runnel';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `${prefix}.${operation}`,
      'X-Amz-Date': '20260101T000000Z',
      Authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, ' +
        'SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  return response.json();
}

// What is not drawn yet cannot be hit: presses until the server's answer holds.
async function press(page, name, operation, holds) {
  let answer;
  for (let i = 0; i < 40; i += 1) {
    await page.mouse.move(...places[name]);
    await page.mouse.down();
    await frames(page);
    await page.mouse.up();
    for (let j = 0; j < 100; j += 1) {
      answer = await call(operation);
      if (holds(answer)) return;
    }
  }
  assert.fail(`pressing ${name} does not do it: ${JSON.stringify(answer)}`);
}

// What happens within one frame is seen as one moment.
async function frames(page) {
  await page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  }));
}

test('the page comes in less than 1.5 MB', async () => {
  let bytes = 0;
  for (const file of files) {
    const answer = await fetch(`${url}/_runnel/${file}`);
    assert.equal(answer.status, 200, file);
    assert.equal(answer.headers.get('content-encoding'), 'gzip', file);
    bytes += Number(answer.headers.get('content-length'));
    assert.ok((await answer.arrayBuffer()).byteLength > 100, file);
  }
  assert.ok(bytes < 1_500_000, `${bytes} bytes`);
});

// What the canvas says of itself, for those who cannot see it.
function seen(page) {
  return page.locator('canvas').getAttribute('aria-label');
}

// Presses until it is seen.
async function pressUntil(page, names, pattern) {
  for (let i = 0; i < 200; i += 1) {
    for (const name of names) {
      const found = pattern.exec(await seen(page));
      if (found) return found;
      await page.mouse.click(...places[name], { delay: 50 });
      await frames(page);
    }
  }
  return assert.fail(`pressing ${names} does not do it: ${await seen(page)}`);
}

test('a stream is made, filled, split and throttled by mouse and keyboard', async () => {
  const page = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(300_000);  // a busy machine draws slowly without a graphics card
  await page.goto(`${url}/_runnel/`, { waitUntil: 'commit' });
  await page.locator('#note').waitFor({ state: 'detached' });
  await frames(page);
  await page.mouse.click(...places.name, { delay: 100 });
  await frames(page);
  await page.keyboard.type('events', { delay: 60 });
  await press(page, 'create', 'ListStreams', (answer) => answer.StreamNames?.[0] === 'events');
  await pressUntil(page, ['put'], /events: 2 open shards, [1-9]\d* record/);
  await pressUntil(page, ['lineage', 'split'], /3 open shards, 1 closed/);
  // The upper child is where the picture of the lineage has it, and can be split again.
  await pressUntil(page, ['child', 'split'], /4 open shards, 2 closed/);
  const shards = (await call('ListShards', { StreamName: 'events' })).Shards;
  assert.deepEqual(shards.map((shard) => shard.ParentShardId?.at(-1) ?? ''),
    ['', '', '0', '0', '2', '2']);
  await page.mouse.move(...places.share);
  await page.keyboard.down('Control');
  await page.mouse.click(...places.share, { delay: 100 });
  await page.keyboard.up('Control');
  await frames(page);
  await page.keyboard.press('Control+a', { delay: 60 });
  await page.keyboard.type('1', { delay: 60 });
  await page.keyboard.press('Enter', { delay: 60 });
  await pressUntil(page, ['throttle'], /inspector-throttle struck/);
  await pressUntil(page, ['put'], /[1-9]\d* throttled/);
  const [, struck, matched] = /inspector-throttle struck (\d+) of (\d+)/.exec(await seen(page));
  assert.equal(struck, matched);
  await pressUntil(page, ['freeze'], /the clock stands still/);
  assert.equal((await call('DescribeClock')).Frozen, true);
  // Browsers report each answer that is a refusal, as of what was throttled.
  const problems = page.problems.filter((problem) => !problem.includes('status of 400'));
  assert.deepEqual(problems, []);
});
