// The page that a server shows: the inspector looks at the server that it came from.
import { mountInspector } from './inspector.mjs';

const note = document.getElementById('note');
const canvas = document.getElementById('canvas');
const parameters = new URLSearchParams(location.search);

try {
  await mountInspector(canvas, {
    region: parameters.get('region') ?? '',
    stream: parameters.get('stream') ?? '',
  });
  canvas.focus();
  note.remove();
} catch (error) {
  note.textContent = `The inspector does not run here: ${error.message ?? error}. It needs ` +
    'WebAssembly with exceptions, and WebGL 2.';
}
