// Where the listing of records begins: what a person writes to get there.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace runnel {

inline constexpr const char* kRecordPlaceHelp =
    "495909…              the record of this sequence number\n"
    "12:30:15             the time of the day (UTC)\n"
    "2026-11-26T12:30Z    a moment\n"
    "-90s -5m -2h         so long ago";

// The members of Runnel.InspectRecords that say so; empty: that is no place. `now_millis`: by the
// emulator's clock.
boost::json::object ReadRecordPlace(std::string_view text, std::int64_t now_millis);

}  // namespace runnel
