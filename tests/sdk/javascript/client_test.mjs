// The AWS SDK for JavaScript v3 with its own handler, which speaks HTTP/2, against a server: the
// scheme is RUNNEL_SCHEME's. Nothing is set but what everybody sets: region, credentials, endpoint.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import * as sdk from '@aws-sdk/client-kinesis';

import { startServer, temporaryFolder } from './server.mjs';
import { suite } from './suite.mjs';

const scheme = process.env.RUNNEL_SCHEME;
const options = process.env.RUNNEL_TLS_DIR ? [`--tls-dir=${process.env.RUNNEL_TLS_DIR}`] : [];
const region = 'us-east-1';

function clientFor(port, credentials) {
  return new sdk.KinesisClient({
    region, credentials, endpoint: `${scheme}://localhost:${port}`,
  });
}

suite(sdk, `over ${scheme}`, async () => {
  const server = await startServer(...options);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { client: clientFor(server.port, credentials), disconnect: () => server.stop() };
});

test('a signature is verified, and refused if another key made it', async () => {
  const folder = temporaryFolder();
  const file = join(folder.path, 'credentials');
  writeFileSync(file, '[me]\naws_access_key_id = AKIAME\naws_secret_access_key = se/cret+=\n',
    { mode: 0o600 });
  const server = await startServer(...options, `--credentials=${file}`);
  try {
    const right = clientFor(server.port,
      { accessKeyId: 'AKIAME', secretAccessKey: 'se/cret+=' });
    assert.deepEqual((await right.send(new sdk.ListStreamsCommand({}))).StreamNames, []);
    right.destroy();
    const refusals = [
      [{ accessKeyId: 'AKIAME', secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
      [{ accessKeyId: 'AKIAWHO', secretAccessKey: 'se/cret+=' }, 'UnrecognizedClientException'],
    ];
    for (const [credentials, name] of refusals) {
      const wrong = clientFor(server.port, credentials);
      await assert.rejects(wrong.send(new sdk.ListStreamsCommand({})), { name });
      wrong.destroy();
    }
  } finally {
    await server.stop();
    folder.remove();
  }
});
