// What is looked at and chosen: the state that the panels share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "inspector-ui/snapshot_source.h"
#include "inspector-ui/view_models/call_text.h"
#include "inspector-ui/view_models/chosen_record.h"
#include "inspector-ui/view_models/delivery_history.h"
#include "inspector-ui/view_models/generator.h"
#include "inspector-ui/view_models/rate_history.h"
#include "inspector-ui/view_models/record_rows.h"
#include "inspector-ui/view_models/world.h"

namespace runnel {

// What a person likes, kept from one time to the next.
struct Preferences {
  bool light = false;
  unsigned hidden = 0;  // a bit for each panel
  // Of the window when its panels were placed.
  float width = 0;
  float height = 0;
};

struct Inspector {
  explicit Inspector(SnapshotSource& looked_at, Caller calls_as = {})
      : source(looked_at), world(looked_at.Latest()), caller(std::move(calls_as)) {}

  SnapshotSource& source;
  std::shared_ptr<const World> world;
  std::int64_t now_millis = 0;  // by the emulator's clock; that of the world can be older
  Caller caller;
  RateHistory history;
  DeliveryHistory deliveries;
  Preferences preferences;
  bool arrange = false;  // all panels go back to where they were at first

  std::string stream_arn;   // the chosen stream; empty: the first
  std::string stream_name;  // the one to choose once it is there; empty: none
  std::string shard_id;     // the chosen shard; empty: all of them
  std::string notice;       // what came of the last change

  std::vector<RecordRow> records;
  std::string records_stream;  // of which stream and shard they are
  // Where the listing is: members of Runnel.InspectRecords; none: at the tip.
  boost::json::object records_at;
  // Where its first and last record are, for what is before and after them.
  std::string records_previous;
  std::string records_next;
  std::string record_place;  // as it is being written
  bool follow = true;        // the tip, as records come
  // How often another stream, shard or place was wanted: answers from before are not listed.
  int records_wish = 0;
  ChosenRecord chosen_record;
  std::string record_filter;

  Generator generator;
  GeneratorSettings generator_settings;
  std::string generating_for;  // the stream's ARN; empty: nothing is put by itself
  int puts_waiting = 0;        // PutRecords of the generator that have not been answered

  bool only_refused = false;
  std::int64_t chosen_call = 0;
  CallText call_text;  // of the chosen one, once it is known
  // Rules that were switched off here, and can be switched on again.
  std::vector<FaultRuleRow> switched_off;
  // What is being chosen with a slider, of one rule.
  std::string adjusted_rule;
  float adjusted = 0;
  // Of streams to be made; empty: the caller's own.
  std::string new_account;
  std::string new_region;

  const StreamView* stream() const { return FindStream(*world, stream_arn); }

  // Takes what is new. To be called before each drawing.
  void Update() {
    source.RunDone();
    now_millis = source.NowMillis();
    std::shared_ptr<const World> latest = source.Latest();
    if (latest == world) return;
    world = std::move(latest);
    history.Take(*world);
    deliveries.Take(*world);
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
  void Change(const OutgoingCall& call) {
    const std::string name = call.target.substr(call.target.find('.') + 1);
    source.Call(call, [this, name](const CallAnswer& answer) {
      notice = answer.refusal.empty() ? name + " succeeded" : name + ": " + answer.refusal;
    });
  }
  // As the account and in the region of the stream that it is about, if it is.
  void Change(const std::string& target, const boost::json::object& input,
              const StreamView* about = nullptr) {
    Change(CallAbout(about, target, input));
  }
};

}  // namespace runnel
