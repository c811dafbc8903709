#include "tests/conformance/query.h"

#include <stdexcept>

#include "tests/conformance/requests.h"

namespace runnel::conformance {
namespace {

namespace json = boost::json;

std::string Encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-._~";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       kPlain.find(c) != std::string_view::npos;
    if (plain) {
      encoded += c;
    } else {
      encoded.append("%").append(1, kDigits[byte / 16]).append(1, kDigits[byte % 16]);
    }
  }
  return encoded;
}

void AppendFields(const std::string& name, const json::value& value, std::string& form) {
  if (value.is_object() && !name.ends_with("TemplateBody")) {
    for (const auto& [key, member] : value.get_object()) {
      AppendFields((name.empty() ? "" : name + ".") + std::string(key), member, form);
    }
  } else if (value.is_array() && value.get_array().empty()) {
    form.append("&").append(name).append("=");
  } else if (value.is_array()) {
    std::size_t number = 0;
    for (const json::value& element : value.get_array()) {
      AppendFields(name + ".member." + std::to_string(++number), element, form);
    }
  } else {
    const std::string text =
        value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    form.append("&").append(name).append("=").append(Encoded(text));
  }
}

class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : rest_(text) {}

  json::value Document() {
    Skip();
    if (rest_.starts_with("<?")) Through("?>");
    Skip();
    json::object document;
    const std::string name = OpenTag();
    document[name] = closed_ ? json::value("") : Content(name);
    Skip();
    if (!rest_.empty()) Fail();
    return document;
  }

 private:
  [[noreturn]] static void Fail() { throw std::runtime_error("an answer is not well-formed XML"); }

  void Skip() {
    const std::size_t begin = rest_.find_first_not_of(" \r\n\t");
    rest_.remove_prefix(begin == std::string_view::npos ? rest_.size() : begin);
  }

  // What comes before `end`, which is skipped.
  std::string_view Through(std::string_view end) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) Fail();
    const std::string_view before = rest_.substr(0, at);
    rest_.remove_prefix(at + end.size());
    return before;
  }

  // Its name. Sets `closed_` for "<name/>".
  std::string OpenTag() {
    if (!rest_.starts_with('<')) Fail();
    std::string_view tag = Through(">").substr(1);
    closed_ = tag.ends_with('/');
    if (closed_) tag.remove_suffix(1);
    return std::string(tag.substr(0, tag.find(' ')));
  }

  static std::string Unescaped(std::string_view text) {
    constexpr std::pair<std::string_view, char> kEntities[] = {{"&lt;", '<'},    {"&gt;", '>'},
                                                               {"&amp;", '&'},   {"&quot;", '"'},
                                                               {"&apos;", '\''}, {"&#xD;", '\r'}};
    std::string plain;
    while (!text.empty()) {
      std::size_t size = 1;
      char c = text.front();
      for (const auto& [entity, meaning] : kEntities) {
        if (!text.starts_with(entity)) continue;
        size = entity.size();
        c = meaning;
      }
      if (c == '&' && size == 1) Fail();
      plain += c;
      text.remove_prefix(size);
    }
    return plain;
  }

  json::value Content(const std::string& name) {
    const std::string_view text = rest_.substr(0, rest_.find('<'));
    rest_.remove_prefix(text.size());
    json::object members;
    json::array elements;
    while (!rest_.starts_with("</")) {
      const std::string child = OpenTag();
      json::value content = closed_ ? json::value("") : Content(child);
      Skip();
      if (child == "member") {
        elements.push_back(std::move(content));
      } else {
        members[child] = std::move(content);
      }
    }
    if (Through(">") != "</" + name) Fail();
    if (!elements.empty()) return elements;
    if (!members.empty()) return members;
    return json::value(Unescaped(text));
  }

  std::string_view rest_;
  bool closed_ = false;
};

}  // namespace

RawRequest MakeQueryRequest(std::string_view action, const json::object& input,
                            const json::object& as) {
  RawRequest request;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                     {"X-Amz-Date", "20330518T033320Z"},
                     {"Authorization", AuthorizationFor(as, "cloudformation")}};
  request.body = "Action=" + std::string(action) + "&Version=2010-05-15";
  AppendFields("", input, request.body);
  return request;
}

json::value JsonOfXml(std::string_view xml) { return XmlReader(xml).Document(); }

}  // namespace runnel::conformance
