// The colours, dark and light.
#pragma once

#include <imgui.h>

namespace runnel {

void UseTheme(bool light);

// Of what a call was refused for, and of trouble.
inline ImVec4 TroubleColour(bool light) {
  return light ? ImVec4(0.72F, 0.16F, 0.1F, 1) : ImVec4(0.96F, 0.53F, 0.44F, 1);
}
inline ImVec4 GoodColour(bool light) {
  return light ? ImVec4(0.1F, 0.5F, 0.25F, 1) : ImVec4(0.45F, 0.83F, 0.56F, 1);
}

}  // namespace runnel
