#include "native-server/process_start.h"

namespace runnel {

void PrepareProcess() {}

std::string_view Linkage() { return "shared"; }

}  // namespace runnel
