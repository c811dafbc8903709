// The input of a call that a resource makes: values of the kinds that the operation takes.
#pragma once

#include <boost/json/value.hpp>

#include "core/api/shape.h"

namespace runnel::cloudformation {

// Templates may give a number or a truth value as text, and text as a number, however deep: each
// becomes what the shape says. What cannot become it is left as it is, for the check of the call.
void FitToShape(const Shape& shape, boost::json::value& value);

}  // namespace runnel::cloudformation
