#include "native-server/health.h"

#include <algorithm>
#include <array>
#include <string>

#include "native-server/version.h"

namespace runnel {
namespace {

constexpr std::array<std::string_view, 10> kPaths = {
    "/health",              // most tools
    "/healthcheck",         // kinesis-mock
    "/_localstack/health",  // LocalStack
    "/_localemu/health",    // LocalEmu
    "/_ministack/health",   // ministack
    "/_floci/health",       // floci
    "/moto-api/",           // moto
    "/_health",             // ferrokinesis, and its probes
    "/_health/live",
    "/_health/ready",
};

bool IsHealthPath(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  return std::find(kPaths.begin(), kPaths.end(), path) != kPaths.end() ||
         path.starts_with("/health/");
}

}  // namespace

std::optional<Reply> AnswerHealth(const Request& request, std::chrono::nanoseconds uptime) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  if (!IsHealthPath(request.target)) return std::nullopt;
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(uptime).count();
  Reply reply;
  reply.headers.push_back({"Content-Type", "application/json"});
  reply.headers.push_back({"Access-Control-Allow-Origin", "*"});
  // One answer for all: "kinesis" and "status" as generic probes read them, "services" as
  // LocalStack's form has it.
  reply.body = R"({"status":"running","kinesis":"available","services":{"kinesis":"available"},)"
               R"("version":")" +
               std::string(Version()) + R"(","uptime_ms":)" + std::to_string(milliseconds) + "}\n";
  return reply;
}

}  // namespace runnel
