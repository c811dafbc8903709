// The scalar shapes of CloudWatch Logs, and how its operations find what they are about.
// Source: integrations 5.1.
#pragma once

#include <optional>
#include <string>

#include "core/api/shapes.h"
#include "core/base/result.h"
#include "core/integrations/logs/log_store.h"
#include "core/operations/context.h"

namespace runnel {

namespace log_shapes {

inline constexpr Pattern kGroupPattern(R"([\.\-_/#A-Za-z0-9]+)");
inline constexpr Pattern kStreamPattern("[^:*]*");
inline constexpr Shape kGroup = StringShape(1, 512, &kGroupPattern);
inline constexpr Shape kStream = StringShape(1, 512, &kStreamPattern);
inline constexpr Shape kIdentifier = StringShape(1, 2048);
inline constexpr Shape kStreams = ListShape<std::string>(kStream, 1, 100);
inline constexpr Shape kEventLimit = NumberShape(ShapeKind::kInteger, 1, 10'000);
inline constexpr Shape kDescribeLimit = NumberShape(ShapeKind::kInteger, 1, 50);
inline constexpr Shape kTime = NumberShape(ShapeKind::kLong, 0);
inline constexpr Shape kTags = MapShape(shapes::kTagKey, shapes::kTagValue, 0, 50);
inline constexpr Shape kTagKeys = ListShape<std::string>(shapes::kTagKey, 0, 50);

}  // namespace log_shapes

// A group of the caller's. Errors: LogGroupNotFound.
Result<LogGroup*> FindLogGroup(const Context& context, const std::string& name);

// The name of the group that exactly one of the two gives; `identifier` is a name or an ARN.
// Errors: LogNameAndIdentifier, LogGroupNotNamed.
Result<std::string> LogGroupNameOf(const std::optional<std::string>& name,
                                   const std::optional<std::string>& identifier);

// "arn:aws:logs:<region>:<account>:log-group:<name>"
std::string LogGroupArn(const Scope& scope, const std::string& group);

// Whether an event is older than its group keeps them.
bool LogEventExpired(const LogGroup& group, const LogEvent& event, Timestamp now);

}  // namespace runnel
