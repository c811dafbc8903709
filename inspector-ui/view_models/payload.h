// A record's data as people read it: what it is, and what is inside.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

// A record within a record of a producer library.
struct PackedRow {
  std::string partition_key;
  std::string data;
};

struct PayloadView {
  bool gzip = false;                       // and `text` is what was within
  std::string text;                        // the data, or what the gzip holds
  std::optional<boost::json::value> json;  // if that is JSON
  std::vector<PackedRow> packed;           // if that is an aggregate

  // "JSON", "gzip, JSON", "aggregate of 3 records", "text", "bytes".
  std::string Kind() const;
};

PayloadView ReadPayload(std::string_view data);

}  // namespace runnel
