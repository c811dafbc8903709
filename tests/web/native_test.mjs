// The commands at the end of each lesson, against a real server, as they are printed.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { lessonFile, lessonNames } from './site.mjs';

const bin = process.env.RUNNEL_BIN;
const execute = promisify(execFile);

// What the last command of a lesson shows.
const shown = {
  streams: /shardId-000000000000/,
  'partition-keys': /SequenceNumber/,
  iterators: /reading 3/,
  throttling: /flaky-producer/,
  resharding: /shardId-000000000002/,
  retention: /first entry/,
  'fan-out': /tick 1/,
  functions: /orders/,
  crash: /cGF5bWVudCAy/,
};

for (const lesson of lessonNames) {
  test(`${lesson}: the commands work on a real server`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'runnel-lesson-'));
    const server = spawn(join(bin, 'runnel'), ['serve', '--port', '0', '--log-level', 'error'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = await once(createInterface({ input: server.stdout }), 'line');
      const url = line.split(' ').at(-1);
      await writeFile(join(folder, 'native.sh'), await lessonFile(lesson, 'native.sh'));
      const { stdout } = await execute('bash', ['-eu', 'native.sh'], {
        cwd: folder,
        env: {
          PATH: `${bin}:/usr/bin:/bin`, HOME: folder, RUNNEL_ENDPOINT: url,
        },
      });
      assert.match(stdout, shown[lesson]);
    } finally {
      server.kill();
      await rm(folder, { recursive: true });
    }
  });
}
