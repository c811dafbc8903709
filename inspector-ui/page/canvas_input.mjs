// What a person does to a canvas, for the module that draws on it. Only what is done to the canvas
// itself is taken: what else there is in the page keeps its keys, its wheel and its mouse.

// By ImGuiMouseButton: left, right, middle.
const buttons = [0, 2, 1];
const pixelsPerLine = 100;
// Keys that browsers do something with that the inspector wants for itself.
const taken = /^(Tab|Arrow.*|Page.*|Home|End|Backspace|Enter| |[^\x00-\x1f]|\/)$/u;

// Gives a function that ends it. `wake` asks for frames.
export function listenTo(canvas, module, wake) {
  const ended = new AbortController();
  let leaves = false;  // after Esc, Tab leads on to what follows the canvas

  function on(target, names, heard, options = {}) {
    for (const name of names) {
      target.addEventListener(name, heard, { signal: ended.signal, ...options });
    }
  }
  function move(event) {
    const scale = canvas.width / Math.max(canvas.clientWidth, 1);
    module._runnel_inspector_move(event.offsetX * scale, event.offsetY * scale);
    wake();
  }
  function text(written) {
    module.ccall('runnel_inspector_text', null, ['string'], [written]);
  }
  function key(event, down) {
    const { ctrlKey, metaKey, shiftKey, altKey } = event;
    const writes = event.getModifierState('AltGraph') || !(ctrlKey || metaKey || altKey);
    const letter = [...event.key].length === 1;
    const name = letter ? event.key.toLowerCase() : event.key;
    if (down && name === 'Tab' && leaves) return;
    if (down && name !== 'Shift') leaves = name === 'Escape';
    const flags = writes ? [0, shiftKey, 0] : [ctrlKey || metaKey, shiftKey, altKey];
    module.ccall('runnel_inspector_key', null, ['string', 'number', 'number', 'number', 'number'],
      [name, down ? 1 : 0, ...flags.map(Number)]);
    if (down && writes && letter) text(event.key);
    // Pasting is an event of its own, which the browser makes of the key.
    if (writes ? taken.test(event.key) : name === 'a' || name === 'z' || name === 'y') {
      event.preventDefault();
    }
    wake();
  }

  if (!canvas.hasAttribute('tabindex')) canvas.tabIndex = 0;
  canvas.style.touchAction = 'none';
  on(canvas, ['pointermove'], move);
  on(canvas, ['pointerdown'], (event) => {
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    move(event);
    module._runnel_inspector_press(buttons[event.button] ?? -1, 1);
  });
  on(canvas, ['pointerup', 'pointercancel'], (event) => {
    module._runnel_inspector_press(buttons[event.button] ?? -1, 0);
    wake();
  });
  on(canvas, ['pointerleave'], () => {
    module._runnel_inspector_move(-1, -1);
    wake();
  });
  on(canvas, ['contextmenu'], (event) => event.preventDefault());
  on(canvas, ['wheel'], (event) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 / pixelsPerLine : 1;
    module._runnel_inspector_wheel(event.deltaX * lines, event.deltaY * lines);
    wake();
  }, { passive: false });
  on(canvas, ['keydown'], (event) => key(event, true));
  on(canvas, ['keyup'], (event) => key(event, false));
  on(canvas, ['blur'], () => {
    module._runnel_inspector_release();
    wake();
  });
  on(window, ['paste'], (event) => {
    if (document.activeElement !== canvas) return;
    text(event.clipboardData.getData('text/plain'));
    wake();
  });
  return () => ended.abort();
}
