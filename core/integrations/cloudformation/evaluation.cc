#include "core/integrations/cloudformation/evaluation.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "core/api/stack_errors.h"
#include "core/base/base64.h"
#include "core/base/whole_number.h"
#include "core/integrations/cloudformation/address_blocks.h"
#include "core/integrations/cloudformation/function_call.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;

// AWS: what the partition of a region is called, and what its hosts end in.
std::string PartitionOf(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}
std::string SuffixOf(std::string_view region) {
  return region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

// What a function makes of texts can be a multiple of them, and that of the next one of that again.
constexpr std::size_t kTextMax = 1 << 20;

Result<bj::value> TextOf(std::string_view function, const std::string& text) {
  if (text.size() <= kTextMax) return bj::value(text);
  return error::TemplateFunction(std::string(function) + " makes a text of more than " +
                                 std::to_string(kTextMax) + " bytes");
}

bj::value NoValue() { return bj::object{{"Ref", "AWS::NoValue"}}; }

std::optional<std::int64_t> IntegerOf(const bj::value& value) {
  std::string text;
  if (!ScalarText(value, text)) return std::nullopt;
  return ReadWholeNumber<std::int64_t>(text);
}

}  // namespace

bool IsNoValue(const bj::value& value) {
  const auto call = AsFunction(value);
  return call && call->name == "Ref" && call->argument->is_string() &&
         call->argument->get_string() == "AWS::NoValue";
}

Result<bj::value> Evaluation::Evaluate(const Value& value) const {
  if (const auto call = AsFunction(value)) return Call(call->name, *call->argument);
  if (const bj::array* const list = value.if_array()) {
    bj::array evaluated;
    for (const Value& element : *list) {
      auto result = Evaluate(element);
      if (!result) return result.error();
      if (!IsNoValue(*result)) evaluated.push_back(*std::move(result));
    }
    return Value(std::move(evaluated));
  }
  if (const bj::object* const object = value.if_object()) {
    bj::object evaluated;
    for (const auto& member : *object) {
      auto result = Evaluate(member.value());
      if (!result) return result.error();
      if (!IsNoValue(*result)) evaluated.emplace(member.key(), *std::move(result));
    }
    return Value(std::move(evaluated));
  }
  return value;
}

Result<std::string> Evaluation::Text(const Value& value) const {
  auto evaluated = Evaluate(value);
  if (!evaluated) return evaluated.error();
  std::string text;
  if (!ScalarText(*evaluated, text)) {
    return error::TemplateFunction("a string is required, not " + bj::serialize(*evaluated));
  }
  return text;
}

Result<bj::value> Evaluation::Call(std::string_view name, const Value& argument) const {
  if (name == "Ref") return Ref(View(argument.get_string()));
  if (name == "Fn::GetAtt") return Attribute(argument);
  if (name == "Fn::Sub") return Sub(argument);
  if (name == "Fn::Join") return Join(argument);
  if (name == "Fn::Split") return Split(argument);
  if (name == "Fn::Select") return Select(argument);
  if (name == "Fn::If") return If(argument);
  if (name == "Fn::FindInMap") return FindInMap(argument);
  if (name == "Fn::Base64") return Base64(argument);
  if (name == "Fn::ImportValue") return Import(argument);
  if (name == "Fn::GetAZs") return Zones(argument);
  if (name == "Fn::Cidr") return Cidr(argument);
  if (name == "Fn::Length") return Length(argument);
  if (name == "Fn::ToJsonString") return JsonText(argument);
  return error::TemplateFunction(std::string(name) + " can only be used in Conditions");
}

Result<bj::value> Evaluation::Ref(std::string_view name) const {
  if (const TemplateParameter* const declared = template_.FindParameter(name)) {
    const auto value = std::find_if(parameters_.begin(), parameters_.end(),
                                    [&](const auto& parameter) { return parameter.key == name; });
    if (value == parameters_.end()) return error::ParametersMissing({std::string(name)});
    return ValueOf(*value, *declared);
  }
  if (name == "AWS::NoValue") return NoValue();
  if (name == "AWS::AccountId") return Value(stack_.account);
  if (name == "AWS::Region") return Value(stack_.region);
  if (name == "AWS::Partition") return Value(PartitionOf(stack_.region));
  if (name == "AWS::URLSuffix") return Value(SuffixOf(stack_.region));
  if (name == "AWS::StackId") return Value(stack_.stack_id);
  if (name == "AWS::StackName") return Value(stack_.stack_name);
  if (name == "AWS::NotificationARNs") {
    bj::array arns;
    for (const std::string& arn : stack_.notification_arns) arns.emplace_back(arn);
    return Value(std::move(arns));
  }
  const auto physical_id = surroundings_.PhysicalId(name);
  if (!physical_id) return error::UnresolvedInResources({std::string(name)});
  return Value(*physical_id);
}

