// What a person writes to find records: the filter, and the place to jump to.
#include "inspector-ui/view_models/record_query.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "inspector-ui/view_models/call_text.h"
#include "inspector-ui/view_models/record_place.h"

namespace runnel {
namespace {

RecordRow Row() {
  RecordRow row;
  row.partition_key = "order-17";
  row.data = "hello world";
  row.data_bytes = 1500;
  row.arrival_millis = 86'400'000LL * 20'000 + (12 * 60 + 30) * 60'000;  // 12:30:00
  return row;
}

bool Shows(const char* text) { return RecordQuery::Read(text).Matches(Row()); }

TEST_CASE("RecordQuery: words, keys, sizes and times of the day, all of which must hold") {
  CHECK(Shows(""));
  CHECK(Shows("hello 17"));
  CHECK_FALSE(Shows("hello 18"));
  CHECK(Shows("key:order-"));
  CHECK_FALSE(Shows("key:17"));
  CHECK(Shows("size>1k size<2k"));
  CHECK_FALSE(Shows("size>1500"));
  CHECK_FALSE(Shows("size<1500"));
  CHECK(Shows("after:12:30 before:12:30:00.001"));
  CHECK_FALSE(Shows("after:12:30:01"));
  CHECK_FALSE(Shows("before:12:30"));
  CHECK(Shows("  hello   size>1k "));
}

TEST_CASE("RecordQuery: what is not understood is told") {
  CHECK(RecordQuery::Read("hello size>1k after:9:05").fault.empty());
  for (const char* wrong : {"size>", "size<x", "size>1q", "after:", "before:25:00", "after:12",
                            "after:12:60", "before:12:30:61", "after:12:30x"}) {
    CHECK_MESSAGE(RecordQuery::Read(std::string("a ") + wrong).fault == wrong, wrong);
  }
}

TEST_CASE("ReadRecordPlace: a number, a time, a moment, so long ago") {
  const std::int64_t day = 86'400'000LL * 20'000;
  const std::int64_t now = day + 3'600'000;  // 01:00
  const std::string number(56, '4');
  CHECK(ReadRecordPlace(" " + number + " ", now) ==
        boost::json::object{{"FromSequenceNumber", number}});
  CHECK(ReadRecordPlace("00:30", now) == boost::json::object{{"FromMillis", day + 1'800'000}});
  CHECK(ReadRecordPlace("23:00", now) == boost::json::object{{"FromMillis", day - 3'600'000}});
  CHECK(ReadRecordPlace("-5m", now) == boost::json::object{{"FromMillis", now - 300'000}});
  CHECK(ReadRecordPlace("-90s", now) == boost::json::object{{"FromMillis", now - 90'000}});
  CHECK(ReadRecordPlace("2015-08-30T12:36:00Z", now) ==
        boost::json::object{{"FromMillis", 1'440'938'160'000}});
  for (const char* wrong : {"", "x", "-", "-5", "-5d", "12345", "25:00"}) {
    CHECK_MESSAGE(ReadRecordPlace(wrong, now).empty(), wrong);
  }
}

TEST_CASE("ReadCallText: what was asked and answered, or why it is not known") {
  const CallText text = ReadCallText(
      7, {{"Request", "{}"}, {"Reply", "[]"}, {"RequestBytes", 9}, {"ReplyBytes", 2}}, "");
  CHECK(text.number == 7);
  CHECK(text.request == "{}");
  CHECK(text.request_bytes == 9);
  CHECK(text.absent.empty());
  CHECK(ReadCallText(7, {}, "no answer").absent == "no answer");
  CHECK_FALSE(ReadCallText(7, {{"Number", 7}}, "").absent.empty());
}

}  // namespace
}  // namespace runnel
