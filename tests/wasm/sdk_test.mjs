// The AWS SDK for JavaScript over the package: the suite that servers have to pass, within the
// process by the package's request handler, and from outside by listen().
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as sdk from '@aws-sdk/client-kinesis';

import { suite } from '../sdk/javascript/suite.mjs';
import { createRunnel } from './package.mjs';

suite(sdk, 'over the request handler', async () => {
  const runnel = await createRunnel();
  return { client: new sdk.KinesisClient(runnel.clientConfig), disconnect: () => runnel.close() };
});

suite(sdk, 'over HTTP/2, which the SDK speaks by itself', async () => {
  const runnel = await createRunnel();
  const listener = await runnel.listen();
  const { region, credentials } = runnel.clientConfig;
  return {
    client: new sdk.KinesisClient({ region, credentials, endpoint: listener.url }),
    async disconnect() {
      await listener.close();
      runnel.close();
    },
  };
});

test('an aborted subscription has hung up', async () => {
  const runnel = await createRunnel({ clock: 2_000_000_000_000 });
  const client = new sdk.KinesisClient(runnel.clientConfig);
  const StreamName = 's';
  await client.send(new sdk.CreateStreamCommand({ StreamName, ShardCount: 1 }));
  const { StreamDescription: { StreamARN } } =
    await client.send(new sdk.DescribeStreamCommand({ StreamName }));
  const { Consumer: { ConsumerARN } } = await client.send(
    new sdk.RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }));
  const controller = new AbortController();
  const { EventStream } = await client.send(new sdk.SubscribeToShardCommand({
    ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'TRIM_HORIZON' },
  }), { abortSignal: controller.signal });
  const events = EventStream[Symbol.asyncIterator]();
  await events.next();
  const next = events.next();
  controller.abort();
  await assert.rejects(next, { name: 'AbortError' });
  await assert.rejects(client.send(new sdk.DescribeStreamCommand({ StreamName }), {
    abortSignal: controller.signal,
  }), { name: 'AbortError' });
});