Result<bj::value> Evaluation::Attribute(const Value& argument) const {
  const auto parts = AttributeArgumentOf(argument);
  if (parts->attribute == nullptr) {
    return surroundings_.Attribute(parts->logical_id, parts->text);
  }
  const auto name = Text(*parts->attribute);
  if (!name) return name.error();
  return surroundings_.Attribute(parts->logical_id, *name);
}

Result<std::string> Evaluation::SubName(const std::string& name) const {
  const std::size_t dot = name.find('.');
  if (dot != std::string::npos) {
    const std::string_view all = name;
    const auto attribute = surroundings_.Attribute(all.substr(0, dot), all.substr(dot + 1));
    if (!attribute) return attribute.error();
    return Text(*attribute);
  }
  auto value = Ref(name);
  if (!value) return value.error();
  std::string text;
  if (!ScalarText(*value, text)) {
    return error::TemplateFunction("Fn::Sub requires a string for ${" + name + "}");
  }
  return text;
}

Result<bj::value> Evaluation::Sub(const Value& argument) const {
  const SubArgument sub = SubArgumentOf(argument);
  std::string text;
  std::map<std::string, std::string> values;
  for (const SubPiece& piece : SplitSub(sub.text)) {
    if (text.size() > kTextMax) break;
    if (!piece.is_name) {
      text += piece.text;
      continue;
    }
    const auto [known, added] = values.try_emplace(piece.text);
    if (added) {
      const Value* const own =
          sub.variables == nullptr ? nullptr : sub.variables->if_contains(piece.text);
      auto value = own == nullptr ? SubName(piece.text) : Text(*own);
      if (!value) return value.error();
      known->second = *std::move(value);
    }
    text += known->second;
  }
  return TextOf("Fn::Sub", text);
}

Result<bj::value> Evaluation::Join(const Value& argument) const {
  const bj::array& parts = argument.get_array();
  const auto list = Evaluate(parts[1]);
  if (!list) return list.error();
  if (!list->is_array()) return error::TemplateFunction("Fn::Join requires a list of strings");
  std::string joined;
  bool first = true;
  for (const Value& element : list->get_array()) {
    if (joined.size() > kTextMax) break;
    if (!first) joined += View(parts[0].get_string());
    first = false;
    const auto text = Text(element);
    if (!text) return text.error();
    joined += *text;
  }
  return TextOf("Fn::Join", joined);
}

Result<bj::value> Evaluation::Split(const Value& argument) const {
  const bj::array& parts = argument.get_array();
  const std::string_view delimiter = View(parts[0].get_string());
  const auto text = Text(parts[1]);
  if (!text) return text.error();
  bj::array list;
  std::string_view rest = *text;
  for (;;) {
    const std::size_t at = delimiter.empty() ? std::string_view::npos : rest.find(delimiter);
    list.emplace_back(bj::string_view(rest.data(), std::min(at, rest.size())));
    if (at == std::string_view::npos) return Value(std::move(list));
    rest.remove_prefix(at + delimiter.size());
  }
}

Result<bj::value> Evaluation::Select(const Value& argument) const {
  const bj::array& parts = argument.get_array();
  const auto index = Evaluate(parts[0]);
  if (!index) return index.error();
  const auto list = Evaluate(parts[1]);
  if (!list) return list.error();
  const auto at = IntegerOf(*index);
  if (!at || !list->is_array()) {
    return error::TemplateFunction(
        "Fn::Select requires a list argument with two elements: an integer index and a list");
  }
  const bj::array& elements = list->get_array();
  if (*at < 0 || static_cast<std::size_t>(*at) >= elements.size()) {
    return error::TemplateFunction("Fn::Select cannot select nonexistent value at index " +
                                   std::to_string(*at));
  }
  return elements[static_cast<std::size_t>(*at)];
}

Result<bj::value> Evaluation::If(const Value& argument) const {
  const bj::array& parts = argument.get_array();
  const auto holds = Holds(View(parts[0].get_string()));
  if (!holds) return holds.error();
  return Evaluate(parts[*holds ? 1 : 2]);
}

