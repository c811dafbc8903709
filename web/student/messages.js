// Calls across a message port, in both directions: each side gives the functions that the other one
// may call, and gets one that calls the other's.

// `functions` by name; they may be async. The function that is returned resolves to what the other
// side's function returns, and rejects with what it throws.
export function connect(port, functions) {
  const waiting = new Map();
  let last = 0;
  port.onmessage = async ({ data: { id, name, args, value, error } }) => {
    if (name === undefined) {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) resolve(value);
      else reject(errorFrom(error));
      return;
    }
    let answer;
    try {
      answer = { id, value: await functions[name](...args) };
    } catch (thrown) {
      answer = { id, error: partsOf(thrown) };
    }
    try {
      port.postMessage(answer);
    } catch {  // it cannot be sent: a function, say
      port.postMessage({ id, error: partsOf(new TypeError(`${name} gave what cannot be sent`)) });
    }
  };
  return (name, ...args) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    port.postMessage({ id: last, name, args });
  });
}

// An error as values: a clone of one would lose what is not standard.
export function partsOf(thrown) {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: String(thrown) };
  const { name, message, code, stack } = thrown;
  return { name, message, code, stack };
}

function errorFrom({ name, message, code, stack }) {
  const error = Object.assign(new Error(message), { name, stack });
  if (code !== undefined) error.code = code;
  return error;
}
