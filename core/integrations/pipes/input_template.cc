#include "core/integrations/pipes/input_template.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/base64.h"
#include "core/base/calendar.h"
#include "core/base/json_document.h"
#include "core/integrations/pipes/json_of.h"
#include "core/integrations/pipes/pipe_errors.h"
#include "core/wire/json.h"

namespace runnel::pipes {
namespace {

namespace bj = boost::json;

constexpr std::string_view kNamesBegin = "aws.pipes.";
constexpr std::array<std::string_view, 8> kNames = {
    "aws.pipes.pipe-arn",       "aws.pipes.pipe-name",  "aws.pipes.source-arn",
    "aws.pipes.enrichment-arn", "aws.pipes.target-arn", "aws.pipes.event.ingestion-time",
    "aws.pipes.event",          "aws.pipes.event.json"};

bool IsNameCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '-' || c == '/';
}

bj::string_view Key(std::string_view text) { return {text.data(), text.size()}; }

// AWS: a value that is the whole template loses its quotes.
void AppendBare(const bj::value& value, std::string& out) {
  if (const bj::string* const text = value.if_string()) {
    out.append(text->data(), text->size());
  } else if (const bj::array* const list = value.if_array()) {
    out += '[';
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (i > 0) out += ", ";
      AppendBare((*list)[i], out);
    }
    out += ']';
  } else if (const bj::object* const object = value.if_object()) {
    out += '{';
    bool first = true;
    for (const auto& member : *object) {
      if (!first) out += ", ";
      first = false;
      out.append(member.key().data(), member.key().size()).append(": ");
      AppendBare(member.value(), out);
    }
    out += '}';
  } else if (!value.is_null()) {
    out += JsonOf(value);
  }
}

std::string TextOf(const bj::value& value) {
  if (const bj::string* const text = value.if_string()) return {text->data(), text->size()};
  return value.is_null() ? std::string() : JsonOf(value);
}

// As it stands within the quotes of a JSON text.
void AppendEscaped(const std::string& text, std::string& out) {
  std::string quoted;
  json::WriteString(text, quoted);
  out.append(quoted, 1, quoted.size() - 2);
}

}  // namespace

// --- paths ---------------------------------------------------------------------------------------

std::optional<EventPath> EventPath::Parse(std::string_view text) {
  if (!text.starts_with('$')) return std::nullopt;
  text.remove_prefix(1);
  EventPath path;
  while (!text.empty()) {
    Step step;
    if (text.front() == '.') {
      std::size_t size = 1;
      while (size < text.size() && IsNameCharacter(text[size])) ++size;
      if (size == 1) return std::nullopt;
      step.name = text.substr(1, size - 1);
      text.remove_prefix(size);
    } else if (text.starts_with("[*]")) {
      step.kind = Step::Kind::kEvery;
      text.remove_prefix(3);
    } else if (text.front() == '[') {
      step.kind = Step::Kind::kElement;
      const char* const end = text.data() + text.size();
      const auto read = std::from_chars(text.data() + 1, end, step.index);
      if (read.ec != std::errc() || read.ptr == end || *read.ptr != ']') return std::nullopt;
      text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
    } else {
      return std::nullopt;
    }
    path.steps_.push_back(std::move(step));
  }
  return path;
}

std::optional<bj::value> EventPath::Find(const bj::value& event) const {
  return Find(event, steps_, 0);
}

std::optional<bj::value> EventPath::Find(const bj::value& value, const std::vector<Step>& steps,
                                         std::size_t first) {
  if (first == steps.size()) return value;
  const Step& step = steps[first];
  if (step.kind == Step::Kind::kMember) {
    const bj::object* const object = value.if_object();
    const bj::value* const found =
        object == nullptr ? nullptr : object->if_contains(Key(step.name));
    return found == nullptr ? std::nullopt : Find(*found, steps, first + 1);
  }
  const bj::array* const list = value.if_array();
  if (list == nullptr) return std::nullopt;
  if (step.kind == Step::Kind::kElement) {
    if (step.index >= list->size()) return std::nullopt;
    return Find((*list)[step.index], steps, first + 1);
  }
  bj::array all;
  for (const bj::value& element : *list) {
    if (auto found = Find(element, steps, first + 1)) all.push_back(*std::move(found));
  }
  return bj::value(std::move(all));
}

