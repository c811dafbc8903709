// What the inspector knows of a server at one moment: read from the answers of
// Runnel.InspectStreams, Runnel.ListFaultRules and Runnel.InspectActivity.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "core/inspect/stream_view.h"

namespace runnel {

struct FaultRuleRow {
  std::string rule_id;
  std::string action;
  std::string about;   // "operations=Put* probability=0.1"
  std::string stream;  // whom it strikes: a name or ARN, "*" and "?" stand for letters; empty: all
  std::int64_t matched = 0;
  std::int64_t fired = 0;
  boost::json::object rule = {};  // as Runnel.AddFaultRule takes it
};

struct CallRow {
  std::int64_t number = 0;
  std::int64_t at_millis = 0;
  std::string operation;
  std::string resource;
  std::string error_code;  // empty: it succeeded
  std::string error_message;
  std::string explanation;
  std::string account_id;
  std::string region;
  std::string shard_id;
  std::string fault_rules;  // ids of those that struck
  std::int64_t records = 0;
  std::int64_t bytes = 0;
  std::int64_t refused_records = 0;
  std::int64_t delay_millis = 0;
  bool hung_up = false;
  std::int64_t microseconds = -1;  // -1: not known
};

struct World {
  std::int64_t now_millis = 0;  // when it was so; what time it is, the source tells
  bool frozen = false;
  double scale = 1;
  std::vector<StreamView> streams;
  std::vector<FaultRuleRow> fault_rules;
  std::deque<CallRow> calls;  // the latest, in order
  std::string trouble;        // why there is nothing newer; empty: all is well
};

// Each takes one answer into the world. Members that are missing are as if they were zero or empty.
void TakeStreams(const boost::json::object& answer, World& world);
void TakeFaultRules(const boost::json::object& answer, World& world);
// Adds what is new, and keeps the latest thousand.
void TakeCalls(const boost::json::object& answer, World& world);

// The rules that can strike calls about the stream.
std::vector<const FaultRuleRow*> RulesAbout(const World& world, const StreamView& stream);

// Null: there is none of that name; the first if the ARN is empty.
const StreamView* FindStream(const World& world, const std::string& stream_arn);

}  // namespace runnel
