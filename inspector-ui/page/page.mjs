// The page that a server shows: the inspector looks at the server that it came from.
import { startInspector } from './inspector.mjs';

const note = document.getElementById('note');
const parameters = new URLSearchParams(location.search);

async function send(headers, body) {
  const response = await fetch('/', { method: 'POST', headers, body });
  return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
}

try {
  await startInspector({
    canvas: document.getElementById('canvas'),
    send,
    host: location.host,
    region: parameters.get('region') ?? '',
  });
  note.remove();
} catch (error) {
  note.textContent = `The inspector does not run here: ${error.message ?? error}. It needs ` +
    'WebAssembly with exceptions, and WebGL 2.';
}
