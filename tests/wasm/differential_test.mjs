// The module answers byte for byte as the same code does natively: thousands of random calls, which
// transcript.cc has made and answered.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';

const { Instance } = await import(`${process.env.RUNNEL_PACKAGE}/module.js`);
const bytes = await readFile(`${process.env.RUNNEL_PACKAGE}/runnel.wasm`);
const compiled = await WebAssembly.compile(bytes);

async function transcriptOf(seed, calls) {
  const { stdout } = await promisify(execFile)(
    process.env.RUNNEL_TRANSCRIPT, [String(seed), String(calls)],
    { encoding: 'buffer', maxBuffer: 1 << 30 });
  return stdout;
}

class Transcript {
  #bytes;
  #at = 0;
  constructor(transcript) { this.#bytes = transcript; }
  get done() { return this.#at === this.#bytes.length; }
  number() { return this.#bytes.readDoubleLE((this.#at += 8) - 8); }
  text() {
    const size = this.number();
    return this.#bytes.subarray(this.#at, (this.#at += size));
  }
}

function headersOf(texts) {
  const split = texts.toString().split('\0');
  const headers = {};
  for (let i = 0; i + 1 < split.length; i += 2) headers[split[i].toLowerCase()] = split[i + 1];
  return headers;
}

// Plays the transcript; gives how many answers of each status there were.
function replay(transcript, seed) {
  const instance = new Instance(compiled);
  const emulator = instance.create('000000000000', 'us-east-1', BigInt(seed));
  const statuses = {};
  for (let call = 0; !transcript.done; ++call) {
    const now = transcript.number();
    const head = transcript.text().toString();
    const body = transcript.text();
    const reply = head === ''
      ? instance.poll(emulator, now, Number(body.toString()))
      : instance.handle(emulator, now, head.split('\0').slice(0, -1), body);
    const where = `call ${call} of seed ${seed}: ${head.split('\0').at(-2)} ${body}`;
    assert.equal(reply.wait, transcript.number(), where);
    assert.equal(reply.subscription, transcript.number(), where);
    assert.equal(reply.status, transcript.number(), where);
    assert.deepEqual(reply.headers, headersOf(transcript.text()), where);
    const expected = transcript.text();
    assert.ok(expected.equals(reply.body), `${where}\n${expected}\n${Buffer.from(reply.body)}`);
    const kind = head === '' && expected.length > 0 ? 'events' : reply.status;
    statuses[kind] = (statuses[kind] ?? 0) + 1;
  }
  return statuses;
}

for (const seed of [1, 2, 3, 4]) {
  test(`seed ${seed}: five thousand answers are equal`, async () => {
    const statuses = replay(new Transcript(await transcriptOf(seed, 5000)), seed);
    // The calls are worth comparing: many succeed, many are refused, subscriptions speak.
    assert.ok(statuses[200] > 1000 && statuses[400] > 500 && statuses.events > 20,
      JSON.stringify(statuses));
  });
}
