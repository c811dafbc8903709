// The inspector on a canvas of a page. Where it looks is up to `fetch`: a server, or an emulator in
// the page.
import createModule from './module.mjs';
import { listenTo } from './canvas_input.mjs';

const storageKey = 'runnel-inspector';
// After something happened a few frames are drawn, for what takes a moment: hovering, scrolling.
const framesAfterEvent = 3;
// By ImGuiMouseCursor.
const cursors = [
  'default', 'text', 'move', 'ns-resize', 'ew-resize', 'nesw-resize', 'nwse-resize', 'pointer',
  'not-allowed',
];

// Shows the inspector on the canvas, which is as large as its style makes it. Promises
// {unmount()}; rejects where there is no WebGL 2 or no WebAssembly with exceptions.
//
//   fetch     as of browsers, or of an emulator of the npm package: runnel.fetch
//   endpoint  the URL that calls are posted to; the page's own origin if it is missing
//   region    where new streams are made
//   panels    titles of those to show at first: ['Shards', 'Records']
//   stream    the name of the one to look at first, which need not be there yet
//   light     the colours at first
//   remember  whether how a person arranges it is kept, in the page's storage; a text: under it
export async function mountInspector(canvas, options = {}) {
  const {
    fetch: ask = (input, init) => globalThis.fetch(input, init), endpoint = new URL('/', location),
    region = '', panels = [], stream = '', light = false, remember = true,
  } = options;
  const key = remember === true ? storageKey : `${storageKey}-${remember}`;
  const binary = await globalThis.fetch(new URL('module.wasm', import.meta.url));
  if (!binary.ok) throw new Error(`module.wasm: HTTP status ${binary.status}`);
  const module = await createModule({
    canvas,
    wasmBinary: new Uint8Array(await binary.arrayBuffer()),
    runnel: { send, wake, save, copy, cursor, describe },
  });
  let mounted = true;
  let framesDue = 0;
  let scheduled = false;
  let timer;

  function draw() {
    scheduled = false;
    if (!mounted) return;
    framesDue -= 1;
    module._runnel_inspector_frame();
    if (framesDue > 0) schedule();
  }
  function schedule() {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(draw);
  }
  function wake() {
    framesDue = framesAfterEvent;
    schedule();
  }
  async function answerOf(headers, body) {
    try {
      const response = await ask(endpoint, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-amz-json-1.1', ...JSON.parse(headers) },
        body,
      });
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    } catch (error) {
      const reason = `no answer (${error.message ?? error})`;
      return { status: 0, bytes: new TextEncoder().encode(reason) };
    }
  }
  async function send(number, headers, body) {
    const { status, bytes } = await answerOf(headers, body);
    if (!mounted) return;
    const memory = module._malloc(bytes.length + 1);
    module.HEAPU8.set(bytes, memory);
    module._runnel_inspector_answer(number, status, memory, bytes.length);
  }
  function save(settings) {
    if (remember === false) return;
    try {
      localStorage.setItem(key, settings);
    } catch {
      // Storage is forbidden here: the panels begin anew the next time.
    }
  }
  function saved() {
    if (remember === false) return '';
    try {
      return localStorage.getItem(key) ?? '';
    } catch {
      return '';
    }
  }
  function copy(text) {
    navigator.clipboard?.writeText(text).catch(() => {});
  }
  function cursor(shape) {
    canvas.style.cursor = shape < 0 ? 'none' : cursors[shape];
  }
  // For those who cannot see the canvas.
  function describe(text) {
    canvas.setAttribute('aria-label', `Runnel inspector: ${text}`);
  }
  // Makes the canvas's pixels those of the screen.
  function fit() {
    const scale = window.devicePixelRatio;
    canvas.width = Math.max(Math.round(canvas.clientWidth * scale), 1);
    canvas.height = Math.max(Math.round(canvas.clientHeight * scale), 1);
    return [canvas.width, canvas.height, scale];
  }
  // A page that nobody sees asks nothing.
  function look() {
    const wait = document.hidden ? 1000 : module._runnel_inspector_look();
    timer = setTimeout(look, wait);
  }

  const started = module.ccall('runnel_inspector_start', 'number',
    ['number', 'number', 'number', 'string', 'string', 'string', 'string', 'string', 'number'],
    [...fit(), saved(), new URL(endpoint).host, region, panels.join(), stream, light ? 1 : 0]);
  if (started === 0) throw new Error('there is no WebGL 2 here');
  const stopListening = listenTo(canvas, module, wake);
  const resized = new ResizeObserver(() => {
    module._runnel_inspector_resize(...fit());
    wake();
  });
  resized.observe(canvas);
  look();
  wake();
  return {
    unmount() {
      if (!mounted) return;
      mounted = false;
      clearTimeout(timer);
      resized.disconnect();
      stopListening();
      module._runnel_inspector_stop();
    },
  };
}
