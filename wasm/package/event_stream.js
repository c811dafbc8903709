// Reads application/vnd.amazon.eventstream frames: the answer of SubscribeToShard.

const decoder = new TextDecoder();
const kindText = 7;  // the only kind of header value that the emulator writes
const preludeSize = 12;
const checksumSize = 4;

// The messages of an event stream that comes in pieces of any size: {headers, payload}, both as
// objects; the payload is JSON. The frames come from the module next door, so that checksums, which
// find what a network did to them, are not looked at.
export async function* messagesOf(chunks) {
  let rest = new Uint8Array(0);
  for await (const chunk of chunks) {
    rest = join(rest, chunk);
    for (;;) {
      if (rest.byteLength < preludeSize) break;
      const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
      const size = view.getUint32(0);
      if (rest.byteLength < size) break;
      const payloadAt = preludeSize + view.getUint32(4);
      const payload = decoder.decode(rest.subarray(payloadAt, size - checksumSize));
      yield {
        headers: headersOf(rest.subarray(preludeSize, payloadAt)),
        payload: payload === '' ? {} : JSON.parse(payload),
      };
      rest = rest.subarray(size);
    }
  }
}

function join(first, second) {
  if (first.byteLength === 0) return second;
  const joined = new Uint8Array(first.byteLength + second.byteLength);
  joined.set(first);
  joined.set(second, first.byteLength);
  return joined;
}

function headersOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headers = {};
  for (let at = 0; at < bytes.byteLength;) {
    const nameSize = view.getUint8(at);
    const kindAt = at + 1 + nameSize;
    if (view.getUint8(kindAt) !== kindText) throw new Error('an event-stream header is no text');
    const valueAt = kindAt + 3;
    const end = valueAt + view.getUint16(kindAt + 1);
    const name = decoder.decode(bytes.subarray(at + 1, kindAt));
    headers[name] = decoder.decode(bytes.subarray(valueAt, end));
    at = end;
  }
  return headers;
}
