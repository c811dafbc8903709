// JavaScript functions in the place of Lambda functions.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createRunnel, RunnelError } from './package.mjs';

const encoder = new TextEncoder();

class Scene {
  static async make(options = {}) {
    const scene = new Scene();
    scene.runnel = await createRunnel({ seed: 1, clock: 2_000_000_000_000, ...options });
    await scene.runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
    return scene;
  }

  // Resolves once the function has been invoked so many times.
  mapTo(handler, input = {}) {
    const events = [];
    let wake = () => {};
    this.runnel.functions.create('f', async (event, context) => {
      events.push({ event, context });
      try {
        return await handler(event, events.length);
      } finally {
        wake();
      }
    });
    this.runnel.functions.map({
      EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
      FunctionName: 'f', StartingPosition: 'TRIM_HORIZON', ...input,
    });
    return async (count) => {
      while (events.length < count) await new Promise((resolve) => { wake = resolve; });
      return events;
    };
  }

  put(...texts) {
    return this.runnel.call('PutRecords', {
      StreamName: 's',
      Records: texts.map((text) => ({ PartitionKey: 'k', Data: encoder.encode(text) })),
    });
  }
}

const textsOf = ({ event }) => event.Records.map(({ kinesis }) => atob(kinesis.data));

test('a stream invokes a function with batches, in order', async () => {
  const scene = await Scene.make();
  const invoked = scene.mapTo(() => {}, { BatchSize: 2 });
  await scene.put('a', 'b', 'c');
  const events = await invoked(2);
  assert.deepEqual(events.map(textsOf), [['a', 'b'], ['c']]);
  const { context: { awsRequestId, ...context } } = events[0];
  assert.match(awsRequestId, /^[0-9a-f-]{36}$/);
  assert.deepEqual(context, {
    functionName: 'f',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
  });
});

test('what a function throws is tried again, and the next batch waits', async () => {
  const scene = await Scene.make();
  const invoked = scene.mapTo((_, count) => {
    if (count === 1) throw new RangeError('no');
  }, { BatchSize: 1 });
  await scene.put('a', 'b');
  await invoked(1);
  await new Promise((resolve) => { setImmediate(resolve); });
  scene.runnel.clock.advance(1000);
  assert.deepEqual((await invoked(3)).map(textsOf), [['a'], ['a'], ['b']]);
});

test('many functions on one emulator are invoked each with its own', async () => {
  const { runnel } = await Scene.make();
  const got = { f: [], g: [] };
  runnel.functions.create('f', (event) => { got.f.push(event); return 'from f'; });
  runnel.functions.create('g', async (event) => { got.g.push(event); return { from: 'g' }; });
  const all = await Promise.all([
    runnel.functions.invoke('f', 1), runnel.functions.invoke('g', 2),
    runnel.functions.invoke('f', 3),
  ]);
  assert.deepEqual(all, ['from f', { from: 'g' }, 'from f']);
  assert.deepEqual(got, { f: [1, 3], g: [2] });
});

test('what a function throws reaches who invoked it', async () => {
  const { runnel } = await Scene.make();
  runnel.functions.create('f', () => { throw new RangeError('too far'); });
  await assert.rejects(
    runnel.functions.invoke('f', {}), { name: 'RangeError', message: 'too far' });
  await assert.rejects(runnel.functions.invoke('none', {}), (error) => {
    assert.ok(error instanceof RunnelError);
    assert.equal(error.name, 'ResourceNotFoundException');
    return true;
  });
  assert.throws(() => runnel.functions.create('g', 'no function'), /must be a function/);
});

test('a call of Invoke over HTTP waits for the function', async () => {
  const { runnel } = await Scene.make();
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  runnel.functions.create('f', async ({ n }) => { await held; return n + 1; });
  const { url, close } = await runnel.listen();
  try {
    const answer = fetch(`${url}/2015-03-31/functions/f/invocations`, {
      method: 'POST',
      headers: {
        'x-amz-date': '20330518T033320Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=x/20330518/us-east-1/lambda/aws4_request, '
          + 'SignedHeaders=host, Signature=0',
      },
      body: '{"n": 41}',
    });
    // Others are answered meanwhile.
    assert.deepEqual((await runnel.call('ListStreams')).StreamNames, ['s']);
    release();
    assert.equal(await (await answer).text(), '42');
  } finally {
    await close();
  }
});

