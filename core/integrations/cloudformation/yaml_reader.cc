#include "core/integrations/cloudformation/yaml_reader.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/integrations/cloudformation/yaml_block_scalar.h"
#include "core/integrations/cloudformation/yaml_cursor.h"
#include "core/integrations/cloudformation/yaml_scalar.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

constexpr int kDepthMax = 100;
// So much may be copied for anchors and aliases, which can name collections of aliases.
constexpr std::size_t kCopiedNodesMax = 100'000;
constexpr std::size_t kCopiedBytesMax = 4 << 20;

bj::string_view View(std::string_view text) { return {text.data(), text.size()}; }

struct Size {
  std::size_t nodes = 0;
  std::size_t bytes = 0;  // of texts

  void Add(const bj::value& value) {
    ++nodes;
    if (const bj::array* const list = value.if_array()) {
      for (const bj::value& element : *list) Add(element);
    } else if (const bj::object* const map = value.if_object()) {
      for (const auto& member : *map) {
        bytes += member.key().size();
        Add(member.value());
      }
    } else if (const bj::string* const text = value.if_string()) {
      bytes += text->size();
    }
  }
};

// What stands before a node's content.
struct Properties {
  std::string_view tag;  // with its '!'
  std::string_view anchor;
  bool any() const { return !tag.empty() || !anchor.empty(); }
};

// The function that a short tag stands for.
bj::value Tagged(std::string_view tag, bj::value value) {
  if (tag.empty() || tag.starts_with("!!") || tag.starts_with("!<")) return value;
  std::string name(tag.substr(1));
  if (name != "Ref" && name != "Condition") name.insert(0, "Fn::");
  if (const bj::string* const text = value.if_string(); text != nullptr && name == "Fn::GetAtt") {
    const std::size_t dot = text->find('.');
    if (dot != bj::string::npos) {
      value = bj::array{text->subview(0, dot), text->subview(dot + 1)};
    }
  }
  bj::object function;
  function.emplace(name, std::move(value));
  return function;
}

enum class Place : std::uint8_t { kDocument, kEntry, kMappingValue };

class Reader {
 public:
  explicit Reader(std::string_view text) : cursor_(text) {}

  bool Document(bj::value& out) {
    while (cursor_.Peek() == '%') SkipLine();
    if (!cursor_.NextContent() && cursor_.rest().starts_with("---")) cursor_.Advance(3);
    if (!cursor_.NextContent()) return true;
    if (!Block(-1, Place::kDocument, out)) return false;
    return !cursor_.NextContent();
  }

  std::size_t at() const { return cursor_.at(); }
  bool too_large() const { return too_large_; }

 private:
  void SkipLine() { cursor_.Advance(std::min(cursor_.RestOfLine().size() + 1, rest_size())); }
  std::size_t rest_size() const { return cursor_.rest().size(); }

  // A node in block style. Its content is indented by more than `parent` columns.
  bool Block(int parent, Place place, bj::value& out) {
    if (++depth_ > kDepthMax) return false;
    Properties properties;
    if (!ReadProperties(false, properties)) return false;
    bool may_be_block = place != Place::kMappingValue;
    // The content may begin in a later line, and so may a tag with its content behind it.
    for (int lines = 0; lines < 2 && cursor_.AtLineEnd(); ++lines) {
      if (!cursor_.NextContent() || !IsDeeper(parent, place)) {
        return Finish(properties, properties.tag.empty() ? bj::value() : bj::value(""), out);
      }
      may_be_block = true;
      if (!properties.any() && !ReadProperties(false, properties)) return false;
    }
    bj::value value;
    if (!BlockContent(parent, may_be_block, !properties.tag.empty(), value)) return false;
    return Finish(properties, std::move(value), out);
  }

  bool IsDeeper(int parent, Place place) const {
    const int column = cursor_.Column();
    // A sequence may stand right below the key that it belongs to.
    const bool below = place == Place::kMappingValue && column == parent && cursor_.AtDash();
    return column > parent || below;
  }

  bool BlockContent(int parent, bool may_be_block, bool tagged, bj::value& out) {
    const char c = cursor_.Peek();
    if (cursor_.AtDash()) return may_be_block && Sequence(out);
    if (c == '[' || c == '{') return FlowCollection(out);
    if (c == '|' || c == '>') return ReadBlockScalar(cursor_, parent, out);
    if (c == '*') return Alias(out);
    if (cursor_.KeySize() != std::string_view::npos) return may_be_block && Mapping(out);
    if (c == '"' || c == '\'') return Quoted(out);
    return Plain(parent, tagged, out);
  }

  bool Sequence(bj::value& out) {
    const int column = cursor_.Column();
    bj::array& list = out.emplace_array();
    for (bool more = true; more && cursor_.AtDash();) {
      cursor_.Advance();
      list.emplace_back(nullptr);
      if (!Block(column, Place::kEntry, list.back())) return false;
      if (!EndEntry(column, more)) return false;
    }
    return true;
  }

