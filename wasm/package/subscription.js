// The events of SubscribeToShard as values.
import { messagesOf } from './event_stream.js';

// Reads `body`, the stream of one response. An exception in it is thrown as ErrorClass(code,
// message). Leaving the loop hangs up.
export async function* subscriptionEvents(body, ErrorClass, signal) {
  for await (const { headers, payload } of messagesOf(chunksOf(body, signal))) {
    if (headers[':message-type'] === 'exception') {
      throw new ErrorClass(headers[':exception-type'], payload.message ?? payload.Message ?? '');
    }
    if (headers[':event-type'] === 'SubscribeToShardEvent') yield eventFrom(payload);
  }
}

async function* chunksOf(body, signal) {
  const reader = body.getReader();
  const hangUp = () => reader.cancel();
  signal?.addEventListener('abort', hangUp, { once: true });
  try {
    if (signal?.aborted) return;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', hangUp);
    await reader.cancel();
  }
}

// AWS: payloads of events are JSON whatever the request was.
function eventFrom(payload) {
  return { ...payload, Records: payload.Records.map(recordFrom) };
}

function recordFrom({ Data, ApproximateArrivalTimestamp, ...rest }) {
  return {
    ...rest,
    Data: Uint8Array.from(atob(Data), (character) => character.charCodeAt(0)),
    ApproximateArrivalTimestamp: new Date(Math.round(ApproximateArrivalTimestamp * 1000)),
  };
}
