// A page loads the module before it shows anything: what that may cost.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';

test('the module is small when it is compressed, and needs nothing of its host', async () => {
  const bytes = await readFile(`${process.env.RUNNEL_PACKAGE}/runnel.wasm`);
  const size = gzipSync(bytes, { level: 9 }).byteLength;
  assert.ok(size < 595_000, `${size} bytes by gzip`);
  const smaller = brotliCompressSync(bytes).byteLength;
  assert.ok(smaller < 465_000, `${smaller} bytes by brotli`);
  const compiled = await WebAssembly.compile(bytes);
  const imports = WebAssembly.Module.imports(compiled).map(({ name }) => name).sort();
  assert.deepEqual(imports,
    ['emscripten_notify_memory_growth', 'fd_close', 'fd_seek', 'fd_write', 'proc_exit']);
  const functions = WebAssembly.Module.exports(compiled)
    .filter(({ name }) => name.startsWith('runnel_')).map(({ name }) => name).sort();
  assert.deepEqual(functions, [
    'runnel_buffer', 'runnel_checkpoint', 'runnel_create', 'runnel_destroy', 'runnel_finish',
    'runnel_handle', 'runnel_poll', 'runnel_recover', 'runnel_tick', 'runnel_unsubscribe',
  ]);
});
