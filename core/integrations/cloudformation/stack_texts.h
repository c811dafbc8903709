// Small texts that stacks are described with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace runnel::cloudformation {

// "A, B".
std::string Joined(const std::vector<std::string>& names);

// What CloudFormation makes of the error code of a service, "AlreadyExists" say.
std::string_view HandlerErrorCode(std::string_view code);

}  // namespace runnel::cloudformation
