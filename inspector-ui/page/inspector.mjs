// The inspector on a canvas. Where it looks is up to `send`: a server, or an emulator in the page.
import createModule from './module.mjs';

const settingsKey = 'runnel-inspector';
// What a person does to a page.
const events = [
  'mousemove', 'mousedown', 'mouseup', 'wheel', 'keydown', 'keyup', 'keypress', 'touchstart',
  'touchmove', 'touchend', 'focus', 'blur', 'paste',
];
// After something happened a few frames are drawn, for what takes a moment: hovering, scrolling.
const framesAfterEvent = 3;
// By ImGuiMouseCursor.
const cursors = [
  'default', 'text', 'move', 'ns-resize', 'ew-resize', 'nesw-resize', 'nwse-resize', 'pointer',
  'not-allowed',
];

// `send(headers, body)` makes a POST to "/" of the service and promises {status, body}, the body as
// a Uint8Array; it rejects if there is no answer. `host` is the authority that signatures name,
// `region` that of new streams.
export async function startInspector({ canvas, send, host = 'localhost', region = '' }) {
  const binary = await fetch(new URL('module.wasm', import.meta.url));
  if (!binary.ok) throw new Error(`module.wasm: HTTP status ${binary.status}`);
  let framesDue = 0;
  let scheduled = false;
  const module = await createModule({
    canvas,
    wasmBinary: new Uint8Array(await binary.arrayBuffer()),
    runnel: { send: post, wake, save, copy, cursor },
  });

  function draw() {
    scheduled = false;
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
  async function post(number, headers, body) {
    let answer;
    try {
      answer = await send({ 'Content-Type': 'application/x-amz-json-1.1', ...JSON.parse(headers) },
        body);
    } catch (error) {
      const reason = `no answer (${error.message ?? error})`;
      answer = { status: 0, body: new TextEncoder().encode(reason) };
    }
    const memory = module._malloc(answer.body.length + 1);
    module.HEAPU8.set(answer.body, memory);
    module._runnel_inspector_answer(number, answer.status, memory, answer.body.length);
  }
  function save(settings) {
    try {
      localStorage.setItem(settingsKey, settings);
    } catch {
      // Storage is forbidden here: the panels begin anew the next time.
    }
  }
  function saved() {
    try {
      return localStorage.getItem(settingsKey) ?? '';
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
  function size() {
    const scale = window.devicePixelRatio;
    return [Math.round(canvas.clientWidth * scale), Math.round(canvas.clientHeight * scale)];
  }
  function look() {
    setTimeout(look, module._runnel_inspector_look());
  }

  module.ccall('runnel_inspector_start', null,
    ['number', 'number', 'number', 'string', 'string', 'string'],
    [...size(), window.devicePixelRatio, saved(), host, region]);
  for (const name of events) window.addEventListener(name, wake, { capture: true, passive: true });
  window.addEventListener('paste', (event) => {
    const text = event.clipboardData.getData('text/plain');
    module.ccall('runnel_inspector_paste', null, ['string'], [text]);
  });
  window.addEventListener('resize', () => {
    module._runnel_inspector_resize(...size());
    wake();
  });
  look();
  wake();
}
