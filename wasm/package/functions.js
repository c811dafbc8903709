// JavaScript functions in the place of Lambda functions: event source mappings invoke them.

const role = 'arn:aws:iam::000000000000:role/runnel';

export class Functions {
  #call;
  #rest;
  #handlers = new Map();
  #pumping = false;

  // `call` calls an operation at once, `rest` one of Lambda's: (method, path, body) gives what it
  // answers.
  constructor({ call, rest }) {
    this.#call = call;
    this.#rest = rest;
  }

  // Makes a function of this name. `handler` gets the event and {awsRequestId, functionName,
  // invokedFunctionArn}, and may be async.
  create(name, handler) {
    if (typeof handler !== 'function') throw new TypeError('the handler must be a function');
    const made = this.#rest('POST', '/2015-03-31/functions', {
      FunctionName: name, PackageType: 'Image', Code: { ImageUri: 'runnel:by-calls' }, Role: role,
    });
    this.#handlers.set(name, handler);
    return made;
  }

  delete(name) {
    this.#rest('DELETE', `/2015-03-31/functions/${encodeURIComponent(name)}`);
    this.#handlers.delete(name);
  }

  // Maps a stream to a function: the input of CreateEventSourceMapping.
  map(input) {
    return this.#rest('POST', '/2015-03-31/event-source-mappings', input);
  }

  // To be called when something has happened: runs what functions are to be invoked with.
  pump() {
    if (this.#pumping || this.#handlers.size === 0) return;
    this.#pumping = true;
    try {
      for (const [name, handler] of this.#handlers) {
        for (;;) {
          const taken = this.#call('Runnel.TakeInvocation', { FunctionName: name });
          if (taken.RequestId === undefined) break;
          this.#run(name, handler, taken);
        }
      }
    } finally {
      this.#pumping = false;
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
    try {
      this.#call('Runnel.CompleteInvocation', { RequestId, ...outcome });
    } catch {
      // It was closed, reset or deleted meanwhile: nobody waits for the outcome any more.
    }
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
