// One emulator within the module: drives its time and tells its subscriptions' readers when there
// is something to read.

// What setTimeout can wait.
const longestWait = 2 ** 31 - 1;

// What a reader may leave unread before its subscription is asked for no more.
const unreadBytesMax = 64 * 1024;

// An emulator whose owner was dropped without close() gives its memory back.
const forgotten = new FinalizationRegistry(({ instance, pointer, timer }) => {
  clearTimeout(timer.id);
  instance.destroy(pointer);
});

export class Emulator {
  #instance;
  #pointer;
  #now;
  // In an object of its own, for it outlives this one.
  #timer = { id: undefined, due: Infinity };
  #readers = new Map();
  // Of the replies that wait: whom to give the answer, and whom to tell that there will be none.
  #waiting = new Map();
  #journal;
  #happened;

  // `now` gives wall clock milliseconds since the epoch. `journal`, a Journal, may be missing.
  // `happened` is called after everything that may have had effects, with the outcome.
  constructor(instance, { account, region, seed, now, journal }, happened = () => {}) {
    this.#happened = happened;
    this.#instance = instance;
    this.#pointer = instance.create(account, region, seed, journal !== undefined);
    this.#now = now;
    this.#journal = journal;
    if (journal !== undefined) {
      journal.takeCheckpoint = () => instance.checkpoint(this.#live(), now()).journal;
    }
    forgotten.register(this, { instance, pointer: this.#pointer, timer: this.#timer }, this);
  }

  // Answers an HTTP request: {method, path, headers, body}, headers an object or a list of names
  // and values, body a string or a Uint8Array. Gives {status, headers, body}, body a Uint8Array, or
  // a ReadableStream of them if the request opened a subscription. If it waits for a function,
  // delivered() gives the answer.
  answer({ method, path, headers, body }) {
    const head = [method, path];
    const entries = Array.isArray(headers) ? headers : Object.entries(headers);
    for (const [name, value] of entries) head.push(name, String(value));
    const reply = this.#instance.handle(this.#live(), this.#now(), head, body ?? '');
    const { waiting, subscription } = reply;
    if (waiting !== 0) {
      reply.finished = new Promise((resolve, reject) => {
        this.#waiting.set(waiting, { resolve, reject });
      });
      reply.finished.catch(() => {});  // whoever awaits it is told
    }
    this.#settled(reply);
    return subscription === 0 ? reply : { ...reply, body: this.#read(subscription, reply.body) };
  }

  // Becomes what the journal's entries say. Throws if they cannot be read.
  recover(entries) {
    const { body } = this.#settled(this.#instance.recover(this.#live(), this.#now(), entries));
    if (body.byteLength > 0) {
      throw new Error(`the journal cannot be read: ${new TextDecoder().decode(body)}`);
    }
  }

  // Resolves once what has happened will outlive this program, if there is a journal. Nothing that
  // an answer says may be shown before.
  async stored() {
    try {
      await this.#journal?.stored();
    } catch (error) {
      // What they wait for is not run any more.
      this.#dismiss(error);
      throw error;
    }
  }

  // Resolves to a reply of answer() once it may be shown: what it says is stored, and an injected
  // fault has held it back for as long as it was to. Rejects if a fault lets the connection end.
  async delivered(outcome) {
    await this.stored();
    const reply = await (outcome.finished ?? outcome);
    if (outcome.finished) await this.stored();
    if (reply.delay > 0) await new Promise((resolve) => { setTimeout(resolve, reply.delay); });
    if (!reply.hangUp) return reply;
    if (reply.body instanceof ReadableStream) reply.body.cancel();
    throw connectionLost();
  }

  // Does what is due now.
  tick() {
    this.#settled(this.#instance.tick(this.#live(), this.#now()));
  }

  // Ends every subscription.
  endSubscriptions() {
    for (const reader of this.#readers.values()) reader.end();
  }

  // Ends every subscription and frees the emulator. Answers nothing afterwards.
  close() {
    if (this.#pointer === 0) return;
    this.endSubscriptions();
    this.#dismiss(closed());
    clearTimeout(this.#timer.id);
    forgotten.unregister(this);
    this.#instance.destroy(this.#pointer);
    this.#pointer = 0;
  }

  #live() {
    if (this.#pointer === 0) throw closed();
    return this.#pointer;
  }

  // To be called with every outcome.
  #settled(outcome) {
    this.#journal?.add(outcome.journal);
    for (const id of outcome.ready) this.#readers.get(id)?.wake();
    this.#arm(outcome.wait);
    for (const id of outcome.answered) this.#finish(id);
    this.#happened(outcome);
    return outcome;
  }

  // Tells those who wait for an answer that there will be none.
  #dismiss(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #finish(id) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    const reply = this.#settled(this.#instance.finish(this.#live(), this.#now(), id));
    waiting?.resolve(reply);
  }

  // Ticking sooner than necessary does no harm, so the timer is only ever set earlier, or anew if
  // its time is over: a fake one never rings once it has been put back. It keeps no process alive,
  // and does not keep an emulator that nobody else holds.
  #arm(wait) {
    if (wait === Infinity) return;
    const now = this.#now();
    const due = now + Math.min(wait, longestWait);
    if (this.#timer.due > now && this.#timer.due <= due) return;
    clearTimeout(this.#timer.id);
    const held = new WeakRef(this);
    const timer = this.#timer;
    timer.due = due;
    timer.id = setTimeout(() => {
      timer.due = Infinity;
      held.deref()?.tick();
    }, due - now);
    timer.id?.unref?.();
  }

  #read(id, first) {
    const reader = new SubscriptionReader({
      first,
      poll: () => this.#settled(this.#instance.poll(this.#live(), this.#now(), id)),
      stored: () => this.stored(),
      hangUp: () => {
        this.#readers.delete(id);
        if (this.#pointer === 0) return;
        this.#settled(this.#instance.unsubscribe(this.#pointer, this.#now(), id));
      },
      done: () => this.#readers.delete(id),
    });
    this.#readers.set(id, reader);
    return reader.stream;
  }
}

function closed() {
  return Object.assign(new Error('this Runnel has been closed'), { name: 'ClosedError' });
}

// What Node's clients say when the other side hangs up; the SDK knows it as worth a retry.
function connectionLost() {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

// The body of a subscription's response. What nobody reads stays in the shard.
class SubscriptionReader {
  stream;
  #poll;
  #stored;
  #done;
  #controller;
  #ready = true;
  #ended = false;
  #lost = false;  // an injected fault has ended the connection
  // Set while the stream has room and the subscription nothing to say.
  #wake = null;

  constructor({ first, poll, stored, hangUp, done }) {
    this.#poll = poll;
    this.#stored = stored;
    this.#done = done;
    this.stream = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
        controller.enqueue(first);
      },
      pull: () => this.#pull(),
      cancel: () => {
        this.#ended = true;
        hangUp();
      },
    }, { highWaterMark: unreadBytesMax, size: (chunk) => chunk.byteLength });
  }

  // The subscription has something to say.
  wake() {
    this.#ready = true;
    this.#wake?.();
  }

  end() {
    if (this.#ended) return;
    this.#ended = true;
    this.#wake?.();
    this.#done();
    this.#controller.close();
  }

  async #pull() {
    while (!this.#ended) {
      if (this.#lost) throw connectionLost();
      if (!this.#ready) {
        await new Promise((resolve) => { this.#wake = resolve; });
        this.#wake = null;
        continue;
      }
      const { body, ended, more, hangUp } = this.#poll();
      this.#ready = more;
      await this.#stored();
      if (this.#ended) return;
      // What the reader has not taken yet, an error would drop: it comes with the next pull.
      if (hangUp) {
        this.#lost = true;
        this.#done();
        if (body.byteLength === 0) continue;
      }
      if (body.byteLength > 0) this.#controller.enqueue(body);
      if (ended && !hangUp) this.end();
      if (body.byteLength > 0) return;
    }
  }
}
