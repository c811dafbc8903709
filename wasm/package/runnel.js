// Kinesis inside this program: the face of the package, the same for Node and browsers.
import { Buckets } from './buckets.js';
import { decode, encode } from './cbor.js';
import { Clock } from './clock.js';
import { Emulator } from './emulator.js';
import { Functions } from './functions.js';
import { HttpCalls } from './http_calls.js';
import { joined, Journal } from './journal.js';
import { Instance } from './module.js';
import { bytesOf, chosenFrom } from './options.js';
import { answerFetch, requestHandlerOf } from './requests.js';
import { subscriptionEvents } from './subscription.js';

// An answer that is an error of Kinesis: `name` is its code, "ResourceNotFoundException".
export class RunnelError extends Error {
  constructor(name, message, $metadata) {
    super(message);
    this.name = name;
    this.$metadata = $metadata;
  }
}

export class Runnel {
  #load;
  #options;
  #instance;
  #emulator;
  #httpCalls;
  clock;
  requestHandler;
  functions;
  buckets;

  // `load` gives an Instance of the module. Use createRunnel.
  constructor(load, options) {
    this.#load = load;
    this.#options = options;
    this.clock = new Clock((name, input) => this.#callNow(name, input));
    this.requestHandler = requestHandlerOf((request) => this.answer(request));
    const host = {
      callNow: (name, input) => this.#callNow(name, input),
      stored: () => this.#emulator.stored().then(() => true, () => false),
    };
    this.buckets = new Buckets(host);
    this.#httpCalls = new HttpCalls(host, options.fetch);
    this.functions = new Functions({
      ...host,
      lambdaNow: (...request) =>
        lambdaOutputOf(this.#emulator.answer(this.#lambdaRequest(...request))),
      lambda: async (...request) =>
        lambdaOutputOf(await this.answer(this.#lambdaRequest(...request))),
      now: options.now,
    });
    this.#start();
  }

  get #journaled() { return this.#options.journal !== undefined; }

  get account() { return this.#options.account; }
  get region() { return this.#options.region; }

  // What a client of the AWS SDK for JavaScript v3 needs: new KinesisClient(runnel.clientConfig).
  get clientConfig() {
    return {
      region: this.region,
      credentials: { accessKeyId: this.account, secretAccessKey: 'runnel' },
      requestHandler: this.requestHandler,
    };
  }

  // Answers a request {method, path, headers, body} with {status, headers, body}.
  async answer(request) {
    const reply = this.#emulator.answer(request);
    if (reply.status === 200 && targetOf(request) === 'Runnel.Reset') this.#beginAnew();
    return this.#emulator.delivered(reply);
  }

  // What globalThis.fetch would give if Kinesis stood at the address, whatever it is.
  async fetch(input, init) {
    return answerFetch(new Request(input, init), (request) => this.answer(request));
  }

  // Calls an operation. `account` and `region` are the caller's, if not those of this Runnel.
  async call(name, input = {}, caller = {}) {
    return outputOf(await this.answer(this.#request(name, input, caller)));
  }

  // Calls SubscribeToShard at once; its events as they come, until the subscription ends, `signal`
  // is aborted or the loop is left.
  subscribe(input, { signal, ...caller } = {}) {
    const reply = this.#emulator.delivered(this.#send('SubscribeToShard', input, caller));
    reply.catch(() => {});  // as with every other call, whoever awaits it is told
    return eventsOf(reply, signal);
  }

  // All that there is, as a file that `runnel snapshot import` and importSnapshot read.
  async exportSnapshot() {
    const parts = [];
    for (let last = false, input = {}; !last; input = { Continue: true }) {
      const { Part, Last } = this.#callNow('Runnel.ExportSnapshot', input);
      parts.push(Part);
      last = Last;
    }
    return joined(parts);
  }

  // Becomes what a snapshot holds, but for the settings of the options; subscriptions end. If it
  // cannot be read, nothing has changed.
  async importSnapshot(snapshot) {
    this.#import(bytesOf(snapshot));
    this.#callNow('Runnel.UpdateSettings', this.#options.settings);
    await this.#emulator.stored();
  }

  // As new: no stream is left but those of the option `snapshot`, every subscription has ended, the
  // clock and the random choices begin again. With a journal, the random choices go on.
  reset() {
    if (this.#journaled) {
      this.#callNow('Runnel.Reset', {});
    } else {
      this.#emulator.close();
      this.#make();
    }
    this.#beginAnew();
  }

  // Ends every subscription and frees the memory. Resolves once the journal, if there is one, has
  // been let go.
  async close() {
    this.functions.forget();
    this.#emulator.close();
    await this.#options.journal?.close();
  }

  #start() {
    const { stored } = this.#options;
    this.#make();
    const isNew = !this.#journaled || stored.byteLength === 0;
    if (!isNew) this.#emulator.recover(stored);
    this.#prepare(isNew);
  }

  #make() {
    if (this.#instance === undefined || this.#instance.failure !== null) {
      this.#instance = this.#load();
    }
    // The emulator must not keep this one, whose owner may have dropped it.
    const functions = new WeakRef(this.functions);
    const buckets = new WeakRef(this.buckets);
    const httpCalls = new WeakRef(this.#httpCalls);
    const { writesObjects, fetch } = this.#options;
    this.#emulator = new Emulator(this.#instance, this.#options, (outcome) => {
      functions.deref()?.notice();
      if (outcome.deliveryWaits && writesObjects) buckets.deref()?.notice();
      if (outcome.httpCallWaits && fetch) httpCalls.deref()?.notice();
    });
  }

  // To be called once there is nothing left, whoever has asked for that.
  #beginAnew() {
    this.functions.forget();
    this.buckets.forget();
    this.#emulator.endSubscriptions();
    this.#prepare();
  }

  // What a journal holds goes on as it was, and its clock too.
  #prepare(isNew = true) {
    const { startAt, settings, snapshot } = this.#options;
    if (isNew && snapshot !== undefined) this.#import(snapshot);
    // A clock does not go back, and a snapshot may be later.
    if (isNew && startAt !== undefined) this.clock.freeze(Math.max(startAt, this.clock.now()));
    this.#callNow('Runnel.UpdateSettings', settings);
  }

  // In parts that fit a request.
  #import(snapshot) {
    const size = 4 * 1024 * 1024;
    for (let at = 0; at === 0 || at < snapshot.byteLength; at += size) {
      this.#callNow('Runnel.ImportSnapshot', {
        Part: snapshot.subarray(at, at + size),
        Continue: at > 0,
        Last: at + size >= snapshot.byteLength,
      });
    }
  }

