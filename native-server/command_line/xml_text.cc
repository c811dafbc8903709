#include "native-server/command_line/xml_text.h"

#include <utility>

namespace runnel {
namespace {

// The element that begins first in `xml`, without its tags; `xml` goes on behind it. False: none.
bool TakeElement(std::string_view& xml, std::string_view name, std::string_view& content) {
  const std::string begin = "<" + std::string(name) + ">";
  const std::string end = "</" + std::string(name) + ">";
  const std::size_t first = xml.find(begin);
  if (first == std::string_view::npos) return false;
  std::size_t depth = 1;
  std::size_t at = first + begin.size();
  while (depth > 0) {
    const std::size_t close = xml.find(end, at);
    if (close == std::string_view::npos) return false;
    const std::size_t open = xml.find(begin, at);
    depth = open < close ? depth + 1 : depth - 1;
    at = open < close ? open + begin.size() : close + end.size();
  }
  content = xml.substr(first + begin.size(), at - end.size() - first - begin.size());
  xml.remove_prefix(at);
  return true;
}

}  // namespace

std::string_view XmlElement(std::string_view xml, std::string_view name) {
  std::string_view content;
  return TakeElement(xml, name, content) ? content : std::string_view();
}

std::string XmlText(std::string_view xml, std::string_view name) {
  constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
  std::string_view rest = XmlElement(xml, name);
  std::string text;
  while (!rest.empty()) {
    std::size_t size = 1;
    char c = rest.front();
    for (const auto& [entity, meaning] : kEntities) {
      if (!rest.starts_with(entity)) continue;
      size = entity.size();
      c = meaning;
    }
    text += c;
    rest.remove_prefix(size);
  }
  return text;
}

std::vector<std::string_view> XmlMembers(std::string_view list) {
  std::vector<std::string_view> members;
  std::string_view member;
  while (TakeElement(list, "member", member)) members.push_back(member);
  return members;
}

}  // namespace runnel
