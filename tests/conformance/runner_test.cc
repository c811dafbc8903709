// The runner is only worth its cases if it finds what is wrong: its parts, each with what it must
// accept and what it must refuse.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "tests/conformance/case_file.h"
#include "tests/conformance/cbor.h"
#include "tests/conformance/event_stream.h"
#include "tests/conformance/expansion.h"
#include "tests/conformance/pattern.h"
#include "tests/conformance/sequence_number.h"

namespace runnel::conformance {
namespace {

namespace json = boost::json;

bool Matches(const char* pattern, const char* actual) {
  Captures captures;
  return !FindDifference(json::parse(pattern), json::parse(actual), captures).has_value();
}

std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

// The initial-response message of kinesis-api 8.5.
const std::string kInitialResponse = FromHex(
    "0000007200000060ab820d9e0b3a6576656e742d74797065070010696e697469616c2d726573706f6e73650d3a636f"
    "6e74656e742d7479706507001a6170706c69636174696f6e2f782d616d7a2d6a736f6e2d312e310d3a6d6573736167"
    "652d747970650700056576656e747b7dacae6b7d");

TEST_CASE("an object pattern names exactly the members there are") {
  CHECK(Matches(R"({"a": 1})", R"({"a": 1.0})"));
  CHECK_FALSE(Matches(R"({"a": 1})", R"({"a": 2})"));
  CHECK_FALSE(Matches(R"({"a": 1})", R"({"a": 1, "b": 2})"));
  CHECK_FALSE(Matches(R"({"a": 1, "b": 2})", R"({"a": 1})"));
  CHECK(Matches(R"({"$subset": {"a": 1}})", R"({"a": 1, "b": 2})"));
  CHECK_FALSE(Matches(R"({"$subset": {"b": {"$absent": true}}})", R"({"a": 1, "b": 2})"));
  CHECK(Matches(R"({"a": 1, "b": {"$absent": true}})", R"({"a": 1})"));
}

TEST_CASE("a list pattern names every element") {
  CHECK(Matches("[1, 2]", "[1, 2]"));
  CHECK_FALSE(Matches("[1, 2]", "[2, 1]"));
  CHECK_FALSE(Matches("[1]", "[1, 2]"));
  CHECK(Matches(R"({"$unordered": [1, 2]})", "[2, 1]"));
  CHECK_FALSE(Matches(R"({"$unordered": [1, 1]})", "[2, 1]"));
  CHECK(Matches(R"({"$each": {"$any": "integer"}, "$length": 2})", "[2, 1]"));
  CHECK_FALSE(Matches(R"({"$each": {"$any": "string"}})", R"(["a", 1])"));
}

TEST_CASE("matchers hold or do not hold") {
  CHECK(Matches(R"({"$match": "a+"})", R"("aa")"));
  CHECK_FALSE(Matches(R"({"$match": "a+"})", R"("aab")"));
  CHECK(Matches(R"({"$gt": "9"})", R"("10")"));
  CHECK_FALSE(Matches(R"({"$gt": "9"})", R"("9")"));
  CHECK(Matches(R"({"$ge": 3, "$le": 3})", "3"));
  CHECK_FALSE(Matches(R"({"$lt": 3})", "3"));
  CHECK_FALSE(Matches(R"({"$not": "a"})", R"("a")"));
  CHECK(Matches(R"({"$json": {"a": 1}})", R"("{\"a\":1}")"));
  CHECK_FALSE(Matches(R"({"$json": {"a": 1}})", R"("{\"a\":")"));
  CHECK_THROWS_AS(CheckPattern(json::parse(R"([{"$mach": "a"}])")), std::runtime_error);
}

TEST_CASE("captured values come back whole or within a text") {
  Captures captures;
  CHECK_FALSE(FindDifference(json::parse(R"({"a": {"$capture": "x"}})"), json::parse(R"({"a": 5})"),
                             captures));
  CHECK(Expand(json::parse(R"({"b": "${x}", "c": "<${x}>"})"), captures) ==
        json::parse(R"({"b": 5, "c": "<5>"})"));
  CHECK_THROWS_AS(Expand(json::value("${y}"), captures), std::runtime_error);
}

TEST_CASE("builders write out what is long") {
  CHECK(Expand(json::parse(R"({"$repeat": ["ab", 2]})"), {}) == "abab");
  CHECK(Expand(json::parse(R"({"$blob": 4})"), {}) == "eHh4eA==");
  CHECK(Expand(json::parse(R"({"$sum": ["${n}", 2]})"), {{"n", 40}}) == 42);
  CHECK(Expand(json::parse(R"({"$list": [{"k": "k${i}"}, 2]})"), {}) ==
        json::parse(R"([{"k": "k0"}, {"k": "k1"}])"));
  CHECK(Expand(json::parse(R"({"$map": ["k${i}", "v", 2]})"), {}) ==
        json::parse(R"({"k0": "v", "k1": "v"})"));
}

TEST_CASE("a sequence number is taken apart") {
  CHECK(Matches(R"({"$sequence": {"version": 2, "created": 1700000000, "shard": 2, "index": 7,
                                  "byte": 0, "time": 1700000500}})",
                R"("49646437577153077907313937652117463342868063163248541730")"));
  CHECK_FALSE(Matches(R"({"$sequence": {"shard": 1}})",
                      R"("49646437577153077907313937652117463342868063163248541730")"));
  CHECK_FALSE(DecodeSequenceNumber("1").has_value());
  CHECK_FALSE(DecodeSequenceNumber("4964643757715307790731393765211746334286806316324854173x"));
}

TEST_CASE("an event-stream message is read once it is whole") {
  EventStreamReader reader;
  reader.Append(kInitialResponse.substr(0, 113));
  CHECK_FALSE(reader.Next().has_value());
  reader.Append(kInitialResponse.substr(113));
  CHECK(reader.Next() == json::parse(R"({":event-type": "initial-response",
                                         ":content-type": "application/x-amz-json-1.1",
                                         ":message-type": "event", "payload": {}})")
                             .as_object());
  CHECK(reader.AtBoundary());
}

TEST_CASE("a damaged event-stream message is refused") {
  for (const std::size_t position : {0, 5, 9, 20, 110, 113}) {
    std::string damaged = kInitialResponse;
    damaged[position] ^= 1;
    EventStreamReader reader;
    reader.Append(damaged);
    CHECK_THROWS_AS(reader.Next(), std::runtime_error);
  }
}

TEST_CASE("a body in CBOR is the same value as in JSON, blobs and times by their names") {
  const json::value value = json::parse(
      R"({"a": [1, -1, 24, 65536, 5000000000, true, null, 0.5, "x"], "Data": "AP8=",
          "StreamCreationTimestamp": 1.5, "Timestamp": "no time"})");
  const std::string cbor = ToCbor(value);
  CHECK(FromCbor(cbor) == value);
  CHECK(cbor.find("Data" + FromHex("4200ff")) != std::string::npos);
  CHECK(cbor.find("Timestamp" + FromHex("c11905dc")) != std::string::npos);
  CHECK(FromCbor(ToCbor(json::parse(R"({"Data": "no base64"})"))) ==
        json::parse(R"({"Data": "no base64"})"));
}

TEST_CASE("CBOR that Kinesis does not send is refused") {
  for (const char* hex : {"", "a1", "a16161", "62ff", "0000", "bfff", "9fff", "7f6161ff", "a10102",
                          "a2616101616102", "c1fb4000000000000000", "c2420000", "f7", "f97c00"}) {
    CAPTURE(hex);
    CHECK_THROWS_AS(FromCbor(FromHex(hex)), std::runtime_error);
  }
}

TEST_CASE("a case with a member nobody knows is refused") {
  CHECK(ParseCases("f", R"([{"name": "n", "steps": [{"call": "ListStreams"}]}])").size() == 1);
  for (const char* text : {
           R"([{"name": "n", "step": []}])",
           R"([{"name": "n", "steps": [{"cal": "ListStreams"}]}])",
           R"([{"name": "n", "steps": [{"call": "ListStreams", "expects": {}}]}])",
           R"([{"name": "n", "steps": [{"call": "ListStreams", "expect": {"outputs": {}}}]}])",
           R"([{"name": "n", "steps": [{"repeat": 2, "steps": [{"cal": "ListStreams"}]}]}])",
           R"([{"name": "n", "steps": []}, {"name": "n", "steps": []}])",
       }) {
    CHECK_THROWS_AS(ParseCases("f", text), std::runtime_error);
  }
}

}  // namespace
}  // namespace runnel::conformance
