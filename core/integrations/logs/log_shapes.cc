#include "core/integrations/logs/log_shapes.h"

#include "core/integrations/logs/log_errors.h"

namespace runnel {
namespace {

constexpr std::string_view kArnPart = ":log-group:";

}  // namespace

Result<LogGroup*> FindLogGroup(const Context& context, const std::string& name) {
  LogGroup* const group = context.logs->Find(context.caller, name);
  if (group == nullptr) return error::LogGroupNotFound();
  return group;
}

Result<std::string> LogGroupNameOf(const std::optional<std::string>& name,
                                   const std::optional<std::string>& identifier) {
  if (name && identifier) return error::LogNameAndIdentifier();
  if (name) return *name;
  if (!identifier) return error::LogGroupNotNamed();
  const std::size_t at = identifier->find(kArnPart);
  if (!identifier->starts_with("arn:") || at == std::string::npos) return *identifier;
  std::string group = identifier->substr(at + kArnPart.size());
  if (group.ends_with(":*")) group.resize(group.size() - 2);
  return group;
}

std::string LogGroupArn(const Scope& scope, const std::string& group) {
  return "arn:aws:logs:" + scope.region.text() + ":" + scope.account.text() + ":log-group:" + group;
}

bool LogEventExpired(const LogGroup& group, const LogEvent& event, Timestamp now) {
  constexpr std::int64_t kHoursPerDay = 24;
  return group.retention_days &&
         event.timestamp + Duration::Hours(kHoursPerDay * *group.retention_days) <= now;
}

}  // namespace runnel
