// The package in a real browser: the README's page as printed, and the AWS SDK bundled with it.
import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { launchBrowser, openPage, serveFolder } from './browser.mjs';
import { examples, FreshProject } from './fresh_project.mjs';

let project;
let site;
let browser;
before(async () => {
  project = await FreshProject.make();
  site = await serveFolder(project.folder);
  browser = await launchBrowser();
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
  await bundle();
  const page = await openPage(browser);
  await page.goto(`${site.url}/app.html`);
  const result = await page.evaluate(async () => {
    const app = await import('/app.js');
    await app.start({});
    await app.create();
    const failed = await app.put('a', 'b');
    return { failed, read: await app.read(), subscribed: await app.subscribe(3, 'c') };
  });
  assert.deepEqual(result, { failed: 0, read: ['a', 'b'], subscribed: ['a', 'b', 'c'] });
  assert.deepEqual(page.problems, []);
});
