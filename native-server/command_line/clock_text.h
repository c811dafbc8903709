// Points in time for the eyes of a person.
#pragma once

#include <string>

#include "core/base/time.h"

namespace runnel {

// "2030-01-31T12:00:00.000Z".
std::string ClockText(Timestamp time);

}  // namespace runnel
