// The package for Node, Deno and Bun.
import { readFile } from 'node:fs/promises';

import { listen } from './listen.js';
import { createRunnelWith, Runnel } from './runnel.js';

export { Runnel, RunnelError } from './runnel.js';

class ListeningRunnel extends Runnel {
  listen(options) { return listen((request) => this.answer(request), options); }
}

export const createRunnel = createRunnelWith(
  async () => WebAssembly.compile(await readFile(new URL('./runnel.wasm', import.meta.url))),
  ListeningRunnel,
);