  bool Mapping(bj::value& out) {
    const int column = cursor_.Column();
    bj::object& map = out.emplace_object();
    std::vector<bj::value> merged;
    for (bool more = true; more;) {
      std::string key;
      if (!Key(key)) return false;
      bj::value value;
      if (!Block(column, Place::kMappingValue, value)) return false;
      if (key == "<<") {
        merged.push_back(std::move(value));
      } else {
        map.insert_or_assign(key, std::move(value));
      }
      if (!EndEntry(column, more)) return false;
    }
    return std::all_of(merged.begin(), merged.end(),
                       [&](const bj::value& value) { return Merge(value, map); });
  }

  // The members of `from`, a mapping or a list of some, that `map` does not have.
  static bool Merge(const bj::value& from, bj::object& map) {
    if (const bj::array* const list = from.if_array()) {
      return std::all_of(list->begin(), list->end(),
                         [&](const bj::value& value) { return Merge(value, map); });
    }
    const bj::object* const source = from.if_object();
    if (source == nullptr) return false;
    for (const auto& member : *source) map.emplace(member.key(), member.value());
    return true;
  }

  // A key with its colon.
  bool Key(std::string& key) {
    const std::size_t size = cursor_.KeySize();
    if (size == std::string_view::npos) return false;
    std::string_view text = cursor_.rest().substr(0, size);
    if (text.starts_with("? ")) return false;
    if (text.starts_with('"') || text.starts_with('\'')) {
      std::size_t quoted = 0;
      if (!ReadQuoted(text, key, quoted)) return false;
    } else {
      while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
      key = text;
    }
    cursor_.Advance(size + 1);
    return true;
  }

  // After an entry of a block collection: whether another one follows.
  bool EndEntry(int column, bool& more) {
    if (!cursor_.BeginsLine() && !cursor_.AtLineEnd()) return false;
    more = cursor_.NextContent();
    if (!more) return true;
    const int next = cursor_.Column();
    more = next == column;
    return next <= column;
  }

  bool Quoted(bj::value& out) {
    std::string content;
    std::size_t size = 0;
    const bool closed = ReadQuoted(cursor_.rest(), content, size);
    cursor_.Advance(size);
    if (closed) out = content;
    return closed;
  }

  // A plain scalar in block style: deeper lines belong to it.
  bool Plain(int parent, bool tagged, bj::value& out) {
    constexpr std::string_view kRefused = ",[]{}#&*!|>%@`\t";
    const char first = cursor_.Peek();
    if (kRefused.find(first) != std::string_view::npos) return false;
    if ((first == '?' || first == ':') && cursor_.IsSpace(1)) return false;
    const std::string_view line = cursor_.PlainText(false);
    cursor_.Advance(line.size());
    FoldedLines lines;
    lines.Add(line);
    bool several = false;
    while (cursor_.RestOfLine().find('#') == std::string_view::npos) {
      YamlCursor next = cursor_;
      const std::size_t begin = next.at();
      if (!next.NextContent() || next.Column() <= parent) break;
      const std::string_view between = cursor_.rest().substr(0, next.at() - begin);
      if (between.find('#') != std::string_view::npos) break;
      cursor_ = next;
      if (cursor_.KeySize() != std::string_view::npos) return false;
      const auto breaks = std::count(between.begin(), between.end(), '\n');
      for (auto i = breaks; i > 1; --i) lines.Add({});
      const std::string_view text = cursor_.PlainText(false);
      lines.Add(text);
      cursor_.Advance(text.size());
      several = true;
    }
    out = several || tagged ? bj::value(lines.Take()) : PlainScalar(line);
    return true;
  }

  bool FlowCollection(bj::value& out) {
    if (++depth_ > kDepthMax) return false;
    const bool ok = cursor_.Peek() == '[' ? FlowSequence(out) : FlowMapping(out);
    --depth_;
    return ok;
  }

  bool FlowSequence(bj::value& out) {
    bj::array& list = out.emplace_array();
    cursor_.Advance();
    for (;;) {
      cursor_.SkipFlowSpace();
      if (TakeIf(']')) return true;
      list.emplace_back(nullptr);
      if (!FlowNode(list.back())) return false;
      cursor_.SkipFlowSpace();
      // A single pair: [key: value].
      if (cursor_.Peek() == ':' && list.back().is_string()) {
        cursor_.Advance();
        const bj::string key = list.back().get_string();
        if (!FlowNode(list.back().emplace_object()[key])) return false;
        cursor_.SkipFlowSpace();
      }
      if (!TakeIf(',') && cursor_.Peek() != ']') return false;
    }
  }

