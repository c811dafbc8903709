// What an update of a stack would change, before anything is.
// Source: integrations 6.5.
#pragma once

#include <boost/json/array.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/integrations/cloudformation/template.h"
#include "core/model/stack.h"
#include "core/state/state.h"

namespace runnel::cloudformation {

// The resource changes as DescribeChangeSet lists them, in the order of the template and then what
// goes.
boost::json::array PlanChanges(const State& state, const Stack& stack, const StackInput& input,
                               const Template& read);

// Whether an update would do anything: to a resource, an output, the tags or what is kept of them.
bool ChangesAnything(const State& state, const Stack& stack, const StackInput& input,
                     const Template& read);

// The names of the stacks in the scope whose templates import that name.
std::vector<std::string> ImportersOf(const State& state, const Scope& scope,
                                     std::string_view export_name);

}  // namespace runnel::cloudformation
