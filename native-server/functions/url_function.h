// Functions that are somewhere else: an HTTP endpoint that takes an invocation as the runtime
// interface emulator of a container does.
// Source: integrations 4.3.
#pragma once

#include <boost/asio/io_context.hpp>

#include "core/api/function_invocation.h"
#include "native-server/functions/function_reports.h"

namespace runnel {

// Sends the invocation and reports what comes of it. `reports` must outlive the io_context's run.
void InvokeUrl(boost::asio::io_context& io, FunctionInvocation invocation,
               FunctionReports& reports);

// What an answer to such a call means.
InvocationOutcome OutcomeOfAnswer(int status, bool has_error_header, std::string body);

}  // namespace runnel
