// Plays client_test.mjs in a process of its own for each scheme: Node takes the certificates that
// it trusts from the environment, at its start.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { certificate, temporaryFolder } from './server.mjs';

function play(variables) {
  const { NODE_TEST_CONTEXT, ...environment } = process.env;
  const file = fileURLToPath(new URL('client_test.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', file],
    { env: { ...environment, ...variables }, encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /pass 17\b/);
}

test('the suite passes over http', () => play({ RUNNEL_SCHEME: 'http' }));

test('the suite passes over https, with the certificate that `runnel cert` prints', () => {
  const folder = temporaryFolder();
  try {
    const trusted = join(folder.path, 'trusted.pem');
    writeFileSync(trusted, certificate(folder.path));
    play({ RUNNEL_SCHEME: 'https', RUNNEL_TLS_DIR: folder.path, NODE_EXTRA_CA_CERTS: trusted });
  } finally {
    folder.remove();
  }
});
