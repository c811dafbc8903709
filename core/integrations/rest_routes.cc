#include "core/integrations/rest_routes.h"

#include <algorithm>

#include "core/base/percent_encoding.h"

namespace runnel {

#define RUNNEL_ROUTE(Method, Path, Status, Name) extern const Operation k##Name;
#include "core/integrations/rest_routes.def"
#undef RUNNEL_ROUTE
extern const Operation kInvoke;
extern const Operation kInvokeAsync;

namespace {

constexpr RestRoute kRoutes[] = {
#define RUNNEL_ROUTE(Method, Path, Status, Name) {Method, Path, &k##Name, Status, false},
#include "core/integrations/rest_routes.def"
#undef RUNNEL_ROUTE
    {"POST", "/2015-03-31/functions/{FunctionName}/invocations", &kInvoke, 200, true},
    {"POST", "/2014-11-13/functions/{FunctionName}/invoke-async", &kInvokeAsync, 202, true},
};

// Takes what comes before the next slash, and the slash.
std::string_view TakeSegment(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  return segment;
}

// Whether the path is that of a route; adds its labels to `parameters` if so.
bool Matches(std::string_view pattern, std::string_view path, RestParameters& parameters) {
  RestParameters labels;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = TakeSegment(pattern);
    const std::string_view found = TakeSegment(path);
    if (wanted.starts_with('{')) {
      if (found.empty()) return false;
      labels.emplace_back(wanted.substr(1, wanted.size() - 2), PercentDecode(found));
    } else if (wanted != found) {
      return false;
    }
  }
  if (!pattern.empty() || !path.empty()) return false;
  parameters = std::move(labels);
  return true;
}

void AddQuery(std::string_view query, RestParameters& parameters) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    const std::size_t equals = pair.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    if (!pair.empty()) {
      parameters.emplace_back(PercentDecode(pair.substr(0, equals)), PercentDecode(value));
    }
  }
}

const Operation* Find(std::string_view name, bool (*is_of)(std::string_view path)) {
  for (const RestRoute& route : kRoutes) {
    if (route.operation->name == name && is_of(route.path)) return route.operation;
  }
  return nullptr;
}

}  // namespace

bool IsLambdaPath(std::string_view target) {
  constexpr std::string_view kForm = "/dddd-dd-dd/";
  return target.size() >= kForm.size() &&
         std::equal(kForm.begin(), kForm.end(), target.begin(), [](char form, char c) {
           return form == 'd' ? c >= '0' && c <= '9' : c == form;
         });
}

bool IsPipesPath(std::string_view target) {
  return target.starts_with("/v1/pipes") || target.starts_with("/tags/");
}

const Operation* FindLambdaOperation(std::string_view name) { return Find(name, IsLambdaPath); }
const Operation* FindPipesOperation(std::string_view name) { return Find(name, IsPipesPath); }

std::optional<RoutedRequest> FindRestRoute(std::string_view method, std::string_view target) {
  const std::size_t question = target.find('?');
  std::string_view path = target.substr(0, question);
  // Older clients end the paths of collections with a slash.
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  RoutedRequest routed;
  for (const RestRoute& route : kRoutes) {
    if (route.method != method || !Matches(route.path, path, routed.parameters)) continue;
    routed.route = &route;
    if (question != std::string_view::npos) {
      AddQuery(target.substr(question + 1), routed.parameters);
    }
    return routed;
  }
  return std::nullopt;
}

}  // namespace runnel
