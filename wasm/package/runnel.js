// Kinesis inside this program: the face of the package, the same for Node and browsers.
import { decode, encode } from './cbor.js';
import { Clock } from './clock.js';
import { Emulator } from './emulator.js';
import { Instance } from './module.js';
import { chosenFrom } from './options.js';
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
  clock;
  requestHandler;

  // `load` gives an Instance of the module. Use createRunnel.
  constructor(load, options) {
    this.#load = load;
    this.#options = chosenFrom(options);
    this.clock = new Clock((name, input) => this.#callNow(name, input));
    this.requestHandler = requestHandlerOf((request) => this.answer(request));
    this.#start();
  }

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
  answer(request) { return this.#emulator.answer(request); }

  // What globalThis.fetch would give if Kinesis stood at the address, whatever it is.
  async fetch(input, init) {
    return answerFetch(new Request(input, init), (request) => this.answer(request));
  }

  // Calls an operation. `account` and `region` are the caller's, if not those of this Runnel.
  async call(name, input = {}, caller = {}) { return this.#callNow(name, input, caller); }

  // Calls SubscribeToShard at once; its events as they come, until the subscription ends, `signal`
  // is aborted or the loop is left.
  subscribe(input, { signal, ...caller } = {}) {
    const reply = this.#send('SubscribeToShard', input, caller);
    if (reply.status === 200) return subscriptionEvents(reply.body, RunnelError, signal);
    const error = errorOf(reply);
    // As with every other call, a refusal is learnt by awaiting.
    return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
  }

  // As new: no stream is left, every subscription has ended, the clock and the random choices begin
  // again.
  reset() {
    this.#emulator.close();
    this.#start();
  }

  // Frees the memory and ends every subscription.
  close() { this.#emulator.close(); }

  #start() {
    if (this.#instance === undefined || this.#instance.failure !== null) {
      this.#instance = this.#load();
    }
    const { account, region, seed, now, startAt, settings } = this.#options;
    this.#emulator = new Emulator(this.#instance, { account, region, seed, now });
    if (startAt !== undefined) this.clock.freeze(startAt);
    this.#callNow('Runnel.UpdateSettings', settings);
  }

  #callNow(name, input, caller) {
    const reply = this.#send(name, input, caller);
    if (reply.status !== 200) throw errorOf(reply);
    if (reply.body instanceof ReadableStream) {
      reply.body.cancel();
      throw new TypeError('SubscribeToShard answers with a stream: use subscribe()');
    }
    return reply.body.byteLength === 0 ? {} : decode(reply.body);
  }

  #send(name, input, { account = this.account, region = this.region } = {}) {
    const target = name.includes('.') ? name : `Kinesis_20131202.${name}`;
    const scope = `${account}/20131202/${region}/kinesis/aws4_request`;
    return this.answer({
      method: 'POST',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-cbor-1.1',
        'x-amz-target': target,
        'x-amz-date': '20131202T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      },
      body: encode(input),
    });
  }
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
  return async function createRunnel(options = {}) {
    const { module: own, ...rest } = options;
    if (own !== undefined) {
      const ownModule = await compile(own);
      return new RunnelClass(() => new Instance(ownModule), rest);
    }
    compiled ??= loadModule();
    const module = await compiled;
    return new RunnelClass(() => {
      if (instance === undefined || instance.failure !== null) instance = new Instance(module);
      return instance;
    }, rest);
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
