// JavaScript functions in the place of Lambda functions: event source mappings invoke them, and
// calls of Invoke.
import { completeInvocation } from './complete_invocation.js';

const functionsPath = '/2015-03-31/functions';
const pathOf = (name) => `${functionsPath}/${encodeURIComponent(name)}`;
const byCalls = 'runnel:by-calls';
const role = 'arn:aws:iam::000000000000:role/runnel';

export class Functions {
  #host;
  #handlers = new Map();
  #due = false;
  #taking = false;
  #timer;

  // `host` is the Runnel that they belong to. Its `callNow` calls an operation; `lambdaNow` one of
  // Lambda's, (method, path, body) giving {headers, output}; `lambda` waits for the output.
  // `stored` resolves once what has happened will outlive this program, to whether it will; if not,
  // nothing is to be run any more. `now` gives wall clock milliseconds.
  constructor(host) { this.#host = host; }

  // Makes a function of this name, or takes over one that a journal or a snapshot has brought.
  // `handler` gets the event and {awsRequestId, functionName, invokedFunctionArn}, and may be
  // async.
  create(name, handler) {
    if (typeof handler !== 'function') throw new TypeError('the handler must be a function');
    const output = this.#make(name);
    this.#handlers.set(name, handler);
    this.notice();
    return output;
  }

  delete(name) {
    this.#host.lambdaNow('DELETE', pathOf(name));
    this.#handlers.delete(name);
  }

  // Invokes it with an event, as a call of Invoke does. Resolves to what it returns, and rejects
  // with what it throws.
  async invoke(name, event) {
    const { headers, output } =
      await this.#host.lambda('POST', `${pathOf(name)}/invocations`, event);
    if (headers['x-amz-function-error'] === undefined) return output;
    throw Object.assign(new Error(output.errorMessage), { name: output.errorType });
  }

  // Maps a stream to a function: the input of CreateEventSourceMapping.
  map(input) {
    return this.#host.lambdaNow('POST', '/2015-03-31/event-source-mappings', input).output;
  }

  // To be called when something has happened. What functions are to be invoked with then is run
  // later, and once what they are to see is stored: the answer to whoever made it happen goes
  // first.
  notice() {
    // To take one is something that happens, too.
    if (this.#due || this.#taking || this.#handlers.size === 0) return;
    this.#due = true;
    queueMicrotask(async () => {
      const isStored = await this.#host.stored();
      this.#due = false;
      if (isStored) this.#takeAll();
    });
  }

  #takeAll() {
    this.#taking = true;
    let begin;
    try {
      for (let count = 1; count > 0;) {
        begin = this.#host.now();
        count = 0;
        for (const [name, handler] of this.#handlers) count += this.#takeFor(name, handler);
      }
    } finally {
      this.#taking = false;
    }
    // Time that passes within a round may make something due for those who had their turn. There
    // are clocks that move whenever they are read: the rest of the program is to go on, too.
    if (this.#handlers.size > 1 && this.#host.now() !== begin) this.#noticeSoon();
  }

  // As every timer it keeps no process alive, and nothing that nobody else holds.
  #noticeSoon() {
    if (this.#timer !== undefined) return;
    const held = new WeakRef(this);
    this.#timer = setTimeout(() => {
      const functions = held.deref();
      if (functions === undefined) return;
      functions.#timer = undefined;
      functions.notice();
    });
    this.#timer.unref?.();
  }

  #make(name) {
    const input = {
      FunctionName: name, PackageType: 'Image', Code: { ImageUri: byCalls }, Role: role,
    };
    try {
      return this.#host.lambdaNow('POST', functionsPath, input).output;
    } catch (error) {
      if (error.name !== 'ResourceConflictException' || this.#handlers.has(name)) throw error;
      const { output } = this.#host.lambdaNow('GET', pathOf(name));
      if (output.Code.ImageUri !== byCalls) throw error;
      return output.Configuration;
    }
  }

  // Gives how many there were.
  #takeFor(name, handler) {
    for (let count = 0; ; ++count) {
      const taken = this.#take(name);
      if (taken.RequestId === undefined) return count;
      this.#run(name, handler, taken);
    }
  }

  #take(name) {
    try {
      return this.#host.callNow('Runnel.TakeInvocation', { FunctionName: name });
    } catch (error) {
      // It was deleted by a call, a reset or a snapshot, or is another one by now.
      if (!['ResourceNotFoundException', 'InvalidArgumentException'].includes(error.name)) {
        throw error;
      }
      this.#handlers.delete(name);
      return {};
    }
  }

  forget() { this.#handlers.clear(); }

  async #run(functionName, handler, { RequestId, FunctionArn, Payload }) {
    let outcome;
    try {
      const result = await handler(JSON.parse(Payload), {
        awsRequestId: RequestId, functionName, invokedFunctionArn: FunctionArn,
      });
      outcome = { Outcome: 'RETURNED', Payload: JSON.stringify(result ?? null) };
    } catch (error) {
      outcome = { Outcome: 'FUNCTION_ERROR', Payload: JSON.stringify(errorObjectOf(error)) };
    }
    completeInvocation(this.#host, RequestId, outcome);
  }
}

// As the runtimes of Lambda report what a handler throws.
function errorObjectOf(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: String(error.stack ?? '').split('\n'),
  };
}
