// Requests over HTTP that the emulator makes by the host's fetch, or by a function in its place.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { createRunnel } from './package.mjs';

const role = 'arn:aws:iam::000000000000:role/r';
const source = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
const encoder = new TextEncoder();

// A request to another service than Kinesis, as a client of it sends it.
async function ask(runnel, { method = 'POST', path = '/', target, type, body }) {
  const reply = await runnel.answer({
    method,
    path,
    headers: {
      'content-type': type ?? 'application/json',
      ...(target === undefined ? {} : { 'x-amz-target': target }),
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/x/aws4_request,' +
        ' SignedHeaders=host, Signature=0',
    },
    body,
  });
  return { status: reply.status, text: new TextDecoder().decode(reply.body) };
}

async function events(runnel, operation, input) {
  const { status, text } = await ask(runnel, {
    target: `AWSEvents.${operation}`,
    type: 'application/x-amz-json-1.1',
    body: JSON.stringify(input),
  });
  assert.equal(status, 200, text);
  return JSON.parse(text);
}

// A stream, and a pipe from it to an API destination at `url`.
async function withPipe(url, options) {
  const runnel = await createRunnel({ seed: 1, clock: 2_000_000_000_000, ...options });
  await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  const { ConnectionArn } = await events(runnel, 'CreateConnection', {
    Name: 'c', AuthorizationType: 'API_KEY',
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 'k1' } },
  });
  const { ApiDestinationArn } = await events(runnel, 'CreateApiDestination', {
    Name: 'd', ConnectionArn, InvocationEndpoint: url, HttpMethod: 'PUT',
  });
  const { status, text } = await ask(runnel, {
    path: '/v1/pipes/p',
    body: JSON.stringify({
      Source: source, Target: ApiDestinationArn, RoleArn: role,
      SourceParameters: { KinesisStreamParameters: { StartingPosition: 'TRIM_HORIZON' } },
      TargetParameters: { InputTemplate: '{"got": <$.data>}' },
    }),
  });
  assert.equal(status, 200, text);
  return runnel;
}

const put = (runnel, text) => runnel.call('PutRecord', {
  StreamName: 's', PartitionKey: 'k', Data: encoder.encode(text),
});

async function reasonOf(runnel) {
  const { text } = await ask(runnel, { method: 'GET', path: '/v1/pipes/p', body: '' });
  return JSON.parse(text).StateReason;
}

test('a pipe sends to an API destination by fetch, with the key of its connection', async (t) => {
  const got = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    got.push({ method: request.method, path: request.url, key: request.headers['x-key'], body });
    server.emit('got');
    response.end('{}');
  });
  t.after(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const runnel = await withPipe(`http://127.0.0.1:${server.address().port}/in`);
  for (const n of [1, 2]) {
    const arrives = once(server, 'got');
    await put(runnel, `{"n":${n}}`);
    await arrives;
  }
  assert.deepEqual(got, [1, 2].map((n) => ({
    method: 'PUT', path: '/in', key: 'k1', body: `{"got": {"n":${n}}}`,
  })));
  await runnel.close();
});

test('what a request comes to is told to the pipe', async () => {
  const answers = [
    () => new Response('no', { status: 500 }),
    () => { throw new TypeError('fetch failed', { cause: new Error('nobody is there') }); },
    () => new Response('', { status: 429 }),
  ];
  const reasons = [];
  let told = () => {};
  const runnel = await withPipe('http://localhost:1/in?key=hidden', {
    fetch: async () => {
      queueMicrotask(() => setImmediate(() => told()));
      return answers.shift()();
    },
  });
  for (let i = 0; i < 3; ++i) {
    const tells = new Promise((resolve) => { told = resolve; });
    if (i === 0) await put(runnel, '1');
    else runnel.clock.advance(60_000);
    await tells;
    reasons.push(await reasonOf(runnel));
  }
  assert.deepEqual(reasons, [
    'http://localhost:1/in answered with status 500',
    'http://localhost:1/in cannot be reached: nobody is there',
    'Function call throttled',
  ]);
  await runnel.close();
});

test('without fetch nobody makes requests', async () => {
  const runnel = await withPipe('http://localhost:1/in', { fetch: false });
  await put(runnel, '1');
  await assert.rejects(runnel.call('Runnel.TakeHttpCall'), { name: 'InvalidArgumentException' });
  const nobody = 'nobody makes requests over HTTP here, as the setting HttpCalls says';
  assert.equal(await reasonOf(runnel), nobody);
  const { status, text } = await ask(runnel, {
    type: 'application/x-www-form-urlencoded',
    body: 'Action=ValidateTemplate&Version=2010-05-15&TemplateURL=https%3A%2F%2Fexample.com%2Ft',
  });
  assert.equal(status, 400);
  assert.match(text, new RegExp(`<Message>The template could not be read: ${nobody}</Message>`));
  await runnel.close();
  await assert.rejects(createRunnel({ fetch: 1 }), /fetch must be a function/);
});

test('a template at a URL is read by fetch', async () => {
  const template = JSON.stringify({
    Resources: { S: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'made' } } },
  });
  const asked = [];
  const runnel = await createRunnel({
    seed: 1,
    fetch: async (url) => {
      asked.push(url);
      return new Response(template);
    },
  });
  const { status, text } = await ask(runnel, {
    type: 'application/x-www-form-urlencoded',
    body: 'Action=CreateStack&Version=2010-05-15&StackName=a&' +
      'TemplateURL=https%3A%2F%2Fexample.com%2Ft.json',
  });
  assert.equal(status, 200, text);
  assert.match(text, /<StackId>arn:aws:cloudformation:/);
  assert.deepEqual(asked, ['https://example.com/t.json']);
  assert.deepEqual((await runnel.call('ListStreams')).StreamNames, ['made']);
  await runnel.close();
});

test('who waits for a template is told that the journal cannot be written', async () => {
  let asked = 0;
  let isFull = false;
  const runnel = await createRunnel({
    seed: 1,
    journal: {
      async load() { return []; },
      async commit() { if (isFull) throw new Error('the disk is full'); },
      async checkpoint() {},
      async close() {},
    },
    fetch: async () => {
      asked += 1;
      return new Response('{}');
    },
  });
  await runnel.call('ListStreams');
  isFull = true;
  const refused = /journal cannot be written.*the disk is full/;
  const created = runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
  const stack = ask(runnel, {
    type: 'application/x-www-form-urlencoded',
    body: 'Action=CreateStack&Version=2010-05-15&StackName=a&' +
      'TemplateURL=https%3A%2F%2Fexample.com%2Ft.json',
  });
  await assert.rejects(created, refused);
  await assert.rejects(stack, refused);
  assert.equal(asked, 0);
});
