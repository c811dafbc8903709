// The emulator in WebAssembly as a server process of its own: what `runnel serve` is natively.
// Prints its address once it is ready, and runs until a signal ends it.
import { createRunnel } from './package.mjs';

const runnel = await createRunnel();
const { url } = await runnel.listen();
console.log(`listening on ${url}`);
