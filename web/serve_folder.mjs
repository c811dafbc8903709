// A web server on a loopback port for the files of a folder.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const mediaTypes = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript',
  '.mjs': 'text/javascript', '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

// The file that a URL names below the path `under`, if it names one.
function fileOf(folder, under, url) {
  try {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
    if (!path.startsWith(`${under}/`)) return undefined;
    return join(folder, path.slice(under.length), path.endsWith('/') ? 'index.html' : '');
  } catch {
    return undefined;  // a percent sign that encodes nothing
  }
}

// Serves the files of a folder, as those of the path `under`, at a port that is free unless one is
// given. Gives {url, close}; the url names the path too.
export async function serveFolder(folder, { under = '', port = 0 } = {}) {
  const server = createServer(async ({ url }, response) => {
    const file = fileOf(folder, under, url);
    const content = file && await readFile(file).catch(() => undefined);
    if (content) {
      response.writeHead(200, {
        'content-type': mediaTypes[extname(file)] ?? 'application/octet-stream',
        'cache-control': 'no-cache',
      }).end(content);
    } else if (url === '/favicon.ico') {
      response.writeHead(204).end();  // browsers ask unasked
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}${under}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
