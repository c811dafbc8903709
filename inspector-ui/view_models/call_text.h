// One call as it was: the answer of Runnel.InspectCall.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

namespace runnel {

// What a call asked and was answered, as JSON, of which the beginning is kept.
struct CallText {
  std::int64_t number = 0;  // 0: none
  std::string request;
  std::string reply;
  std::int64_t request_bytes = 0;  // of all of it
  std::int64_t reply_bytes = 0;
  std::string absent;  // why there is neither; empty: there is
};

CallText ReadCallText(std::int64_t number, const boost::json::object& answer,
                      const std::string& refusal);

}  // namespace runnel
