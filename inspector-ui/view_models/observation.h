// What is asked of a server again and again, and the world as the answers make it.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "inspector-ui/outgoing_call.h"
#include "inspector-ui/view_models/world.h"

namespace runnel {

class Observation {
 public:
  static constexpr std::size_t kQuestions = 3;
  // Between two looks: as long as things change, and when nothing did.
  static constexpr int kIntervalMillis = 500;
  static constexpr int kQuietIntervalMillis = 1000;

  std::array<OutgoingCall, kQuestions> Questions() const;
  // The answers to these questions, in their order. Whether there is anything new to show; the time
  // of the world is new all the same.
  bool Take(const std::array<AnswerText, kQuestions>& answers);
  const World& world() const { return world_; }

 private:
  World world_;
  std::string streams_seen_;
  std::string rules_seen_;
  std::int64_t last_number_ = 0;
};

}  // namespace runnel
