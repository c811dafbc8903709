// The services beside Kinesis that speak REST and JSON: their paths, and what is behind them.
// Source: integrations 0.1, 1.1, 4.4.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/operations/operation.h"

namespace runnel {

// A member of the input may be a label of the path ("{UUID}") or a parameter of the query, by its
// name; everything else is in the body, a JSON object.
struct RestRoute {
  std::string_view method;
  std::string_view path;  // "/2015-03-31/event-source-mappings/{UUID}"
  const Operation* operation;
  int status;  // of the answer to a call that succeeded
  // The body is not JSON but the value of the input's member Payload, and members come by headers
  // as well.
  bool takes_payload = false;
};

// What a request's line says beside its route. Decoded.
using RestParameters = std::vector<std::pair<std::string, std::string>>;

struct RoutedRequest {
  const RestRoute* route = nullptr;
  RestParameters parameters;  // labels, then those of the query; a name may come again
};

// Whether a path is one of Lambda's, known or not: it begins with a date, "/2015-03-31/".
bool IsLambdaPath(std::string_view target);
// Whether it is one of Pipes.
bool IsPipesPath(std::string_view target);

// The operation of that name behind a route; null: there is none.
const Operation* FindLambdaOperation(std::string_view name);
const Operation* FindPipesOperation(std::string_view name);

// `target` is the path and query as sent. Nullopt: there is no such route.
std::optional<RoutedRequest> FindRestRoute(std::string_view method, std::string_view target);

}  // namespace runnel
