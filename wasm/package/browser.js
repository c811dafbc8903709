// The package for browsers, and for whatever else has fetch and ES modules.
import { createRunnelWith } from './runnel.js';

export { indexedDbJournal } from './indexed_db_journal.js';
export { Runnel, RunnelError } from './runnel.js';

export const createRunnel = createRunnelWith(async () => {
  const response = await fetch(new URL('./runnel.wasm', import.meta.url));
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
  // Servers that do not know the media type are common, so the bytes are compiled by hand.
  return WebAssembly.compile(await response.arrayBuffer());
});