Result<bj::value> Evaluation::FindInMap(const Value& argument) const {
  const bj::array& parts = argument.get_array();
  std::string keys[3];
  for (std::size_t i = 0; i < 3; ++i) {
    auto key = Text(parts[i]);
    if (!key) return key.error();
    keys[i] = *std::move(key);
  }
  const Value* found = template_.mappings.if_contains(keys[0]);
  for (std::size_t i = 1; i < 3 && found != nullptr; ++i) {
    found = found->is_object() ? found->get_object().if_contains(keys[i]) : nullptr;
  }
  if (found != nullptr) return *found;
  if (parts.size() == 4) return Evaluate(*parts[3].get_object().if_contains("DefaultValue"));
  return error::MappingMissing(keys[0], keys[1], keys[2]);
}

Result<bj::value> Evaluation::Base64(const Value& argument) const {
  const auto text = Text(argument);
  if (!text) return text.error();
  std::string encoded;
  AppendBase64(*text, encoded);
  return Value(encoded);
}

Result<bj::value> Evaluation::Import(const Value& argument) const {
  const auto name = Text(argument);
  if (!name) return name.error();
  const auto exported = surroundings_.Export(*name);
  if (!exported) return error::ExportMissing(*name);
  return Value(*exported);
}

Result<bj::value> Evaluation::Zones(const Value& argument) const {
  const auto named = Text(argument);
  if (!named) return named.error();
  const std::string& region = named->empty() ? stack_.region : *named;
  return Value(bj::array{region + "a", region + "b", region + "c"});
}

Result<bj::value> Evaluation::Cidr(const Value& argument) const {
  const bj::array& parts = argument.get_array();
  const auto block = Text(parts[0]);
  if (!block) return block.error();
  const auto count = Evaluate(parts[1]);
  if (!count) return count.error();
  const auto bits = parts.size() == 3 ? Evaluate(parts[2]) : Result<Value>(Value(8));
  if (!bits) return bits.error();
  const auto blocks =
      SplitAddressBlock(*block, IntegerOf(*count).value_or(0), IntegerOf(*bits).value_or(0));
  if (blocks.empty()) {
    return error::TemplateFunction("Fn::Cidr cannot take that many blocks from " + *block);
  }
  bj::array list;
  for (const std::string& one : blocks) list.emplace_back(one);
  return Value(std::move(list));
}

Result<bj::value> Evaluation::Length(const Value& argument) const {
  const auto list = Evaluate(argument);
  if (!list) return list.error();
  if (!list->is_array()) return error::TemplateFunction("Fn::Length requires a list");
  return Value(static_cast<std::int64_t>(list->get_array().size()));
}

Result<bj::value> Evaluation::JsonText(const Value& argument) const {
  const auto value = Evaluate(argument);
  if (!value) return value.error();
  return TextOf("Fn::ToJsonString", bj::serialize(*value));
}

Result<bool> Evaluation::Holds(std::string_view name) const {
  if (name.empty()) return true;
  // Each comes after those that it names, so that none is worked out twice, or within another.
  if (!std::exchange(conditions_known_, true)) {
    for (const TemplateCondition& condition : template_.conditions) {
      conditions_.emplace(condition.name, IsTrue(condition.value));
    }
  }
  const auto known = conditions_.find(name);
  if (known != conditions_.end()) return known->second;
  return error::TemplateFunction("unresolved condition dependency " + std::string(name) +
                                 " in Fn::If");
}

Result<bool> Evaluation::IsTrue(const Value& condition) const {
  const bj::object* const object = condition.if_object();
  if (object == nullptr || object->size() != 1) {
    return error::TemplateFormat("Every Conditions member must be a condition function.");
  }
  const std::string_view name = View(object->begin()->key());
  const Value& argument = object->begin()->value();
  if (name == "Condition" && argument.is_string()) return Holds(View(argument.get_string()));
  if (name == "Fn::Equals") {
    const auto left = Evaluate(argument.get_array()[0]);
    if (!left) return left.error();
    const auto right = Evaluate(argument.get_array()[1]);
    if (!right) return right.error();
    std::string one;
    std::string other;
    const bool texts = ScalarText(*left, one) && ScalarText(*right, other);
    return texts ? one == other : *left == *right;
  }
  if (name == "Fn::Not") {
    const auto result = IsTrue(argument.get_array()[0]);
    if (!result) return result.error();
    return !*result;
  }
  if (name == "Fn::And" || name == "Fn::Or") {
    const bool any = name == "Fn::Or";
    for (const Value& part : argument.get_array()) {
      const auto result = IsTrue(part);
      if (!result) return result.error();
      if (*result == any) return any;
    }
    return !any;
  }
  return error::TemplateFormat("Every Conditions member must be a condition function.");
}

}  // namespace runnel::cloudformation
