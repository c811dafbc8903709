// The Condition of a policy's statement: what must hold of a request for the statement to count.
// Source: the vendor's description of IAM's condition operators.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace runnel {

// What is known of a request, by the name of the condition key in lower case: names of keys know no
// case. A key without values counts as present and empty.
using ConditionKeys = std::map<std::string, std::vector<std::string>, std::less<>>;

// What is wrong with a Condition; empty when nothing is.
std::string FindConditionFault(const boost::json::object& condition);

// Whether all of it holds. REQUIRES: FindConditionFault found nothing.
bool ConditionHolds(const boost::json::object& condition, const ConditionKeys& keys);

}  // namespace runnel
