// The calls of the last while, as they happened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/inspect/call_bodies.h"
#include "core/model/names.h"

namespace runnel {

// What is said in words about a call: about most there is nothing to say.
struct ActivityTexts {
  std::string account;
  std::string region;
  std::string resource;    // as the caller named it
  std::string error_code;  // empty: it succeeded
  std::string error_message;
  std::string explanation;  // why, in the emulator's terms
  std::string fault_rules;  // ids of those that struck, separated by commas
};

struct ActivityEntry {
  std::uint64_t number = 0;  // from 1 on
  Timestamp at;
  std::string_view operation;  // static text; empty: it was not to be recognised
  StreamUid stream;            // zero: none
  ShardId shard{-1};
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  std::uint64_t refused_records = 0;
  Duration delay;                  // by a fault rule
  bool hung_up = false;            // by a fault rule
  std::int64_t microseconds = -1;  // -1: the host did not say
  // Null: the call succeeded, and is about its stream, which knows account, region and name.
  std::unique_ptr<ActivityTexts> texts;
  // Null: what was asked and answered is not kept.
  std::unique_ptr<CallBodies> bodies;
};

// A ring of the latest entries. Noting a call that succeeds does not allocate.
class Activity {
 public:
  static constexpr std::size_t kEntriesMax = 1000;
  // How long, by the host's clock, somebody who listed calls is taken to look on.
  static constexpr Duration kWatchedFor = Duration::Seconds(60);

  // The next entry, empty but for its number. Valid until the next call.
  ActivityEntry& Add();
  // The entry that was added last; null: there is none.
  ActivityEntry* latest() { return last_number_ == 0 ? nullptr : &SlotOf(last_number_); }
  // Somebody looks on, and may want to see what calls ask and are answered.
  void Watch(Timestamp host_now) { watched_until_ = host_now + kWatchedFor; }
  bool IsWatched(Timestamp host_now) const { return host_now < watched_until_; }
  std::uint64_t last_number() const { return last_number_; }
  // Null: it is not there any more, or not yet.
  const ActivityEntry* Find(std::uint64_t number) const;
  // The stream will not be known any more: what is known of its calls is put into words.
  void Forget(StreamUid stream, const ActivityTexts& texts);

 private:
  ActivityEntry& SlotOf(std::uint64_t number) { return slots_[(number - 1) % kEntriesMax]; }

  std::vector<ActivityEntry> slots_;
  std::uint64_t last_number_ = 0;
  Timestamp watched_until_;
};

}  // namespace runnel
