// A server process of one's own, on a free port.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = process.env.RUNNEL_PROGRAM;

// A folder that is there until `remove` is called.
export function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'runnel-js-'));
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

// Writes nothing but the certificate to trust, PEM, to standard output; gives it.
export function certificate(tlsFolder) {
  const { status, stdout } = spawnSync(program, ['cert', `--tls-dir=${tlsFolder}`]);
  if (status !== 0) throw new Error(`runnel cert ended with ${status}`);
  return stdout;
}

// Starts the server; gives its port and a function that ends exactly this process.
export async function startServer(...options) {
  const server = spawn(program, ['serve', '--port=0', '--log-level=error', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const [ready] = await once(createInterface(server.stdout), 'line');
  const port = Number(/http:\/\/[^:]+:(\d+)/.exec(ready)?.[1]);
  if (!port) throw new Error(`the server did not start: ${ready}`);
  return {
    port,
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}
