#include "inspector-ui/panels/json_tree.h"

#include <imgui.h>

#include <boost/json.hpp>

namespace runnel {

namespace json = boost::json;

namespace {

// What a frame has time and room for.
constexpr std::size_t kDrawnBytesMax = 8192;

std::string LeafText(const json::value& value) {
  const json::string* const text = value.if_string();
  if (text == nullptr || text->size() <= kDrawnBytesMax) return json::serialize(value);
  return json::serialize(json::string_view(*text).substr(0, kDrawnBytesMax)) + "...";
}

}  // namespace

void PlainText(const std::string& text) {
  ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
}

void DrawJson(const std::string& name, const json::value& value, bool open) {
  const json::object* const object = value.if_object();
  const json::array* const array = value.if_array();
  if (object == nullptr && array == nullptr) {
    ImGui::TreeNodeEx(
        name.c_str(),
        ImGuiTreeNodeFlags_Leaf | ImGuiTreeNodeFlags_NoTreePushOnOpen | ImGuiTreeNodeFlags_Bullet,
        "%s", name.c_str());
    ImGui::SameLine();
    PlainText(LeafText(value));
    return;
  }
  const std::size_t count = object != nullptr ? object->size() : array->size();
  const bool opened = ImGui::TreeNodeEx(
      name.c_str(), open && count <= 20 ? ImGuiTreeNodeFlags_DefaultOpen : 0,
      object != nullptr ? "%s {%d}" : "%s [%d]", name.c_str(), static_cast<int>(count));
  if (!opened) return;
  if (object != nullptr) {
    for (const auto& [key, inner] : *object) DrawJson(std::string(key), inner, open);
  } else {
    for (std::size_t i = 0; i < array->size(); ++i) {
      DrawJson(std::to_string(i), (*array)[i], open);
    }
  }
  ImGui::TreePop();
}

}  // namespace runnel