  #callNow(name, input) { return outputOf(this.#send(name, input)); }

  // A request for an operation of Lambda, which speaks REST and JSON.
  #lambdaRequest(method, path, body) {
    const scope = `${this.account}/20131202/${this.region}/lambda/aws4_request`;
    return {
      method,
      path,
      headers: {
        'content-type': 'application/json',
        'x-amz-date': '20131202T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      },
      body: body === undefined ? '' : JSON.stringify(body),
    };
  }

  #send(name, input, caller) { return this.#emulator.answer(this.#request(name, input, caller)); }

  #request(name, input, { account = this.account, region = this.region } = {}) {
    const target = name.includes('.') ? name : `Kinesis_20131202.${name}`;
    const scope = `${account}/20131202/${region}/kinesis/aws4_request`;
    return {
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-cbor-1.1',
        'x-amz-target': target,
        'x-amz-date': '20131202T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      },
      body: encode(input),
    };
  }
}

// The operation that a request names by its header.
function targetOf({ headers }) {
  const entries = Array.isArray(headers) ? headers : Object.entries(headers);
  return entries.find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1];
}

function outputOf(reply) {
  if (reply.status !== 200) throw errorOf(reply);
  if (reply.body instanceof ReadableStream) {
    reply.body.cancel();
    throw new TypeError('SubscribeToShard answers with a stream: use subscribe()');
  }
  return reply.body.byteLength === 0 ? {} : decode(reply.body);
}

async function* eventsOf(delivered, signal) {
  const reply = await delivered;
  if (reply.status !== 200) throw errorOf(reply);
  yield* subscriptionEvents(reply.body, RunnelError, signal);
}

// Gives {headers, output}.
function lambdaOutputOf({ status, headers, body }) {
  const output = body.byteLength ? JSON.parse(new TextDecoder().decode(body)) : {};
  if (status < 300) return { headers, output };
  throw new RunnelError(headers['x-amzn-errortype'], output.message ?? output.Message, {
    httpStatusCode: status,
    requestId: headers['x-amzn-requestid'],
  });
}

function errorOf({ status, headers, body }) {
  const { __type: code = 'UnknownError', message, Message } = body.byteLength ? decode(body) : {};
  return new RunnelError(code, message ?? Message ?? '', {
    httpStatusCode: status,
    requestId: headers['x-amzn-requestid'],
  });
}

// Gives createRunnel for one kind of host. `loadModule` resolves to a WebAssembly.Module; it is
// asked for once. Emulators share one instance of it.
export function createRunnelWith(loadModule, RunnelClass = Runnel) {
  let compiled;
  let instance;
  const shared = (module) => () => {
    if (instance === undefined || instance.failure !== null) instance = new Instance(module);
    return instance;
  };
  const loaderOf = async (own) => {
    if (own !== undefined) {
      const module = await compile(own);
      return () => new Instance(module);
    }
    compiled ??= loadModule();
    return shared(await compiled);
  };
  return async function createRunnel({ module, ...options } = {}) {
    const chosen = chosenFrom(options);
    const load = await loaderOf(module);
    if (options.journal === undefined) return new RunnelClass(load, chosen);
    const journal = new Journal(options.journal);
    try {
      const stored = await journal.load();
      return new RunnelClass(load, { ...chosen, journal, stored });
    } catch (error) {
      await journal.close().catch(() => {});  // what went wrong first is told
      throw error;
    }
  };
}

// A module as a caller may have it: compiled, as bytes, or as a response that brings the bytes.
async function compile(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (typeof Response !== 'undefined' && given instanceof Response) {
    return WebAssembly.compile(await given.arrayBuffer());
  }
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
  throw new TypeError('module must be a WebAssembly.Module, its bytes, or a Response with them');
}
