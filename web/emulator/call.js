// A request of the SDK and its answer, as what they say: {operation, input, output or error}.

export function callFrom({ headers, body }, reply) {
  const call = { operation: operationOf(headers), input: parsed(body) };
  if (reply.body instanceof ReadableStream) return { ...call, output: {} };
  const said = parsed(reply.body);
  if (reply.status === 200) return { ...call, output: said };
  return { ...call, error: { name: said.__type ?? 'UnknownError', message: said.message ?? '' } };
}

function operationOf(headers) {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'x-amz-target');
  return String(headers[name] ?? '').split('.').at(-1);
}

function parsed(body) {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}
