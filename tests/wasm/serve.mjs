// The emulator in WebAssembly as a server process of its own: what `runnel serve` is natively.
// Prints its address once it is ready, and runs until SIGTERM, after which it ends with status 0.
import { createRunnel } from './package.mjs';

// Cases say themselves who writes the objects of channels, and who makes requests over HTTP: at
// first it is as natively.
const runnel = await createRunnel({
  buckets: false, fetch: false, settings: { HttpCalls: 'HOST' },
});
const listener = await runnel.listen({ webPages: ['any'] });
process.once('SIGTERM', async () => {
  await listener.close();
  runnel.close();
});
console.log(`listening on ${listener.url}`);
