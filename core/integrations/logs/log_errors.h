// The errors of CloudWatch Logs, one factory per distinct text.
// Source: integrations 5.1.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace runnel::error {

Error LogGroupNotFound();
Error LogStreamNotFound();
Error LogGroupExists();
Error LogStreamExists();
Error LogTokenInvalid();
Error LogEventsOutOfOrder();
Error LogPrefixAndPattern();
Error LogNameAndIdentifier();
Error LogGroupNotNamed();
Error LogStreamNamesAndPrefix();
Error LogOrderAndPrefix();
Error LogFilterInvalid(std::string_view why);
Error LogRetentionInvalid();
Error LogGroupProtected();

}  // namespace runnel::error
