// What is looked at and chosen: the state that the panels share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "inspector-ui/snapshot_source.h"
#include "inspector-ui/view_models/rate_history.h"
#include "inspector-ui/view_models/record_rows.h"
#include "inspector-ui/view_models/world.h"

namespace runnel {

struct Inspector {
  explicit Inspector(SnapshotSource& looked_at) : source(looked_at), world(looked_at.Latest()) {}

  SnapshotSource& source;
  std::shared_ptr<const World> world;
  RateHistory history;

  std::string stream_arn;   // the chosen stream; empty: the first
  std::string stream_name;  // the one to choose once it is there; empty: none
  std::string shard_id;     // the chosen shard; empty: all of them
  std::string notice;       // what came of the last change

  std::vector<RecordRow> records;
  std::string records_stream;  // of which stream and shard they are
  bool follow = true;
  std::size_t chosen_record = 0;
  std::string record_filter;

  bool only_refused = false;

  const StreamView* stream() const { return FindStream(*world, stream_arn); }

  // Takes what is new. To be called before each drawing.
  void Update() {
    source.RunDone();
    std::shared_ptr<const World> latest = source.Latest();
    if (latest == world) return;
    world = std::move(latest);
    history.Take(*world);
    if (stream_name.empty()) return;
    for (const StreamView& candidate : world->streams) {
      if (candidate.stream_name != stream_name) continue;
      stream_arn = candidate.stream_arn;
      stream_name.clear();
      return;
    }
  }

  static OutgoingCall CallAbout(const StreamView* about, const std::string& target,
                                const boost::json::object& input) {
    if (about == nullptr) return {target, input};
    return {target, input, about->account_id, about->region};
  }

  // A change by a call that any client could make; the notice tells what came of it.
  // It is made as the account and in the region of the stream that it is about, if it is.
  void Change(const std::string& target, const boost::json::object& input,
              const StreamView* about = nullptr) {
    const std::string name = target.substr(target.find('.') + 1);
    source.Call(CallAbout(about, target, input), [this, name](const CallAnswer& answer) {
      notice = answer.refusal.empty() ? name + " succeeded" : name + ": " + answer.refusal;
    });
  }
};

}  // namespace runnel
