// The web server for the built site: what a folder holds, and nothing else.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { serveFolder } from '../../web/serve_folder.mjs';

let root;
let server;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'runnel-'));
  await mkdir(join(root, 'site', 'a b'), { recursive: true });
  await writeFile(join(root, 'secret.txt'), 'secret');
  await writeFile(join(root, 'site', 'index.html'), 'start');
  await writeFile(join(root, 'site', 'a b', 'page.js'), 'page');
  server = await serveFolder(join(root, 'site'), { under: '/sub' });
});
after(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

async function get(path) {
  const answer = await fetch(new URL(server.url).origin + path);
  return [answer.status, answer.headers.get('content-type'), await answer.text()];
}

test('files are served below the path of the site', async () => {
  assert.deepEqual(await get('/sub/'), [200, 'text/html; charset=utf-8', 'start']);
  assert.deepEqual(await get('/sub/a%20b/page.js'), [200, 'text/javascript', 'page']);
});

test('what is not there, lies outside or is spelt wrongly is not found', async () => {
  const missing = [404, 'text/plain', 'not found\n'];
  for (const path of ['/', '/index.html', '/sub/a%20b', '/sub/none', '/sub/..%2fsecret.txt',
    '/sub/%2e%2e%2fsecret.txt', '/sub/..%2f..%2fsecret.txt', '/sub/%', '/sub/%zz', '/sub/%00']) {
    assert.deepEqual(await get(path), missing, path);
  }
  assert.equal((await get('/sub/'))[0], 200);
});
