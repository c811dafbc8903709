#include "native-server/command_line/client_complaints.h"

#include <doctest/doctest.h>

#include <string>

namespace runnel {
namespace {

// Whether the complaint has one explanation, and this is in it.
bool IsExplained(std::string_view error, std::string_view advice) {
  const auto all = AdviceFor(error);
  return all.size() == 1 && all.front().find(advice) != std::string_view::npos;
}

TEST_CASE("A complaint is known by a sign that begins a word") {
  CHECK(IsExplained("getaddrinfo ENOTFOUND kinesis", "host that has no address"));
  CHECK(IsExplained("ResourceNotFoundException: Stream s under account 000000000000 not found.",
                    "the stream is not where the client looks"));
  CHECK(IsExplained("com.amazonaws.services.AmazonDynamoDBException", "runnel connect kcl"));
  CHECK(IsExplained("code: 'ERR_SSL_WRONG_VERSION_NUMBER wrong version number'", "TLS was spoken"));
  CHECK(IsExplained("botocore.exceptions.NoCredentialsError", "the client has no credentials"));
  CHECK(AdviceFor("what?").empty());
}

TEST_CASE("An address that Python refuses is told from the one that the Producer Library refuses") {
  CHECK(IsExplained("ValueError: Invalid endpoint: localhost:4630", "http://127.0.0.1:4566"));
  CHECK(IsExplained("Endpoint must match the pattern", "Kinesis Producer Library"));
}

}  // namespace
}  // namespace runnel
