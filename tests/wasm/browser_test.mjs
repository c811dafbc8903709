// The package in a real browser: the README's page as printed, and the AWS SDK bundled with it.
import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { serveFolder } from '../../web/serve_folder.mjs';
import { launchBrowser, openPage } from './browser.mjs';
import { examples, FreshProject } from './fresh_project.mjs';

let project;
let site;
let browser;
before(async () => {
  project = await FreshProject.make();
  site = await serveFolder(project.folder);
  // By that name a page is one of another machine, whom browsers trust less.
  browser = await launchBrowser(['--host-resolver-rules=MAP runnel.example 127.0.0.1']);
  await bundle();
});
after(async () => {
  await browser.close();
  await site.close();
  await project.remove();
});

test("the README's page shows what its button puts", async () => {
  await project.write('page.html', (await examples())['page.html']);
  const page = await openPage(browser);
  await page.goto(`${site.url}/page.html`);
  await page.waitForFunction(() => document.title === 'ready');
  await page.click('button');
  await page.click('button');
  await page.waitForFunction(() => document.querySelectorAll('li').length === 2);
  assert.deepEqual(await page.locator('li').allTextContents(), ['click 1', 'click 2']);
  assert.deepEqual(page.problems, []);
});

// The page's program and the SDK as one file.
async function bundle() {
  const app = fileURLToPath(new URL('./browser_app.mjs', import.meta.url));
  await build({
    entryPoints: [app],
    outfile: project.path('app.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    nodePaths: [project.path('node_modules')],
    logLevel: 'error',
  });
  await copyFile(project.path('node_modules/runnel-kinesis/runnel.wasm'),
    project.path('runnel.wasm'));
  await project.write('app.html', '<!doctype html><title>The SDK in a page</title>\n');
}

test('the bundled SDK creates, puts, reads and subscribes', async () => {
  const page = await openPage(browser);
  await page.goto(`${site.url}/app.html`);
  const result = await page.evaluate(async () => {
    const app = await import('/app.js');
    await app.start();
    await app.create();
    const failed = await app.put('a', 'b');
    return { failed, read: await app.read(), subscribed: await app.subscribe(3, 'c') };
  });
  assert.deepEqual(result, { failed: 0, read: ['a', 'b'], subscribed: ['a', 'b', 'c'] });
  assert.deepEqual(page.problems, []);
});

test('with a journal in IndexedDB a page goes on after a reload', async () => {
  const context = await browser.newContext();
  const page = await openPage(context);
  await page.goto(`${site.url}/app.html`);
  await page.evaluate(async () => {
    const app = await import('/app.js');
    await app.start('kept');
    await app.create();
    await app.put('a', 'b');
    await app.put('c');
  });

  await page.reload();
  const reloaded = await page.evaluate(async () => {
    const app = await import('/app.js');
    await app.start('kept');
    const read = await app.read();
    await app.put('d');
    return { read, subscribed: await app.subscribe(4, 'e') };
  });
  assert.deepEqual(reloaded, { read: ['a', 'b', 'c'], subscribed: ['a', 'b', 'c', 'd'] });

  await page.reload();
  const later = await page.evaluate(async () => {
    const app = await import('/app.js');
    await app.start('kept');
    const before = await app.read();
    app.advance(25 * 3_600_000);
    await app.put('f');
    return { before, after: await app.read() };
  });
  assert.deepEqual(later, { before: ['a', 'b', 'c', 'd', 'e'], after: ['f'] });

  // Nobody else may write it meanwhile.
  const other = await openPage(context);
  await other.goto(`${site.url}/app.html`);
  await assert.rejects(other.evaluate(async () => {
    const app = await import('/app.js');
    await app.start('kept');
  }), /another page has the journal 'runnel:kept' open/);
  await page.close();
  assert.deepEqual(await other.evaluate(async () => {
    const app = await import('/app.js');
    await app.start('kept');
    return app.read();
  }), ['f']);
  assert.deepEqual([...page.problems, ...other.problems], []);
  await context.close();
});

test('a journal that cannot be opened says why, and is let go', async () => {
  const page = await openPage(browser);
  await page.goto(`${site.url}/app.html`);
  const said = await page.evaluate(async () => {
    const app = await import('/app.js');
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = () => { throw new DOMException('not here', 'SecurityError'); };
    const { message } = await app.start('kept').catch((error) => error);
    IDBFactory.prototype.open = open;
    // The lock is free, and the database too.
    await app.start('kept');
    await app.create();
    return message;
  });
  assert.equal(said, "the journal 'runnel:kept' cannot be kept: not here");
  assert.deepEqual(page.problems, []);

  const elsewhere = await openPage(browser);
  await elsewhere.goto(`${site.url.replace('127.0.0.1', 'runnel.example')}/app.html`);
  await assert.rejects(elsewhere.evaluate(async () => {
    const app = await import('/app.js');
    await app.start('kept');
  }), /the journal 'runnel:kept' cannot be kept: only pages by https and of this machine/);
  assert.deepEqual(elsewhere.problems, []);
});
