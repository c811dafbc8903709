// What the browser keeps of the site: apart for each copy of it, and got rid of if it is damaged.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { serveFolder } from '../../web/serve_folder.mjs';
import { openPage } from '../wasm/browser.mjs';
import { lessonFile, run, Site, siteFolder, told, type } from './site.mjs';

let site;
before(async () => { site = await Site.open(); });
after(() => site.close());

// Puts bytes that say nothing in place of what the journals hold.
async function damage(page) {
  const damaged = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    for (const name of names) {
      const database = await new Promise((resolve) => {
        indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result);
      });
      const transaction = database.transaction(['changes'], 'readwrite');
      transaction.objectStore('changes').put({ bytes: Uint8Array.of(1, 2, 3) }, [0, 0]);
      await new Promise((resolve) => { transaction.oncomplete = resolve; });
      database.close();
    }
    return names.length;
  });
  assert.equal(damaged, 1);
}

test('copies of the site on one origin keep what is theirs', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'runnel-'));
  for (const copy of ['a', 'b']) await cp(siteFolder, join(folder, copy), { recursive: true });
  const server = await serveFolder(folder);
  t.after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  const context = await site.browser.newContext();
  const pageAt = async (path, fragment) => {
    const page = await openPage(context);
    await page.goto(`${server.url}${path}${fragment}`);
    await page.locator(`body[data-ready="${fragment}"]`).waitFor();
    return page;
  };
  const first = await pageAt('/a/', '#/lessons/streams');
  await type(first, await lessonFile('streams', 'solution.js'));
  await run(first);
  assert.equal((await told(first)).verdict, 'Goal reached.');

  // While the first one has it open.
  const second = await pageAt('/b/', '#/lessons/streams');
  assert.equal(await second.locator('.notice').count(), 0);
  await second.getByText('There is no stream yet').waitFor();
  assert.doesNotMatch(await second.locator('.cm-content').textContent(), /a book for/);
  assert.equal(await second.getByText(', done').count(), 0);
  assert.deepEqual([...first.problems, ...second.problems], []);
  await context.close();
});

test('a lesson whose journal cannot be read begins anew, and keeps what happens', async () => {
  const page = await site.visit('#/lessons/resharding');
  await site.show(page, '#/');
  await damage(page);
  await site.show(page, '#/lessons/resharding');
  assert.equal(await page.locator('.notice').count(), 0);
  await page.getByText('ACTIVE, 25 records', { exact: false }).waitFor();
  await type(page, await lessonFile('resharding', 'solution.js'));
  await run(page);
  assert.equal((await told(page)).verdict, 'Goal reached.');
  await page.reload();
  await page.getByText('ACTIVE, 50 records', { exact: false }).waitFor();
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('the sandbox says when what it kept cannot be read, and starts over', async () => {
  const page = await site.visit('#/sandbox');
  const create = async () => {
    await page.getByLabel('Command', { exact: true })
      .fill('aws kinesis create-stream --stream-name kept --shard-count 1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'kept' }).waitFor();
  };
  await create();
  await site.show(page, '#/');
  await damage(page);
  await site.show(page, '#/sandbox');
  assert.match(await page.locator('.notice').textContent(),
    /^What was kept here cannot be read .* forgotten when you leave\. “Start over” deletes what/);
  // It is not deleted unasked.
  await site.show(page, '#/');
  await site.show(page, '#/sandbox');
  await page.locator('.notice').getByText('cannot be read').waitFor();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.locator('.notice').waitFor({ state: 'detached' });
  await create();
  await page.reload();
  await page.getByRole('heading', { name: 'kept' }).waitFor();
  assert.equal(await page.locator('.notice').count(), 0);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('a lesson that cannot be prepared holds nothing back', async () => {
  const page = await site.visit('#/');
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => { throw new Error('no room'); };
    globalThis.makeRoom = () => { IDBObjectStore.prototype.put = put; };
  });
  const go = (fragment) => page.evaluate((to) => { location.hash = to; }, fragment);
  await go('#/lessons/resharding');
  await page.getByRole('heading', { name: 'This page cannot be shown' }).waitFor();
  await page.evaluate(() => globalThis.makeRoom());
  await go('#/');
  await page.getByRole('heading', { name: 'Learn Kinesis by touching a stream' }).waitFor();
  await go('#/lessons/resharding');
  await page.getByText('ACTIVE, 25 records', { exact: false }).waitFor();
  assert.equal(await page.locator('.notice').count(), 0);
  await page.context().close();
});
