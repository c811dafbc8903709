// The emulator's clock, which need not be that of the host. Everything that comes due on the way
// is done when a function returns.

export class Clock {
  #call;

  constructor(call) { this.#call = call; }

  // Milliseconds since 1970.
  now() { return this.#call('Runnel.DescribeClock', {}).NowMillis; }

  // Goes ahead by so many milliseconds. Gives the new time, as all of these do.
  advance(milliseconds) { return this.#update({ AdvanceMillis: milliseconds }); }

  // Stands still, now or at a later time, and moves by advance() only.
  freeze(at) {
    return this.#update(at === undefined ? { Freeze: true } : { FreezeAtMillis: Number(at) });
  }

  // Runs with the host's clock again.
  resume() { return this.#update({ Unfreeze: true }); }

  // Runs so many times as fast as the host's clock.
  scale(factor) { return this.#update({ Scale: factor }); }

  #update(change) { return this.#call('Runnel.UpdateClock', change).NowMillis; }
}
