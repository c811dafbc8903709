// The tarball, as a stranger to this repository uses it.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { examples, FreshProject } from './fresh_project.mjs';

let project;
before(async () => { project = await FreshProject.make(); });
after(() => project.remove());

test('the tarball holds what the package needs and nothing else', async () => {
  const { exports } = JSON.parse(await readFile(project.path(
    'node_modules/runnel-kinesis/package.json'), 'utf8'));
  for (const entry of Object.values(exports['.']).flatMap(Object.values)) {
    assert.ok(project.files.includes(entry.replace('./', '')), entry);
  }
  assert.ok(project.files.includes('README.md'));
  const strangers = project.files.filter((file) =>
    !/^[\w.]+\.(js|d\.ts)$|^(runnel\.wasm|package\.json|README\.md)$/.test(file));
  assert.deepEqual(strangers, []);
});

for (const name of ['producer.test.mjs', 'consumer.test.mjs', 'function.test.mjs']) {
  test(`the README's ${name} passes as printed`, async () => {
    await project.write(name, (await examples())[name]);
    const { stdout } = await project.run(process.execPath, '--test', name);
    assert.match(stdout, /\b(# |ℹ )?pass 1\b/);
  });
}

test('the declarations agree with the SDK and refuse what Kinesis does not know', async () => {
  const types = await readFile(new URL('./declared.mts', import.meta.url), 'utf8');
  await project.write('declared.mts', types);
  const compiler = fileURLToPath(new URL('./node_modules/typescript/bin/tsc', import.meta.url));
  await project.run(process.execPath, compiler, '--noEmit', '--strict', '--target', 'es2022',
    '--module', 'nodenext', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable', '--types', 'node',
    '--skipLibCheck', 'false', 'declared.mts');
});

const otherRuntimes = [
  ['Bun', '@oven', 'bin/bun', ['run']],
  ['Deno', '@deno', 'deno', ['run', '--allow-read', '--allow-env', '--allow-net=127.0.0.1']],
];
for (const [name, scope, program, args] of otherRuntimes) {
  test(`the package works under ${name}`, async () => {
    const folder = fileURLToPath(new URL(`./node_modules/${scope}`, import.meta.url));
    const [build] = await readdir(folder);  // npm has taken the one for this machine
    await project.write('story.mjs', await readFile(
      new URL('./other_runtime.mjs', import.meta.url), 'utf8'));
    const { stdout } = await project.run(join(folder, build, program), ...args, 'story.mjs');
    assert.deepEqual(JSON.parse(stdout),
      { pushed: 'hello', invoked: 'hello', served: ['s'] });
  });
}
