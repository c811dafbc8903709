// Scalars that begin with '|' or '>': lines as they are, or folded.
#pragma once

#include <boost/json/value.hpp>

#include "core/integrations/cloudformation/yaml_cursor.h"

namespace runnel::cloudformation {

// Reads the scalar at whose '|' or '>' the cursor is. Its lines are indented by more than `parent`
// columns. The cursor moves to the line behind it. False when its header is not well-formed.
bool ReadBlockScalar(YamlCursor& cursor, int parent, boost::json::value& out);

}  // namespace runnel::cloudformation
