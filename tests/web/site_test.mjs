// What holds for the whole site: that it is small, works offline and from a sub-path, for
// keyboards, phones and screen readers; and that nothing a student writes takes the page away.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';

import { serveFolder } from '../../web/serve_folder.mjs';
import { lessonFile, lessonNames, run, Site, siteFolder, told, type } from './site.mjs';

const axe = await readFile(
  fileURLToPath(new URL('./node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');
const pictures = process.env.RUNNEL_WEB_PICTURES;
const phone = { viewport: { width: 360, height: 740 } };
const everyPage = ['#/', '#/sandbox', '#/demo', ...lessonNames.map((name) => `#/lessons/${name}`)];

let site;
before(async () => {
  await mkdir(pictures, { recursive: true });
  site = await Site.open();
});
after(() => site.close());

// Until the service worker has everything.
async function activated(page) {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active.state !== 'activated') {
      await new Promise((resolve) => { active.onstatechange = resolve; });
    }
  });
}

async function offline(page) {
  await activated(page);
  await page.context().setOffline(true);
}

test('the first load is under 2 MB compressed, and nothing comes from elsewhere', async () => {
  const page = await site.visit('#/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  const files = await page.evaluate(async () => {
    const [name] = await caches.keys();
    const cache = await caches.open(name);
    return (await cache.keys()).map(({ url }) => url);
  });
  assert.ok(files.length > 8, `${files}`);
  let bytes = 0;
  for (const file of files) {
    assert.ok(file.startsWith(`${site.url}/`), file);
    bytes += gzipSync(Buffer.from(await (await fetch(file)).arrayBuffer())).byteLength;
  }
  assert.ok(bytes > 100_000 && bytes < 2_000_000, `${bytes} bytes`);
  console.log(`first load: ${bytes} bytes in ${files.length} files`);
  await page.context().close();
});

test('two sites of one origin leave each other what they keep', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'runnel-'));
  // Of another version, and below the path of the first.
  await cp(siteFolder, join(folder, 'a'), { recursive: true });
  await cp(siteFolder, join(folder, 'a', 'b'), { recursive: true });
  const worker = join(folder, 'a', 'b', 'service_worker.js');
  const text = await readFile(worker, 'utf8');
  const version = text.match(/[0-9a-f]{16}/)[0];
  await writeFile(worker, text.replace(version, version.replace(/./g, 'f')));
  const server = await serveFolder(folder);
  const page = await site.visit('#/');
  const names = async (path) => {
    await page.goto(`${server.url}${path}`);
    await activated(page);
    return page.evaluate(() => caches.keys());
  };
  const first = await names('/a/');
  assert.equal(first.length, 1);
  const both = await names('/a/b/');
  assert.equal(both.length, 2);
  assert.ok(both.includes(first[0]));
  await page.context().close();
  await server.close();
  await rm(folder, { recursive: true });
});

