// Requests as the AWS SDK for JavaScript v3 and as fetch make them.

// A handler for any client of the SDK: it takes the place of the network.
export function requestHandlerOf(answer) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },

    async handle(request, { abortSignal } = {}) {
      throwIfAborted(abortSignal);
      const { status, headers, body } = await answer({
        method: request.method,
        path: pathOf(request),
        headers: request.headers,
        body: await bytesOf(request.body),
      });
      return { response: { statusCode: status, headers, body: stoppable(body, abortSignal) } };
    },

    updateHttpClientConfig() {},
    httpHandlerConfigs() { return {}; },
    destroy() {},
  };
}

export async function answerFetch(request, answer) {
  throwIfAborted(request.signal);
  const { pathname, search } = new URL(request.url);
  const { status, headers, body } = await answer({
    method: request.method,
    path: pathname + search,
    headers: [...request.headers],
    body: new Uint8Array(await request.arrayBuffer()),
  }).catch((error) => {
    throw error.code === 'ECONNRESET' ? new TypeError('fetch failed', { cause: error }) : error;
  });
  const empty = request.method === 'HEAD' || status === 204 || status === 304;
  return new Response(empty ? null : stoppable(body, request.signal), { status, headers });
}

function pathOf({ path, query }) {
  const parameters = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one ?? '')}`));
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}

async function bytesOf(body) {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  return new Uint8Array(await new Response(body).arrayBuffer());
}

// A stream that breaks off with an AbortError when the signal says so.
function stoppable(body, signal) {
  if (!signal || !(body instanceof ReadableStream)) return body;
  const { readable, writable } = new TransformStream();
  body.pipeTo(writable, { signal }).catch(() => {});  // what goes wrong, the reader is told
  return readable;
}

function throwIfAborted(signal) {
  if (signal?.aborted) throw abortError();
}

function abortError() {
  const error = new Error('The request was aborted.');
  error.name = 'AbortError';
  return error;
}
