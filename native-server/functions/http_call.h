// Requests over HTTP, by TLS or not: to API destinations, which pipes send to, and for templates.
// Source: integrations 3.5, 6.2.
#pragma once

#include <boost/asio/io_context.hpp>

#include "core/api/function_invocation.h"
#include "native-server/functions/function_reports.h"

namespace runnel {

// Makes the request and reports what comes of it. REQUIRES: the invocation has `http`. `reports`
// must outlive the io_context's run.
void CallHttp(boost::asio::io_context& io, FunctionInvocation invocation, FunctionReports& reports);

}  // namespace runnel
