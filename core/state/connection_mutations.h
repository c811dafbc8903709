// The changes that can happen to connections and API destinations (see mutation.h).
#pragma once

#include <string>

#include "core/model/connection.h"
#include "core/model/names.h"

namespace runnel {

// One is there, new or changed.
struct ConnectionPut {
  Connection connection;
};

struct ConnectionDeleted {
  Scope scope;
  std::string name;
};

struct ApiDestinationPut {
  ApiDestination destination;
};

struct ApiDestinationDeleted {
  Scope scope;
  std::string name;
};

}  // namespace runnel
