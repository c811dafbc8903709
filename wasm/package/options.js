// What createRunnel can be given: defaults and checks.

// Every change is complete when its call returns: tests need not wait.
const withoutDelays = {
  CreateStreamDelayMillis: 0,
  DeleteStreamDelayMillis: 0,
  UpdateStreamDelayMillis: 0,
  RegisterConsumerDelayMillis: 0,
  DeregisterConsumerDelayMillis: 0,
  EventSourceMappingDelayMillis: 0,
};

const known =
  ['account', 'region', 'seed', 'clock', 'settings', 'snapshot', 'journal', 'buckets', 'fetch'];

export function chosenFrom(options) {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(`createRunnel knows no option '${name}', only ${known.join(', ')}`);
  }
  const { account = '000000000000', region = 'us-east-1', settings = {}, snapshot } = options;
  if (!/^\d{12}$/.test(account)) {
    throw new TypeError(`account must be a string of 12 digits, not ${JSON.stringify(account)}`);
  }
  if (!/^[a-z0-9-]+$/.test(region)) {
    throw new TypeError(`region must be a name like us-east-1, not ${JSON.stringify(region)}`);
  }
  const { buckets = true } = options;
  if (typeof buckets !== 'boolean') throw new TypeError('buckets must be true or false');
  const { fetch = (...request) => globalThis.fetch(...request) } = options;
  if (fetch !== false && typeof fetch !== 'function') {
    throw new TypeError('fetch must be a function that does as globalThis.fetch does, or false');
  }
  const requests = { HttpCalls: fetch ? 'BY_CALLS' : 'NOBODY' };
  const deliveries = buckets ? { ChannelDeliveries: 'BY_CALLS' } : {};
  return {
    account,
    region,
    seed: seedFrom(options.seed),
    ...clockFrom(options.clock ?? 'system'),
    settings: { ...withoutDelays, ...deliveries, ...requests, ...settings },
    fetch,
    writesObjects: buckets,
    snapshot: snapshot === undefined ? undefined : bytesOf(snapshot),
  };
}

// A snapshot as a Uint8Array.
export function bytesOf(snapshot) {
  if (snapshot instanceof Uint8Array) return snapshot;
  if (snapshot instanceof ArrayBuffer) return new Uint8Array(snapshot);
  throw new TypeError('a snapshot is a Uint8Array or an ArrayBuffer');
}

// Without one, every Runnel makes its own random choices.
function seedFrom(seed) {
  if (seed === undefined) return BigInt(Math.floor(Math.random() * Number.MAX_SAFE_INTEGER));
  if (typeof seed === 'bigint') return seed;
  if (Number.isSafeInteger(seed)) return BigInt(seed);
  throw new TypeError(`seed must be an integer or a bigint, not ${String(seed)}`);
}

// `now` is the wall clock; with `startAt` the emulator's clock stands still there at first.
function clockFrom(clock) {
  // Looked up at each call, so that a test's fake timers are followed.
  if (clock === 'system') return { now: () => Date.now() };
  // The emulator knows whole milliseconds.
  if (typeof clock === 'function') return { now: () => Math.floor(clock()) };
  const startAt = clock instanceof Date ? clock.getTime() : clock;
  if (Number.isSafeInteger(startAt) && startAt >= 0) return { now: () => 0, startAt };
  throw new TypeError("clock must be 'system', a Date or milliseconds at which it stands still, " +
    'or a function that gives the milliseconds since 1970');
}
