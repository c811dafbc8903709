// Requests over HTTP that the emulator wants made: of pipes to API destinations, and for the
// templates of stacks.
import { completeInvocation } from './complete_invocation.js';

// As long as the service waits.
const patienceMillis = 5000;

export class HttpCalls {
  #host;
  #fetch;
  #taking = false;

  // `host` is the Runnel that they belong to: its `callNow` calls an operation, and `stored`
  // resolves once what has happened will outlive this program, to whether it will. `fetch` makes
  // the requests.
  constructor(host, fetch) {
    this.#host = host;
    this.#fetch = fetch;
  }

  // To be called when there is a request to make. It is made later, and once what it follows from
  // is stored.
  notice() {
    if (this.#taking) return;
    this.#taking = true;
    queueMicrotask(() => this.#takeAll());
  }

  async #takeAll() {
    try {
      if (!await this.#host.stored()) return;
      const take = () => this.#host.callNow('Runnel.TakeHttpCall', {});
      for (let taken = take(); taken.RequestId !== undefined; taken = take()) this.#make(taken);
    } catch (error) {
      // It was closed, or told not to meanwhile.
      if (!['ClosedError', 'InvalidArgumentException'].includes(error.name)) throw error;
    } finally {
      this.#taking = false;
    }
  }

  async #make({ RequestId, ...request }) {
    completeInvocation(this.#host, RequestId, await this.#outcomeOf(request));
  }

  async #outcomeOf({ Method, Url, Headers, Payload }) {
    const hasBody = Method !== 'GET' && Method !== 'HEAD';
    // The query may have secrets.
    const [address] = Url.split('?');
    try {
      const response = await this.#fetch(Url, {
        method: Method,
        headers: Headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMillis),
        ...(hasBody ? { body: Payload } : {}),
      });
      if (response.ok) return { Outcome: 'RETURNED', Payload: await response.text() };
      if (response.status === 429) return { Outcome: 'THROTTLED' };
      return {
        Outcome: 'FUNCTION_ERROR', Payload: `${address} answered with status ${response.status}`,
      };
    } catch (error) {
      const why = error.name === 'TimeoutError' ? 'it does not answer'
        : error.cause?.message ?? error.message;
      return { Outcome: 'NOT_RUN', Payload: `${address} cannot be reached: ${why}` };
    }
  }
}