  bool FlowMapping(bj::value& out) {
    bj::object& map = out.emplace_object();
    cursor_.Advance();
    for (;;) {
      cursor_.SkipFlowSpace();
      if (TakeIf('}')) return true;
      std::string key;
      if (!FlowKey(key)) return false;
      bj::value& value = map[View(key)];
      cursor_.SkipFlowSpace();
      if (TakeIf(':') && !FlowNode(value)) return false;
      cursor_.SkipFlowSpace();
      if (!TakeIf(',') && cursor_.Peek() != '}') return false;
    }
  }

  bool FlowKey(std::string& key) {
    if (cursor_.Peek() == '"' || cursor_.Peek() == '\'') {
      std::size_t size = 0;
      const bool closed = ReadQuoted(cursor_.rest(), key, size);
      cursor_.Advance(size);
      return closed;
    }
    key = cursor_.PlainText(true);
    cursor_.Advance(key.size());
    return !key.empty();
  }

  bool FlowNode(bj::value& out) {
    cursor_.SkipFlowSpace();
    Properties properties;
    if (!ReadProperties(true, properties)) return false;
    cursor_.SkipFlowSpace();
    bj::value value;
    const char c = cursor_.Peek();
    bool ok = true;
    if (c == '[' || c == '{') {
      ok = FlowCollection(value);
    } else if (c == '"' || c == '\'') {
      ok = Quoted(value);
    } else if (c == '*') {
      ok = Alias(value);
    } else if (c != ',' && c != ']' && c != '}') {
      ok = FlowPlain(!properties.tag.empty(), value);
    }
    return ok && Finish(properties, std::move(value), out, false);
  }

  bool FlowPlain(bool tagged, bj::value& out) {
    FoldedLines lines;
    std::string_view text = cursor_.PlainText(true);
    const std::string_view first = text;
    bool several = false;
    while (!text.empty()) {
      lines.Add(text);
      cursor_.Advance(text.size());
      if (!cursor_.AtLineEnd()) break;
      cursor_.SkipFlowSpace();
      text = cursor_.PlainText(true);
      several = several || !text.empty();
    }
    if (first.empty()) return false;
    out = several || tagged ? bj::value(lines.Take()) : PlainScalar(first);
    return true;
  }

  bool ReadProperties(bool in_flow, Properties& properties) {
    cursor_.SkipBlanks();
    for (;;) {
      const char c = cursor_.Peek();
      if (c != '!' && c != '&') return true;
      std::string_view& property = c == '!' ? properties.tag : properties.anchor;
      if (!property.empty()) return false;
      std::size_t size = 1;
      while (!cursor_.IsSpace(size) && !(in_flow && EndsFlowWord(cursor_.Peek(size)))) ++size;
      property = cursor_.rest().substr(0, size);
      cursor_.Advance(size);
      cursor_.SkipBlanks();
    }
  }

  static bool EndsFlowWord(char c) { return c == ',' || c == ']' || c == '}' || c == '['; }

  bool Alias(bj::value& out) {
    std::size_t size = 1;
    while (!cursor_.IsSpace(size) && !EndsFlowWord(cursor_.Peek(size))) ++size;
    const auto anchor = anchors_.find(cursor_.rest().substr(1, size - 1));
    if (anchor == anchors_.end() || !Copy(anchor->second, out)) return false;
    cursor_.Advance(size);
    return true;
  }

  bool Copy(const bj::value& from, bj::value& to) {
    copied_.Add(from);
    too_large_ = copied_.nodes > kCopiedNodesMax || copied_.bytes > kCopiedBytesMax;
    if (!too_large_) to = from;
    return !too_large_;
  }

  bool Finish(const Properties& properties, bj::value value, bj::value& out, bool deep = true) {
    out = Tagged(properties.tag, std::move(value));
    if (deep) --depth_;
    return properties.anchor.empty() || Copy(out, anchors_[properties.anchor.substr(1)]);
  }

  bool TakeIf(char c) {
    if (cursor_.Peek() != c) return false;
    cursor_.Advance();
    return true;
  }

  YamlCursor cursor_;
  int depth_ = 0;
  Size copied_;
  bool too_large_ = false;
  std::map<std::string_view, bj::value> anchors_;
};

TextPosition PositionAt(std::string_view text, std::size_t at) {
  TextPosition position;
  for (const char c : text.substr(0, at)) {
    ++position.column;
    if (c != '\n') continue;
    ++position.line;
    position.column = 1;
  }
  return position;
}

}  // namespace

std::optional<TextPosition> ReadYaml(std::string_view text, bj::value& document) {
  // A byte order mark, and line feeds alone between lines.
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string lines;
  lines.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    lines += text[i] == '\r' ? '\n' : text[i];
  }
  Reader reader(lines);
  if (reader.Document(document)) return std::nullopt;
  TextPosition fault = PositionAt(lines, reader.at());
  fault.too_large = reader.too_large();
  return fault;
}

}  // namespace runnel::cloudformation