test('closing ends calls that wait', async () => {
  const { runnel } = await Scene.make();
  runnel.functions.create('f', () => new Promise(() => {}));
  const answer = runnel.functions.invoke('f', {});
  await runnel.close();
  await assert.rejects(answer, /has been closed/);
});

test('a reset forgets functions, and what was under way does no harm', async () => {
  const { runnel } = await Scene.make();
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  runnel.functions.create('f', () => held);
  const answer = runnel.functions.invoke('f', {});
  await new Promise((resolve) => { setImmediate(resolve); });
  runnel.reset();
  release('late');
  await assert.rejects(answer);
  runnel.functions.create('f', () => 'new');
  assert.equal(await runnel.functions.invoke('f', {}), 'new');
});

test('a function that a snapshot brings is taken over by name, but not twice', async () => {
  const scene = await Scene.make();
  scene.mapTo(() => {});
  const snapshot = await scene.runnel.exportSnapshot();
  const other = await createRunnel({ seed: 1, snapshot });
  let invoke;
  const invoked = new Promise((resolve) => { invoke = resolve; });
  other.functions.create('f', (event) => invoke(event));
  await other.call('PutRecord', { StreamName: 's', PartitionKey: 'k', Data: encoder.encode('a') });
  assert.equal((await invoked).Records.length, 1);
  assert.throws(() => other.functions.create('f', () => {}), { name: 'ResourceConflictException' });
});

const deleteFunction = (runnel, name) =>
  runnel.fetch(`http://localhost/2015-03-31/functions/${name}`, {
    method: 'DELETE',
    headers: {
      'x-amz-date': '20330518T033320Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=000000000000/20330518/us-east-1/lambda/'
        + 'aws4_request, SignedHeaders=host, Signature=0',
    },
  });

for (const [what, remove] of [
  ['a call', async (runnel) => {
    assert.equal((await deleteFunction(runnel, 'f')).status, 204);
  }],
  ['a reset by a call', (runnel) => runnel.call('Runnel.Reset')],
  ['a snapshot', (runnel, empty) => runnel.importSnapshot(empty)],
]) {
  test(`a function that is deleted by ${what} does not stop the others`, async () => {
    const { runnel } = await Scene.make();
    const empty = await runnel.exportSnapshot();
    runnel.functions.create('f', () => 'from f');
    assert.equal(await runnel.functions.invoke('f'), 'from f');
    await remove(runnel, empty);
    runnel.functions.create('g', () => 'from g');
    assert.equal(await runnel.functions.invoke('g'), 'from g');
    await assert.rejects(runnel.functions.invoke('f'), { name: 'ResourceNotFoundException' });
    runnel.functions.create('f', () => 'again');
    assert.equal(await runnel.functions.invoke('f'), 'again');
  });
}

test('a function that is no longer answered by calls does not stop the others', async () => {
  const { runnel } = await Scene.make();
  runnel.functions.create('f', () => 'from f');
  const other = await createRunnel({ seed: 1, clock: 2_000_000_000_000 });
  const { status } = await other.fetch('http://localhost/2015-03-31/functions', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-amz-date': '20330518T033320Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=000000000000/20330518/us-east-1/lambda/'
        + 'aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({
      FunctionName: 'f', PackageType: 'Image', Code: { ImageUri: 'http://127.0.0.1:1/' },
      Role: 'arn:aws:iam::000000000000:role/r',
    }),
  });
  assert.equal(status, 201);
  await runnel.importSnapshot(await other.exportSnapshot());
  runnel.functions.create('g', () => 'from g');
  assert.equal(await runnel.functions.invoke('g'), 'from g');
});

test('functions are run with a clock that moves whenever it is read', async () => {
  let now = 2_000_000_000_000;
  for (const clock of [() => ++now, () => now += 0.3, () => performance.now()]) {
    const scene = await Scene.make({ clock });
    const invoked = scene.mapTo(() => {});
    scene.runnel.functions.create('g', () => 'from g');
    await scene.put('a', 'b');
    assert.deepEqual((await invoked(1)).flatMap(textsOf), ['a', 'b']);
    assert.equal(await scene.runnel.functions.invoke('g'), 'from g');
    assert.equal(scene.runnel.clock.now() % 1, 0);
    await scene.runnel.close();
  }
});
