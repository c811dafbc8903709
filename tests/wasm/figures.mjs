// Prints what the module costs: sizes, times, and PutRecords beside the same code natively. Figures
// depend on the machine, so nothing is asserted; `./dev wasm --figures` runs it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const print = (what, value, unit) => console.log(`${what.padEnd(48)}${value} ${unit}`);

function milliseconds(work) {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

const bytes = readFileSync(`${process.env.RUNNEL_PACKAGE}/runnel.wasm`);
print('module', Math.round(bytes.byteLength / 1000), 'KB');
print('module, gzip -9', Math.round(gzipSync(bytes, { level: 9 }).byteLength / 1000), 'KB');
print('module, brotli', Math.round(brotliCompressSync(bytes).byteLength / 1000), 'KB');

const program = `
  const begin = performance.now();
  const { createRunnel } = await import('${process.env.RUNNEL_PACKAGE}/node.js');
  await (await createRunnel()).call('ListStreams');
  console.log(performance.now() - begin);`;
const ready = Array.from({ length: 5 }, () => Number(execFileSync(
  process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })));
print('import, createRunnel and a first answer', median(ready).toFixed(1), 'ms');

const { createRunnel } = await import('./package.mjs');
const begin = performance.now();
for (let i = 0; i < 1000; ++i) {
  await (await createRunnel()).call('CreateStream', { StreamName: 's', ShardCount: 1 });
}
print('1,000 emulators with a stream each', Math.round(performance.now() - begin), 'ms');
const runnel = await createRunnel();
const resets = Array.from({ length: 200 }, () => milliseconds(() => runnel.reset()));
print('reset', median(resets).toFixed(3), 'ms');

await runnel.call('CreateStream', { StreamName: 's', ShardCount: 4 });
const records = Array.from({ length: 500 }, (_, i) => (
  { PartitionKey: `key${i}`, Data: new Uint8Array(1024) }));
const json = JSON.stringify({
  StreamName: 's',
  Records: records.map(({ PartitionKey, Data }) => (
    { PartitionKey, Data: Buffer.from(Data).toString('base64') })),
});
const request = {
  method: 'POST',
  path: '/',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'Kinesis_20131202.PutRecords',
    'x-amz-date': '20330518T033320Z',
    authorization: 'AWS4-HMAC-SHA256 ' +
      'Credential=test/20330518/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: json,
};

async function recordsPerSecond(put) {
  const start = performance.now();
  let calls = 0;
  while (performance.now() - start < 1000) {
    await put();
    ++calls;
  }
  return calls * records.length / ((performance.now() - start) / 1000);
}

const rounds = { json: [], call: [], native: [] };
for (let i = 0; i < 3; ++i) {
  rounds.json.push(await recordsPerSecond(() => runnel.answer(request)));
  rounds.call.push(await recordsPerSecond(
    () => runnel.call('PutRecords', { StreamName: 's', Records: records })));
  runnel.reset();
  await runnel.call('CreateStream', { StreamName: 's', ShardCount: 4 });
  rounds.native.push(Number(execFileSync(process.env.RUNNEL_THROUGHPUT, ['1'])));
}
const thousands = (values) => Math.round(median(values) / 1000);
print('PutRecords of 500 x 1 KiB, JSON', thousands(rounds.json), 'thousand records a second');
print('the same by runnel.call', thousands(rounds.call), 'thousand records a second');
print('the same natively, JSON', thousands(rounds.native), 'thousand records a second');
