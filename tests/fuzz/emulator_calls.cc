#include "tests/fuzz/emulator_calls.h"

#include <boost/json/parse.hpp>
#include <exception>

#include "core/base/check.h"
#include "tests/conformance/cbor.h"

namespace runnel::fuzz {
namespace {

bool IsJson(std::string_view body) {
  boost::json::error_code error;
  boost::json::parse(body, error);
  return !error;
}

bool IsCbor(std::string_view body) {
  try {
    conformance::FromCbor(body);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace

Settings WithoutDelays() {
  Settings settings;
  settings.create_stream_delay = settings.delete_stream_delay = {};
  settings.update_stream_delay = settings.register_consumer_delay = {};
  settings.deregister_consumer_delay = {};
  return settings;
}

std::string Authorization(std::string_view service) {
  return "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/" + std::string(service) +
         "/aws4_request, SignedHeaders=host, Signature=0";
}

Reply Send(Emulator& emulator, std::string_view encoding, const std::string& target,
           std::string_view body) {
  const std::string authorization = Authorization("kinesis");
  const Header headers[] = {{"X-Amz-Target", target},
                            {"Content-Type", encoding == "cbor" ? kCborType : kJsonType},
                            {"X-Amz-Date", "20260101T000000Z"},
                            {"Authorization", authorization}};
  return emulator.Handle({"POST", "/", headers, body});
}

std::string Call(Emulator& emulator, std::string_view operation, std::string_view body) {
  Reply reply = Send(emulator, "json", "Kinesis_20131202." + std::string(operation), body);
  RUNNEL_CHECK(reply.status == 200);
  return reply.body;
}

void CheckBody(const Reply& reply) {
  if (reply.subscription || reply.body.empty()) return;
  for (const ReplyHeader& header : reply.headers) {
    if (header.name != "Content-Type") continue;
    RUNNEL_CHECK(header.value != kJsonType || IsJson(reply.body));
    RUNNEL_CHECK(header.value != kCborType || IsCbor(reply.body));
  }
}

}  // namespace runnel::fuzz
