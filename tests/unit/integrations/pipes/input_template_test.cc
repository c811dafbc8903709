#include "core/integrations/pipes/input_template.h"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>

#include "core/integrations/pipes/json_of.h"

namespace runnel::pipes {
namespace {

namespace bj = boost::json;

// "eyJ1Ijp7Im4iOiJhXCJiIn0sImwiOlsxLDJdfQ==" holds {"u":{"n":"a\"b"},"l":[1,2]}.
const bj::value kEvent = bj::parse(
    R"({"partitionKey": "k", "data": "eyJ1Ijp7Im4iOiJhXCJiIn0sImwiOlsxLDJdfQ==",
        "approximateArrivalTimestamp": 1732550001.234})");

std::string Applied(std::string_view text, const bj::value& event = kEvent) {
  const auto input = InputTemplate::Parse(text);
  REQUIRE(input.has_value());
  TemplateNames names;
  names.pipe_name = "p";
  names.ingestion_time = {1'700'000'000'000};
  return input->Apply(event, WithDataDecoded(event), names);
}

TEST_CASE("a value stands bare as JSON, and within quotes as text") {
  CHECK(Applied(R"({"k": <$.partitionKey>})") == R"({"k": "k"})");
  CHECK(Applied(R"({"data": <$.data>})") == R"({"data": {"u":{"n":"a\"b"},"l":[1,2]}})");
  CHECK(Applied(R"({"n": "of <$.data.u.n>: <$.data.l[1]>"})") == R"({"n": "of a\"b: 2"})");
  CHECK(Applied(R"({"l": <$.data.l[*]>, "t": <$.approximateArrivalTimestamp>})") ==
        R"({"l": [1,2], "t": 1732550001.234})");
  CHECK(Applied(R"({"quoted \" <$.partitionKey>": 1})") == R"({"quoted \" k": 1})");
}

TEST_CASE("what is not there is null, or nothing within a text") {
  CHECK(Applied(R"({"a": <$.no>, "b": "x<$.data.l[7]>y"})") == R"({"a": null, "b": "xy"})");
}

TEST_CASE("a template that is no JSON gives text") {
  CHECK(Applied("key <$.partitionKey> of <aws.pipes.pipe-name>") == "key k of p");
  CHECK(Applied("<$.partitionKey>") == "k");
  CHECK(Applied("<$.data>") == R"({u: {n: a"b}, l: [1, 2]})");
  CHECK(Applied("a < b and <c>") == "a < b and <c>");
}

TEST_CASE("payloads that are no JSON stay base64") {
  const bj::value event = bj::parse(R"({"data": "aGVsbG8="})");
  CHECK(Applied(R"({"data": <$.data>})", event) == R"({"data": "aGVsbG8="})");
}

TEST_CASE("reserved names") {
  CHECK(Applied(R"({"at": "<aws.pipes.event.ingestion-time>"})") ==
        R"({"at": "2023-11-14T22:13:20.000Z"})");
  const bj::value event = bj::parse(R"({"data": "WzFd"})");
  CHECK(Applied("[<aws.pipes.event>, <aws.pipes.event.json>]", event) ==
        R"([{"data":"WzFd"}, {"data":[1]}])");
}

TEST_CASE("what is no placeholder is refused") {
  CHECK(InputTemplate::Parse("<$.a").error().message() ==
        "Invalid InputTemplate: a placeholder is not closed by '>'.");
  CHECK(InputTemplate::Parse("<aws.pipes.nothing>").error().message() ==
        "Invalid InputTemplate: <aws.pipes.nothing> is neither a JSON path nor a reserved name.");
  CHECK_FALSE(InputTemplate::Parse("<$.a..b>").has_value());
  CHECK_FALSE(EventPath::Parse("$.a[x]").has_value());
  CHECK_FALSE(EventPath::Parse("a.b").has_value());
}

TEST_CASE("numbers are written as people write them") {
  CHECK(JsonOf(bj::parse("[1732550001.234, 0.1, 1e30, -7, true, null]")) ==
        "[1732550001.234,0.1,1e+30,-7,true,null]");
  CHECK(JsonOf(bj::parse("[10.0, 1e400]")) == "[10.0,1.7976931348623157e+308]");
}

}  // namespace
}  // namespace runnel::pipes
