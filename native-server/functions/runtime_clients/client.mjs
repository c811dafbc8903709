// Runs a Node.js handler against the Lambda runtime API: imports it, then takes event after event.
import { existsSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let requestId = '';

function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = request(
        { host, port, agent, method, path: `/2018-06-01/runtime/${path}`, headers }, (response) => {
          const parts = [];
          response.on('data', (part) => parts.push(part));
          response.on('end', () => resolve([response.headers, Buffer.concat(parts).toString()]));
        });
    sent.on('error', reject);
    sent.end(body);
  });
}

for (const [name, level] of [['log', 'INFO'], ['info', 'INFO'], ['debug', 'DEBUG'],
  ['warn', 'WARN'], ['error', 'ERROR'], ['trace', 'TRACE']]) {
  console[name] = (...values) => {
    const text = format(...values).replaceAll('\n', '\r');
    process.stdout.write(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`);
  };
}

function describe(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

async function report(path, error) {
  console.error(path === 'init/error' ? 'Uncaught Exception' : 'Invoke Error', '\t',
                JSON.stringify(error));
  await call('POST', path, JSON.stringify(error),
             { 'Lambda-Runtime-Function-Error-Type': error.errorType });
}

function failure(errorType, errorMessage) {
  return Object.assign(new Error(errorMessage), { name: errorType });
}

async function findHandler() {
  const [, path, name] = /^(.*?)\.([^/]*)$/.exec(process.env._HANDLER) ?? [];
  if (!name) throw failure('Runtime.MalformedHandlerName', 'Bad handler');
  const file = ['.mjs', '.js', '.cjs'].map((end) => join(process.env.LAMBDA_TASK_ROOT, path + end))
      .find(existsSync);
  if (!file) {
    throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${path}'`);
  }
  const module = await import(pathToFileURL(file));
  const handler = name.split('.').reduce(
      (found, part) => found?.[part] ?? found?.default?.[part], module);
  if (typeof handler !== 'function') {
    throw failure('Runtime.HandlerNotFound',
                  `${process.env._HANDLER} is undefined or not exported`);
  }
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const clientContext = headers['lambda-runtime-client-context'];
  return {
    awsRequestId: requestId,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: clientContext ? JSON.parse(clientContext) : undefined,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

// A handler gives a promise, or calls back, itself or by its context.
function run(handler, event, context) {
  let idle;  // nothing is left that could call back
  return new Promise((resolve, reject) => {
    idle = () => resolve(null);
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    Object.assign(context, {
      succeed: resolve, fail: (error) => reject(error ?? 'handled'), done: callback });
    const given = handler(event, context, callback);
    if (given && typeof given.then === 'function') given.then(resolve, reject);
    else process.once('beforeExit', idle);
  }).finally(() => process.off('beforeExit', idle));
}

const handler = await findHandler().catch(async (error) => {
  await report('init/error', describe(error));
  process.exit(1);
});
process.on('uncaughtException', async (error) => {
  await report(`invocation/${requestId}/error`, describe(error));
  process.exit(129);
});
for (;;) {
  const [headers, event] = await call('GET', 'invocation/next');
  requestId = headers['lambda-runtime-aws-request-id'];
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? '';
  try {
    const result = await run(handler, JSON.parse(event), contextOf(headers));
    await call('POST', `invocation/${requestId}/response`, JSON.stringify(result) ?? 'null');
  } catch (error) {
    await report(`invocation/${requestId}/error`, describe(error));
  }
}
