#include "inspector-ui/panels/json_tree.h"

#include <imgui.h>

#include <boost/json.hpp>

namespace runnel {

namespace json = boost::json;

void PlainText(const std::string& text) {
  ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
}

void DrawJson(const std::string& name, const json::value& value) {
  const json::object* const object = value.if_object();
  const json::array* const array = value.if_array();
  if (object == nullptr && array == nullptr) {
    ImGui::TreeNodeEx(
        name.c_str(),
        ImGuiTreeNodeFlags_Leaf | ImGuiTreeNodeFlags_NoTreePushOnOpen | ImGuiTreeNodeFlags_Bullet,
        "%s", name.c_str());
    ImGui::SameLine();
    PlainText(json::serialize(value));
    return;
  }
  const std::size_t count = object != nullptr ? object->size() : array->size();
  const bool open = ImGui::TreeNodeEx(
      name.c_str(), count <= 20 ? ImGuiTreeNodeFlags_DefaultOpen : 0,
      object != nullptr ? "%s {%d}" : "%s [%d]", name.c_str(), static_cast<int>(count));
  if (!open) return;
  if (object != nullptr) {
    for (const auto& [key, inner] : *object) DrawJson(std::string(key), inner);
  } else {
    for (std::size_t i = 0; i < array->size(); ++i) DrawJson(std::to_string(i), (*array)[i]);
  }
  ImGui::TreePop();
}

}  // namespace runnel
