// Serves an emulator on a loopback port, for programs in other processes and languages: HTTP/1.1,
// and HTTP/2 for those that begin with it.
import { createServer as createHttp1 } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { createServer as createTcp } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { refusalOf } from './web_pages.js';

const http2Preface = Buffer.from('PRI * HTTP/2.0\r\n');

// More than the emulator takes; what goes beyond need not be kept to be refused.
const bodyBytesMax = 32 * 1024 * 1024;

export async function listen(answer, { host = '127.0.0.1', port = 0, webPages = [] } = {}) {
  const onRequest = (request, response) => {
    const refusal = refusalOf(request, webPages);
    if (refusal === null) return respond(answer, request, response);
    response.writeHead(403, { 'content-type': 'text/plain' }).end(`${refusal}\n`);
  };
  const http1 = createHttp1(onRequest);
  const http2 = createHttp2(onRequest);
  const sockets = new Set();
  const server = createTcp((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      const isHttp2 = first.subarray(0, http2Preface.length)
        .equals(http2Preface.subarray(0, first.length));
      (isHttp2 ? http2 : http1).emit('connection', socket);
      socket.unshift(first);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address();
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    port: actual,
    url: `http://${name}:${actual}`,
    async close() {
      const closed = new Promise((resolve) => { server.close(resolve); });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function respond(answer, request, response) {
  const body = await bodyOf(request).catch(() => null);
  if (body === null) return;  // the client is gone
  let reply;
  try {
    reply = await answer({
      method: request.method,
      path: request.url,
      headers: headersOf(request.rawHeaders),
      body,
    });
  } catch (error) {
    if (error.code === 'ECONNRESET') return hangUp(request);
    response.writeHead(500, { 'content-type': 'text/plain' }).end(`${error.message}\n`);
    return;
  }
  if (reply.body instanceof ReadableStream) {
    response.writeHead(reply.status, reply.headers);
    // A reader that hangs up makes the pipeline fail, which ends the subscription.
    await pipeline(Readable.fromWeb(reply.body), response).catch(() => {});
    return;
  }
  const { byteLength } = reply.body;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': byteLength });
  response.end(reply.body);
}

function hangUp({ stream, socket }) {
  if (stream) stream.session.destroy();
  else socket.destroy();
}

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= bodyBytesMax) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersOf(raw) {
  const headers = [];
  for (let i = 0; i + 1 < raw.length; i += 2) headers.push([raw[i], raw[i + 1]]);
  return headers;
}
