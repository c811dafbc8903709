// Functions that are somewhere else: an HTTP endpoint that takes an invocation as the runtime
// interface emulator of a container does.
// Source: integrations 4.3, 4.6.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/api/function_invocation.h"
#include "native-server/functions/function_reports.h"

namespace runnel {

// Belongs to the thread that runs the io_context.
class UrlFunctions {
 public:
  // Both must outlive it; it must outlive the io_context's run.
  UrlFunctions(boost::asio::io_context& io, FunctionReports& reports)
      : io_(io), reports_(reports) {}

  // Sends the invocation and reports what comes of it. An emulator of a container that has refused
  // one because it was busy is sent the others one after the other.
  void Invoke(FunctionInvocation invocation);

 private:
  struct Endpoint {
    bool takes_one_at_a_time = false;
    std::size_t under_way = 0;
    std::uint64_t ended = 0;
    std::deque<FunctionInvocation> waiting;
  };
  // One version of a function, and the log streams that no call under way writes to: as many as
  // there were calls at once, as if each were an execution environment.
  using Key = std::tuple<Scope, std::string, std::string>;
  struct Streams {
    std::string revision_id;
    std::vector<std::string> free;
  };

  void Serve(Endpoint& endpoint);
  void Begin(Endpoint& endpoint, FunctionInvocation invocation);
  // `alone`: no other call of this server's can have been what kept it busy.
  void Refused(Endpoint& endpoint, FunctionInvocation invocation, bool alone);
  std::string TakeStream(const RunnableFunction& function);
  void GiveBack(const RunnableFunction& function, const std::string& stream);

  boost::asio::io_context& io_;
  FunctionReports& reports_;
  std::map<std::string, Endpoint> endpoints_;  // by URL
  std::map<Key, Streams> streams_;
};

// What an answer to such a call means.
InvocationOutcome OutcomeOfAnswer(int status, bool has_error_header, std::string body);

}  // namespace runnel
