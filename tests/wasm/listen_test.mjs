// Which web pages a listener answers.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';

import { createRunnel } from './package.mjs';

// The status, and the text of a refusal.
function ask(port, headers) {
  return new Promise((resolve, reject) => {
    const asked = request({ port, method: 'OPTIONS', headers }, (response) => {
      let text = '';
      response.on('data', (part) => { text += part; });
      response.on('end', () => resolve([response.statusCode, text]));
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('web pages of this machine may call, and others do not', async () => {
  const runnel = await createRunnel();
  const { port, close } = await runnel.listen();
  for (const origin of [
    'http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:8080', 'http://a.localhost',
  ]) {
    assert.equal((await ask(port, { origin }))[0], 200, origin);
  }
  for (const origin of ['https://example.com', 'null', 'http://localhost.example.com']) {
    const [status, text] = await ask(port, { origin });
    assert.equal(status, 403, origin);
    assert.ok(text.includes(`listen({ webPages: ['${origin}'] })`), text);
  }
  await close();
  runnel.close();
});

test('a name that a page can have made to lead here is not answered to', async () => {
  const runnel = await createRunnel();
  const { port, close } = await runnel.listen();
  const origin = 'http://localhost';
  for (const host of ['localhost', '127.0.0.1:1', 'runnel:80', 'x.us-east-1.amazonaws.com']) {
    assert.equal((await ask(port, { host, origin }))[0], 200, host);
  }
  for (const host of ['example.com', 'localhost.example.com:80']) {
    assert.match((await ask(port, { host, origin }))[1], /^This server is not called /, host);
  }
  await close();
  runnel.close();
});

test('a listener may name pages', async () => {
  const runnel = await createRunnel();
  const origin = 'http://app.example.com';
  for (const webPages of [[origin], ['any']]) {
    const { port, close } = await runnel.listen({ webPages });
    assert.equal((await ask(port, { origin, host: 'app.example.com' }))[0], 200);
    await close();
  }
  runnel.close();
});
