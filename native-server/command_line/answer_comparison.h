// Answers of two endpoints to the same call, and what of them may differ.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

// Members that differ from endpoint to endpoint and from time to time: iterators, tokens, sequence
// numbers, times, and ids and ARNs that hold a time or are drawn, as those of consumers and
// channels.
bool IsVolatile(std::string_view member);

// What an endpoint gave in place of what was captured: iterators and the like, by which later calls
// name things.
class TokenMap {
 public:
  // Learns from an answer that was captured and the one that was given now.
  void Learn(const boost::json::value& captured, const boost::json::value& given);
  // `input` with what this endpoint gave in place of what was captured.
  boost::json::object Translate(const boost::json::object& input) const;

 private:
  void LearnMember(std::string_view member, const boost::json::value& captured,
                   const boost::json::value& given);
  void TranslateMember(std::string_view member, boost::json::value& value) const;

  std::map<std::string, std::string, std::less<>> given_for_;
};

// Where two answers differ, "Shards[1].ShardId: "a", not "b"", a line each; empty: nowhere.
// Volatile members, and those named by `ignored`, need only be there in both.
std::vector<std::string> Differences(const boost::json::value& a, const boost::json::value& b,
                                     const std::set<std::string, std::less<>>& ignored);

// An error's text without the numbers in it that are volatile.
std::string SteadyText(std::string_view text);

}  // namespace runnel
