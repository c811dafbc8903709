#include "native-server/metrics.h"

#include <string_view>

#include "core/inspect/metrics.h"

namespace runnel {

std::optional<Reply> AnswerMetrics(const Request& request, EmulatorHost& host) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  if (request.target.substr(0, request.target.find('?')) != "/metrics") return std::nullopt;
  Reply reply;
  reply.headers.push_back({"Content-Type", "text/plain; version=0.0.4; charset=utf-8"});
  // Written without the lock.
  reply.body = PrometheusText(host.Metrics());
  return reply;
}

}  // namespace runnel