test('with the network cut each lesson still goes to its goal', async () => {
  const page = await site.visit('#/');
  await offline(page);
  await page.reload();
  await page.locator('body[data-ready]').waitFor();
  for (const lesson of lessonNames) {
    await site.show(page, `#/lessons/${lesson}`);
    await type(page, await lessonFile(lesson, 'solution.js'));
    await run(page);
    const { verdict, findings } = await told(page);
    assert.equal(verdict, 'Goal reached.', `${lesson}: ${findings}`);
  }
  await page.goto(`${site.url}/#/`);
  await page.locator('.lessons .done').nth(lessonNames.length - 1).waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('an endless loop is stopped, and the page goes on', async () => {
  const page = await site.visit('#/lessons/streams');
  await type(page, 'console.log("before");\nfor (;;) {}\n');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('before', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.workbench[data-running="false"]').waitFor();
  assert.match((await told(page)).verdict, /Stopped before the goal/);
  await type(page, await lessonFile('streams', 'solution.js'));
  await run(page);
  assert.equal((await told(page)).verdict, 'Goal reached.');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('what is wrong with code is said with its line', async () => {
  const page = await site.visit('#/sandbox');
  for (const [code, says] of [
    ['const a = 1;\nconst b = ;\n', /SyntaxError: .*line 2/],
    ['const a = 1;\n\nnothing();\n', /ReferenceError: nothing is not defined \(line 3\)/],
    ["import x from 'lodash';\n",
      /Only @aws-sdk\/client-kinesis and runnel-lesson can be imported/],
  ]) {
    await type(page, code);
    await run(page);
    assert.match(await page.locator('.output').textContent(), says);
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("a student's code reaches no other origin, and nothing that is kept here", async (t) => {
  let asked = 0;
  const elsewhere = createServer((_, response) => {
    asked += 1;
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('{}');
  }).listen(0, '127.0.0.1');
  t.after(() => elsewhere.close());
  await once(elsewhere, 'listening');
  const page = await site.visit('#/sandbox');
  await type(page, `
    const reached = await fetch('http://127.0.0.1:${elsewhere.address().port}/')
      .then(() => 'reached', ({ name }) => name);
    const own = await fetch('${site.url}/icon.svg').then(({ status }) => status);
    console.log(reached, own, typeof caches, typeof indexedDB, typeof Worker,
      typeof navigator.storageBuckets);
  `);
  await run(page);
  assert.equal(await page.locator('.output').textContent(),
    'TypeError 200 undefined undefined undefined undefined');
  assert.equal(asked, 0);
  await page.context().close();
});

test('code and streams survive a reload; starting over begins anew', async () => {
  const page = await site.visit('#/lessons/streams');
  await type(page, await lessonFile('streams', 'solution.js'));
  await run(page);
  await page.reload();
  await page.getByText('ACTIVE, 3 records', { exact: false }).waitFor();
  assert.match(await page.locator('.cm-content').textContent(), /a book for/);
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByText('There is no stream yet').waitFor();
  assert.doesNotMatch(await page.locator('.cm-content').textContent(), /a book for/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('where the browser keeps nothing, lessons and the sandbox open and say why', async () => {
  const page = await site.visit('#/');
  const open = async (url, fragment) => {
    await page.goto(`${url}/${fragment}`);
    await page.locator(`body[data-ready="${fragment}"]`).waitFor();
    return page.locator('.notice').textContent();
  };
  for (const fragment of ['#/sandbox', '#/lessons/streams']) {
    assert.match(await open(site.urlElsewhere, fragment),
      /keeps nothing for this page .*only pages by https.* forgotten when you leave/);
  }
  await type(page, await lessonFile('streams', 'solution.js'));
  await run(page);
  assert.equal((await told(page)).verdict, 'Goal reached.');

  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); };
  });
  for (const fragment of ['#/sandbox', '#/lessons/streams']) {
    assert.match(await open(site.url, fragment), /keeps nothing for this page .*not here/);
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('the sandbox takes commands as a terminal does; snapshots and links carry it on', async () => {
  const page = await site.visit('#/sandbox');
  const enter = async (line, says) => {
    await page.getByLabel('Command', { exact: true }).fill(line);
    await page.keyboard.press('Enter');
    await page.locator('.answers').getByText(says).last().waitFor();
  };
  await enter('aws kinesis create-stream --stream-name orders --shard-count 2', /create-stream/);
  await enter('aws kinesis list-streams', /"orders"/);
  await enter("aws kinesis put-record --stream-name orders --partition-key 'ada l' --data aGVsbG8=",
    /"ShardId": "shardId-/);
  await enter('aws kinesis put-records --stream-name orders --records PartitionKey=a,Data=YQ== ' +
    'PartitionKey=b,Data=Yg==', /"FailedRecordCount": 0/);
  await enter('aws kinesis put-record --stream-name orders --partition-key a --data !', /base64/);
  await enter('aws kinesis create-stream --stream-name orders --shard-count 1',
    /ResourceInUseException/);
  await enter('aws kinesis get-records', /required: --shard-iterator/);
  await enter('aws kinesis put-record --stream orders', /Unknown options: --stream/);
  await enter('aws s3 ls', /only kinesis is here/);
  await enter('runnel explain user-42 orders', /MD5 of 'user-42' as a number/);
  await enter('runnel clock advance 25h', /T\d\d:\d\d/);
  await page.getByText('ACTIVE, 0 records', { exact: false }).waitFor();
  await enter('help', /delete-stream/);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download snapshot' }).click();
  const file = await (await download).path();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByText('There is no stream yet').waitFor();
  await page.locator('input[type=file]').setInputFiles({
    name: 'orders.runnel', mimeType: 'application/octet-stream', buffer: await readFile(file),
  });
  await page.getByRole('heading', { name: 'orders' }).waitFor();
  await page.locator('input[type=file]').setInputFiles({
    name: 'other.runnel', mimeType: 'text/plain', buffer: Buffer.from('no snapshot'),
  });
  await page.getByText(/other.runnel cannot be opened/).waitFor();

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await type(page, 'console.log("from the link");\n');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText(/is copied/).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await site.visit('#/');
  await other.goto(link);
  await other.getByText('from the link').waitFor();
  await run(other);
  await other.locator('.output').getByText('from the link', { exact: true }).waitFor();
  assert.deepEqual([...page.problems, ...other.problems], []);
  await page.context().close();
  await other.context().close();
});

test("a link's code takes the place of one's own once it is edited or run", async () => {
  const page = await site.visit('#/sandbox');
  const code = page.locator('.cm-content');
  await type(page, 'console.log("my own");\n');
  // By a history of its own, as from another site.
  const open = async (fragment) => {
    await page.goto('about:blank');
    await site.show(page, fragment);
  };
  const linked = '#/sandbox?code=' + deflateRawSync('console.log("from a link");\n')
    .toString('base64url');
  await open(linked);
  await page.getByText('This code came with the link').waitFor();
  assert.match(await code.textContent(), /from a link/);
  await open('#/sandbox');
  assert.match(await code.textContent(), /my own/);

  // Damaged: the page is there all the same, and holds nothing that the next one needs.
  for (const damaged of [linked.slice(0, -9), '#/sandbox?code=abc', '#/sandbox?code=%']) {
    await page.goto('about:blank');
    await page.goto(`${site.url}/${damaged}`);
    await page.getByText('This link is damaged').waitFor();
    assert.match(await code.textContent(), /my own/);
    assert.equal(await page.locator('.notice').count(), 0);
    assert.equal(new URL(page.url()).hash, '#/sandbox');
  }

  await open(linked);
  await run(page);
  assert.equal(new URL(page.url()).hash, '#/sandbox');
  await open('#/sandbox');
  assert.match(await code.textContent(), /from a link/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('objects of channels are listed, and can be downloaded', async () => {
  const page = await site.visit('#/sandbox');
  const enter = async (line, says) => {
    await page.getByLabel('Command', { exact: true }).fill(line);
    await page.keyboard.press('Enter');
    await page.locator('.answers').getByText(says).last().waitFor();
  };
  await enter('aws kinesis create-stream --stream-name lake --stream-mode-details ' +
    'StreamMode=ON_DEMAND', /create-stream/);
  await page.getByText('ACTIVE, 0 records', { exact: false }).waitFor();
  const stream = 'arn:aws:kinesis:us-east-1:000000000000:stream/lake';
  const source = JSON.stringify([
    { StreamARN: stream, RecordConfiguration: { RecordFormatType: 'STRING' } }]);
  const destination = JSON.stringify({ StorageConfiguration: {
    BucketARN: 'arn:aws:s3:::archive', ExpectedBucketOwner: '000000000000',
    CompressionType: 'NONE', OutputKeyTemplate: 'day/!{stream-name}!{extension:.txt}' } });
  await enter('aws kinesis create-channel --channel-name keeper --service-execution-role-arn ' +
    `arn:aws:iam::000000000000:role/r --stream-configuration-list '${source}' ` +
    `--s3-destination-configuration '${destination}'`, /"ChannelStatus"/);
  await enter('runnel clock advance 1m', /T\d\d:\d\d/);
  await enter('aws kinesis put-record --stream-name lake --partition-key a --data aGVsbG8=',
    /"ShardId"/);
  await page.getByText('ACTIVE, 1 records', { exact: false }).waitFor();
  assert.equal(await page.getByText('Objects of channels').count(), 0);
  await page.getByRole('button', { name: '+5 min' }).click();
  const object = page.getByRole('button', { name: /^day\/lake-[0-9a-f-]{36}\.txt$/ });
  await object.waitFor();
  const download = page.waitForEvent('download');
  await object.click();
  const file = await download;
  assert.match(file.suggestedFilename(), /^lake-.*\.txt$/);
  assert.equal(await readFile(await file.path(), 'utf8'), 'hello\n');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('the demo plays through, and can be paused and stepped', async () => {
  const page = await site.visit('#/demo');
  await page.getByRole('heading', { name: 'The partition key decides' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  // It may have gone on before it was paused.
  for (let scene = 0; scene < 6; scene += 1) {
    await page.getByRole('button', { name: 'Back' }).click();
  }
  await page.getByRole('heading', { name: 'A stream is a set of shards' }).waitFor();
  for (const title of ['The partition key decides', 'One busy key', 'Split what is hot',
    'Join what is idle', 'Records do not stay']) {
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('heading', { name: title }).waitFor();
    // The one of the busy key is split, and its children are joined.
    const closed = { 'Split what is hot': '.shard-1', 'Join what is idle': '.shard-3' }[title];
    if (closed) await page.locator(`.shard-map ${closed}.closed`).waitFor();
  }
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByRole('heading', { name: 'A stream is a set of shards' }).waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('the demo refuses what is too much for a shard, while it plays', async () => {
  const page = await site.visit('#/demo', { reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('heading', { name: 'One busy key' }).waitFor();
  await page.getByRole('button', { name: 'Play' }).click();
  await page.waitForFunction(() => {
    const isBusy = document.querySelector('h1').textContent.startsWith('One busy key');
    return isBusy && [...document.querySelectorAll('dt')].some((name) =>
      name.textContent === 'Refused' && Number(name.nextElementSibling.textContent) > 0);
  });
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('a lesson is done with the keyboard alone', async () => {
  const page = await site.visit('#/lessons/partition-keys');
  const focusedName = () => page.evaluate(() =>
    document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
  for (let i = 0; i < 40 && await focusedName() !== 'Code'; i += 1) {
    await page.keyboard.press('Tab');
  }
  assert.equal(await focusedName(), 'Code');
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(await lessonFile('partition-keys', 'solution.js'));
  await page.keyboard.press('Tab');
  assert.equal(await focusedName(), 'Run');
  await page.keyboard.press('Enter');
  await page.locator('.verdict').getByText('Goal reached.').waitFor();
  await page.context().close();
});

test('who skips to the content stays on the page', async () => {
  const page = await site.visit('#/demo', { reducedMotion: 'reduce' });
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  assert.equal(new URL(page.url()).hash, '#/demo');
  await page.reload();
  await page.getByRole('heading', { name: 'A stream is a set of shards' }).waitFor();
  // An address that was kept from elsewhere leads somewhere.
  await page.goto('about:blank');
  await page.goto(`${site.url}/#main`);
  await page.getByRole('heading', { name: 'Learn Kinesis by touching a stream' }).waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

for (const scheme of ['light', 'dark']) {
  test(`no page has a fault that axe finds, in ${scheme} colours`, async () => {
    const page = await site.visit('#/', { colorScheme: scheme, reducedMotion: 'reduce' });
    for (const fragment of everyPage) {
      await site.show(page, fragment);
      // By the page's own policy it would not be let in as an inline script.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
      }));
      assert.deepEqual(violations.map(({ id, nodes }) =>
        `${fragment} ${id} ${nodes.map(({ html }) => html.slice(0, 90)).join(' ')}`), []);
    }
    await page.context().close();
  });
}

test('at 360 px nothing is wider than the screen, and a picture of each page is kept', async () => {
  for (const [name, options] of [['phone', phone], ['desktop', {}]]) {
    const page = await site.visit('#/', options);
    for (const fragment of everyPage) {
      await site.show(page, fragment);
      const wider = await page.evaluate(() =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wider, 0, `${fragment} at ${name}`);
      await page.screenshot({
        path: `${pictures}/${name}${fragment.replace(/\W+/g, '-')}.png`, fullPage: name === 'phone',
      });
    }
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

test('the inspector shows the emulator of the page, also with the network cut', async () => {
  const page = await site.visit('#/lessons/streams');
  await offline(page);
  await page.reload();
  await page.locator('body[data-ready]').waitFor();
  await type(page, await lessonFile('streams', 'solution.js'));
  await run(page);
  await page.getByRole('button', { name: 'Show the inspector' }).click();
  await page.locator('.inspector-pane canvas[aria-label*="orders"]').waitFor();
  await page.getByRole('button', { name: 'Hide the inspector' }).click();
  await page.locator('.inspector-pane canvas').waitFor({ state: 'detached' });
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('an inspector whose page is left while it is being loaded ends', async () => {
  const page = await site.visit('#/lessons/streams', { serviceWorkers: 'block' });
  // One that takes as long as the test wants.
  await page.route('**/inspector.js', (route) => route.fulfill({
    contentType: 'text/javascript',
    body: `export async function mountInspector() {
      document.title = 'mounting';
      await new Promise((resolve) => { globalThis.goOn = resolve; });
      return { unmount() { globalThis.unmounted = true; } };
    }`,
  }));
  await page.getByRole('button', { name: 'Show the inspector' }).click();
  await page.waitForFunction(() => document.title === 'mounting');
  await page.getByRole('link', { name: 'Lessons' }).click();
  await page.getByRole('heading', { name: 'Learn Kinesis by touching a stream' }).waitFor();
  await page.evaluate(() => globalThis.goOn());
  await page.waitForFunction(() => globalThis.unmounted);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
