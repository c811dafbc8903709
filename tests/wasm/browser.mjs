// A headless Chromium, and a web server on a loopback port for what it is to show.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

import { chromium } from 'playwright-core';

const mediaTypes = {
  '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml', '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

// Serves the files of a folder, as those of the path `under`. Gives {url, close}; the url names the
// path too.
export async function serveFolder(folder, under = '') {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://localhost').pathname);
    if (path === '/favicon.ico') return response.writeHead(204).end();  // browsers ask unasked
    try {
      if (!path.startsWith(`${under}/`)) throw new Error(`${path} is elsewhere`);
      const name = path.endsWith('/') ? `${path}index.html` : path;
      const content = await readFile(join(folder, name.slice(under.length)));
      const type = mediaTypes[extname(name)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}${under}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

// Debian's Chromium. Its sandbox refuses to run for root, as whom CI may run.
export function launchBrowser(args = []) {
  return chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false, args });
}

// A page that remembers what went wrong in it, in `page.problems`.
export async function openPage(context, options) {
  const page = await context.newPage(options);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  return page;
}
