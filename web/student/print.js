// A value as a line of the console.
export function textOf(value) {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'function') return `[function ${value.name}]`;
  try {
    return JSON.stringify(value, plain, 1)?.replace(/\n\s*/g, ' ') ?? String(value);
  } catch {
    return String(value);
  }
}

function plain(_, value) {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  if (value instanceof Uint8Array) return `bytes: ${new TextDecoder().decode(value)}`;
  return value;
}
