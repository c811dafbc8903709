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

const right = { accessKeyId: 'AKIAME', secretAccessKey: 'se/cret+=' };

// A server that answers only what this key has signed.
async function startStrictServer() {
  const folder = temporaryFolder();
  const file = join(folder.path, 'credentials');
  writeFileSync(file, `[me]
aws_access_key_id = ${right.accessKeyId}
aws_secret_access_key = ${right.secretAccessKey}
principal = arn:aws:iam::000000000000:user/me
`, { mode: 0o600 });
  const server = await startServer(...options, `--credentials=${file}`);
  return {
    port: server.port,
    async stop() {
      await server.stop();
      folder.remove();
    },
  };
}

suite(sdk, `over ${scheme}, with signatures verified`, async () => {
  const server = await startStrictServer();
  return { client: clientFor(server.port, right), disconnect: () => server.stop() };
});

test('what another key has signed is refused', async () => {
  const server = await startStrictServer();
  try {
    const refusals = [
      [{ ...right, secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
      [{ ...right, accessKeyId: 'AKIAWHO' }, 'UnrecognizedClientException'],
    ];
    for (const [credentials, name] of refusals) {
      const wrong = clientFor(server.port, credentials);
      await assert.rejects(wrong.send(new sdk.ListStreamsCommand({})), (error) => {
        assert.ok(error instanceof sdk.KinesisServiceException);
        assert.equal(error.name, name);
        assert.equal(error.$metadata.httpStatusCode, 400);
        return true;
      });
      wrong.destroy();
    }
  } finally {
    await server.stop();
  }
});
