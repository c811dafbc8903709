#include "native-server/inspector_page_files.h"

namespace runnel {

std::span<const InspectorPageFile> InspectorPageFiles() { return {}; }

}  // namespace runnel