// --- templates -----------------------------------------------------------------------------------

Result<InputTemplate> InputTemplate::Parse(std::string_view text) {
  InputTemplate read;
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  read.is_json_ =
      begin != std::string_view::npos && std::string_view("{[\"").find(text[begin]) != text.npos;
  Part part;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view rest = text.substr(i + 1);
    const bool placeholder = c == '<' && (rest.starts_with('$') || rest.starts_with(kNamesBegin));
    if (!placeholder) {
      const bool escaped = quoted && c == '\\' && i + 1 < text.size();
      if (c == '"') quoted = !quoted;
      part.text += c;
      if (escaped) part.text += text[++i];
      continue;
    }
    const std::string_view inner = rest.substr(0, rest.find('>'));
    if (inner.size() == rest.size()) {
      return error::PipeInvalid("Invalid InputTemplate: a placeholder is not closed by '>'.");
    }
    part.quoted = quoted;
    part.path = EventPath::Parse(inner);
    const bool known = std::find(kNames.begin(), kNames.end(), inner) != kNames.end();
    if (!part.path && !known) {
      return error::PipeInvalid("Invalid InputTemplate: <" + std::string(inner) +
                                "> is neither a JSON path nor a reserved name.");
    }
    if (known) part.name = inner;
    read.parts_.push_back(std::exchange(part, {}));
    i += inner.size() + 1;
  }
  if (!part.text.empty()) read.parts_.push_back(std::move(part));
  return read;
}

std::optional<bj::value> InputTemplate::ValueOf(const Part& part, const bj::value& event,
                                                const bj::value& decoded,
                                                const TemplateNames& names) const {
  if (part.path) return part.path->Find(decoded);
  const std::string_view name = std::string_view(part.name).substr(kNamesBegin.size());
  if (name == "pipe-arn") return bj::value(names.pipe_arn);
  if (name == "pipe-name") return bj::value(names.pipe_name);
  if (name == "source-arn") return bj::value(names.source_arn);
  if (name == "enrichment-arn") return bj::value(names.enrichment_arn);
  if (name == "target-arn") return bj::value(names.target_arn);
  if (name == "event.ingestion-time") return bj::value(MillisecondTimeText(names.ingestion_time));
  return name == "event" ? event : decoded;
}

std::string InputTemplate::Apply(const bj::value& event, const bj::value& decoded,
                                 const TemplateNames& names) const {
  std::string out;
  for (const Part& part : parts_) {
    out += part.text;
    if (!part.path && part.name.empty()) continue;
    const auto value = ValueOf(part, event, decoded, names);
    if (is_json_ && !part.quoted) {
      out += value ? JsonOf(*value) : "null";
    } else if (is_json_) {
      AppendEscaped(value ? TextOf(*value) : std::string(), out);
    } else if (value && parts_.size() == 1) {
      AppendBare(*value, out);
    } else if (value) {
      out += TextOf(*value);
    }
  }
  return out;
}

bj::value WithDataDecoded(const bj::value& event) {
  bj::value decoded = event;
  bj::object* const object = decoded.if_object();
  bj::value* const data = object == nullptr ? nullptr : object->if_contains("data");
  const bj::string* const text = data == nullptr ? nullptr : data->if_string();
  std::string bytes;
  if (text == nullptr || DecodeBase64({text->data(), text->size()}, bytes)) return decoded;
  bj::error_code error;
  bj::value parsed = ParseJson(bytes, error);
  if (!error) *data = std::move(parsed);
  return decoded;
}

}  // namespace runnel::pipes
