// What channels write, as a program finds it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { createRunnel } from './package.mjs';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';

async function withChannel(compression, options = {}) {
  const runnel = await createRunnel({ seed: 1, clock: 2_000_000_000_000, ...options });
  await runnel.call('CreateStream', {
    StreamName: 's', StreamModeDetails: { StreamMode: 'ON_DEMAND' },
  });
  await runnel.call('CreateChannel', {
    ChannelName: 'ch',
    ServiceExecutionRoleARN: 'arn:aws:iam::000000000000:role/r',
    StreamConfigurationList: [
      { StreamARN: streamArn, RecordConfiguration: { RecordFormatType: 'STRING' } },
    ],
    S3DestinationConfiguration: {
      StorageConfiguration: {
        BucketARN: 'arn:aws:s3:::lake',
        ExpectedBucketOwner: '000000000000',
        CompressionType: compression,
        OutputKeyTemplate: 'd/!{yyyy}!{extension}',
      },
    },
  });
  return runnel;
}

const put = (runnel, text) => runnel.call('PutRecord', {
  StreamName: 's', PartitionKey: 'k', Data: encoder.encode(text),
});

test('objects are there once they are flushed, and can be taken away', async () => {
  const runnel = await withChannel('NONE');
  await put(runnel, 'a');
  assert.deepEqual(runnel.buckets.list(), []);
  const flushed = await runnel.call('Runnel.FlushChannel', { ChannelName: 'ch' });
  assert.deepEqual(flushed, { Records: 1, RecordsLeft: 0 });
  const [{ bucket, key, size }] = runnel.buckets.list('lake');
  assert.match(key, /^d\/2033-[0-9a-f-]{36}$/);
  assert.equal(size, 2);
  assert.equal(decoder.decode(runnel.buckets.get(bucket, key)), 'a\n');
  assert.deepEqual(runnel.buckets.list('other'), []);
  assert.equal(runnel.buckets.get('lake', 'none'), undefined);
  assert.equal(runnel.buckets.delete(bucket, key), true);
  assert.equal(runnel.buckets.delete(bucket, key), false);
  await runnel.close();
});

test('time brings objects too, compressed as the channel says', async () => {
  const text = 'x'.repeat(300_000);
  const read = {
    GZIP: (bytes) => decoder.decode(gunzipSync(bytes)),
    // Raw blocks: the frame's header of nine bytes, and three before each block.
    ZSTD: (bytes) => {
      assert.deepEqual([...bytes.subarray(0, 5)], [0x28, 0xb5, 0x2f, 0xfd, 0xa0]);
      const view = new DataView(bytes.buffer);
      let plain = '';
      for (let at = 9, last = false; !last;) {
        const header = view.getUint16(at, true) | bytes[at + 2] << 16;
        last = (header & 1) === 1;
        assert.equal(header >> 1 & 3, 0);
        plain += decoder.decode(bytes.subarray(at + 3, at + 3 + (header >> 3)));
        at += 3 + (header >> 3);
        if (last) assert.equal(at, bytes.byteLength);
      }
      assert.equal(view.getUint32(5, true), plain.length);
      return plain;
    },
  };
  for (const [type, plainOf] of Object.entries(read)) {
    const runnel = await withChannel(type);
    await put(runnel, text);
    runnel.clock.advance(300_000);
    // Joins the flush that has begun.
    await runnel.call('Runnel.FlushChannel', { ChannelName: 'ch' });
    const [{ key }] = runnel.buckets.list();
    assert.match(key, type === 'GZIP' ? /\.gz$/ : /\.zst$/);
    assert.equal(plainOf(runnel.buckets.get('lake', key)), `${text}\n`);
    await runnel.close();
  }
});

test('a reset forgets the objects, and without buckets there are none', async () => {
  const runnel = await withChannel('NONE');
  await put(runnel, 'a');
  await runnel.call('Runnel.FlushChannel', { ChannelName: 'ch' });
  runnel.reset();
  assert.deepEqual(runnel.buckets.list(), []);
  await runnel.close();
  const without = await withChannel('NONE', { buckets: false });
  await put(without, 'a');
  await without.call('Runnel.FlushChannel', { ChannelName: 'ch' });
  assert.deepEqual(without.buckets.list(), []);
  const { Channels: [channel] } = await without.call('Runnel.InspectChannels');
  assert.equal(channel.Records, 1);
  await without.close();
  await assert.rejects(createRunnel({ buckets: 1 }), /buckets must be true or false/);
});

test('who waits for objects is told that the journal cannot be written', async () => {
  let isFull = false;
  const journal = {
    async load() { return []; },
    async commit() { if (isFull) throw new Error('the disk is full'); },
    async checkpoint() {},
    async close() {},
  };
  const runnel = await withChannel('NONE', { journal });
  await put(runnel, 'a');
  isFull = true;
  const refused = /journal cannot be written.*the disk is full/;
  const more = put(runnel, 'b');
  const flushed = runnel.call('Runnel.FlushChannel', { ChannelName: 'ch' });
  await assert.rejects(more, refused);
  await assert.rejects(flushed, refused);
  assert.deepEqual(runnel.buckets.list(), []);
});
