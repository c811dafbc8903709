// Which of the listed records are shown: what a person writes into the filter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inspector-ui/view_models/record_rows.h"

namespace runnel {

// What the filter's field says when it is pointed at.
inline constexpr const char* kRecordQueryHelp =
    "words             the key or the data holds each of them\n"
    "key:order-        the partition key begins so\n"
    "size>1k size<2M   bytes of data\n"
    "after:12:30       arrived at that time of the day (UTC) or later\n"
    "before:12:30:15   arrived earlier";

struct RecordQuery {
  std::vector<std::string> words;
  std::string key;
  std::int64_t above_bytes = -1;
  std::optional<std::int64_t> below_bytes;
  // Milliseconds of the day, in UTC.
  std::optional<std::int64_t> after;
  std::optional<std::int64_t> before;
  std::string fault;  // the first word that is not to be understood; empty: there is none

  static RecordQuery Read(std::string_view text);
  bool Matches(const RecordRow& row) const;
};

// "12:30", "12:30:15", "12:30:15.250": milliseconds of the day.
std::optional<std::int64_t> ReadTimeOfDay(std::string_view text);

}  // namespace runnel
