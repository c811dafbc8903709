// The types of resources that stacks can have: their properties, and which calls make, change and
// delete one. A type calls the operations that clients call, and nothing else.
// Source: integrations 6.7.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/stack.h"

namespace runnel::cloudformation {

// How a type reaches the services, as the account and in the region of its stack.
class ResourceServices {
 public:
  virtual ~ResourceServices() = default;
  // Calls an operation of Kinesis, Lambda or CloudWatch Logs by its name, which begins with
  // "lambda:" where Kinesis has one of that name too. What it changes has happened on return.
  virtual Result<boost::json::object> Call(std::string_view operation,
                                           const boost::json::object& input) = 0;
  // 12 upper-case letters and digits.
  virtual std::string RandomSuffix() = 0;
  virtual std::string RandomUuid() = 0;
};

enum class Progress : std::uint8_t {
  kDone,
  kAgain,  // a call was made; there may be more to do
  kWait,   // for something that takes time
};

// One resource in the hands of its type.
struct ResourceTask {
  ResourceServices& services;
  const Stack& stack;
  StackResource& resource;
  boost::json::object properties;  // as they are to be; for a removal as they are
  boost::json::object before;      // as they were; empty when the resource is created

  // The property, or null.
  const boost::json::value* Find(std::string_view name) const;
  std::string Text(std::string_view name) const;  // empty: it is not there
  bool Changed(std::string_view name) const;
  // "<stack>-<logical id>-<random>", no longer than `size_max`.
  std::string GeneratedName(std::size_t size_max) const;
  // "arn:aws:<service>:<region>:<account>:<rest>"; some services have no regions.
  std::string Arn(std::string_view service, std::string_view rest, bool regional = true) const;
};

enum class PropertyKind : std::uint8_t { kAny, kText, kInteger, kBoolean, kObject, kList };

struct PropertyRule {
  std::string_view name;
  PropertyKind kind = PropertyKind::kAny;
  bool create_only = false;  // a change makes a new resource
  bool required = false;
};

struct ResourceType {
  std::string_view name;
  // Empty: any are taken.
  std::span<const PropertyRule> properties;
  // Creates it, and sets its physical id.
  Result<Progress> (*create)(ResourceTask& task);
  // Brings it to its properties, after its creation and in updates.
  Result<Progress> (*settle)(ResourceTask& task);
  Result<Progress> (*remove)(ResourceTask& task);
  // What Fn::GetAtt gives, by name.
  Result<boost::json::object> (*attributes)(ResourceTask& task);
  // Takes tags of its stack beside its own, as a list of Key and Value.
  bool takes_tags = false;
  // Whether what stands deeper within the properties needs a new resource; null: nothing does.
  bool (*replaces)(const boost::json::object& before, const boost::json::object& after) = nullptr;
};

bool IsResourceType(std::string_view name);
// For a type that is none: one that makes nothing, as stacks have it that skip what is unknown.
const ResourceType& ResourceTypeOf(std::string_view name);

// The properties with values of the kinds that the type says: a number may be given as text. The
// error says which property is wrong, or missing, or none of the type's.
Result<boost::json::object> CheckProperties(const ResourceType& type, std::string_view logical_id,
                                            const boost::json::object& given);

// Whether going from one set of properties to another needs a new resource.
bool NeedsReplacement(const ResourceType& type, const boost::json::object& before,
                      const boost::json::object& after);

// For types whose resources are of no consequence here.
Result<Progress> NothingToSettle(ResourceTask& task);
Result<boost::json::object> NoAttributes(ResourceTask& task);

}  // namespace runnel::cloudformation
