// The WebAssembly module's functions and the layout of what goes in and comes out. The number of
// functions is fixed: an operation of Kinesis or of the emulator is a request to runnel_handle.
// wasm/package/module.js is the other side of this header.
//
// One thread; nothing blocks, and nothing is imported but what the C library needs to say why it
// stops. The host passes the time with each call: `now`, wall clock milliseconds since the epoch.
//
// In: texts and bytes are laid into the buffer that runnel_buffer gives. A list of texts is UTF-8,
// each text ended by a zero byte.
// Out: an Outcome. It and what it points to are valid until the next call of any function here.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

// One emulator; several may live in one module.
struct RunnelEmulator;

struct RunnelOutcome {
  // Milliseconds until runnel_tick has something to do; infinity if nothing is pending.
  double wait;
  // Of runnel_handle: a subscription that the request opened, else 0. The reply's body is the
  // beginning of an event stream; what runnel_poll gives continues it.
  double subscription;
  // HTTP status of runnel_handle's reply, else 0.
  std::uint32_t status;
  // Of runnel_poll. ended: end the response after these bytes. more: poll again when there is room.
  std::uint32_t ended;
  std::uint32_t more;
  // Subscriptions that have had something to say since the last outcome of the same emulator.
  std::uint32_t ready_count;
  const double* ready;
  // The reply's headers, a list of texts: name, value, name, value…
  const char* headers;
  std::size_t headers_size;
  // The reply's body, event-stream frames, or what runnel_recover found wrong.
  const char* body;
  std::size_t body_size;
  // If the emulator is journaled: entries, one after the other, that must be stored before anything
  // of this outcome is shown to anybody, in the order of the outcomes.
  const char* journal;
  std::size_t journal_size;
  // Injected faults. hang_up: nothing of this outcome reaches anybody, the connection ends instead.
  // delay: milliseconds by which the reply, or the hanging up, comes late.
  std::uint32_t hang_up;
  double delay;
  // Of runnel_handle: what the reply waits for, else 0. It is no answer yet: runnel_finish gives
  // it, once an outcome has named this among the `answered`.
  double waiting;
  std::uint32_t answered_count;
  const double* answered;
  // Whether Runnel.TakeDelivery has something to give.
  std::uint32_t delivery_waits;
  // Whether Runnel.TakeHttpCall has.
  std::uint32_t http_call_waits;
};

// An entry of the journal (core/ports/journal.h), followed by its key id, its name and its bytes.
struct RunnelJournalEntry {
  double position;
  double at;
  double stream;
  double shard;
  double first_index;
  double last_index;
  std::uint32_t kind;
  std::uint32_t count;
  std::uint32_t key_id_size;
  std::uint32_t name_size;
  std::uint32_t bytes_size;
  std::uint32_t size;  // of all of it
};

// Room for at least `size` bytes, for the next call to read; what was there before is lost.
char* runnel_buffer(std::size_t size);

// In the buffer, `texts_size` bytes: default account and default region. The seed's halves drive
// every random choice: equal seeds, times and requests give equal bytes. Never null.
RunnelEmulator* runnel_create(std::uint32_t seed_low, std::uint32_t seed_high,
                              std::size_t texts_size, std::uint32_t journaled);
void runnel_destroy(RunnelEmulator* emulator);

// Answers the HTTP request in the buffer: `head_size` bytes of texts (method, target, then name and
// value of each header), then `body_size` bytes of body.
const RunnelOutcome* runnel_handle(RunnelEmulator* emulator, double now, std::size_t head_size,
                                   std::size_t body_size);
// Gives the reply that has waited, as runnel_handle gives others.
const RunnelOutcome* runnel_finish(RunnelEmulator* emulator, double now, double waiting);
// Does what is due.
const RunnelOutcome* runnel_tick(RunnelEmulator* emulator, double now);
// Takes what a subscription has to say. An unknown one has ended.
const RunnelOutcome* runnel_poll(RunnelEmulator* emulator, double now, double subscription);
// The reader has gone. Unknown subscriptions are ignored.
const RunnelOutcome* runnel_unsubscribe(RunnelEmulator* emulator, double now, double subscription);

// Becomes what the entries in the buffer say, which were stored: first the changes in their order,
// then the records, shard by shard in the order of their indexes.
const RunnelOutcome* runnel_recover(RunnelEmulator* emulator, double now, std::size_t size);
// As the outcome's journal: changes that replace all changes up to their position.
const RunnelOutcome* runnel_checkpoint(RunnelEmulator* emulator, double now);

}  // extern "C"
