// Templates with values put in: what functions and conditions come to.
// Source: integrations 6.6.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/integrations/cloudformation/template.h"
#include "core/integrations/cloudformation/template_parameters.h"

namespace runnel::cloudformation {

// What the pseudo parameters say.
struct StackIdentity {
  std::string account;
  std::string region;
  std::string stack_id;  // an ARN
  std::string stack_name;
  std::vector<std::string> notification_arns;
};

// What is known of resources and of other stacks while a template is evaluated.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  // What Ref gives for a resource; nullopt: it does not exist yet.
  virtual std::optional<std::string> PhysicalId(std::string_view logical_id) const = 0;
  // What Fn::GetAtt gives. Errors: the resource does not exist yet, or has no such attribute.
  virtual Result<boost::json::value> Attribute(std::string_view logical_id,
                                               std::string_view name) const = 0;
  // What another stack of the account and region exports under this name.
  virtual std::optional<std::string> Export(std::string_view name) const = 0;
};

// What stands for a value that is not there: {"Ref": "AWS::NoValue"}. Members and elements with it
// are left out.
bool IsNoValue(const boost::json::value& value);

class Evaluation {
 public:
  // All of these must outlive the evaluation.
  Evaluation(const Template& read, const std::vector<StackParameter>& parameters,
             const StackIdentity& stack, const Surroundings& surroundings)
      : template_(read), parameters_(parameters), stack_(stack), surroundings_(surroundings) {}

  // `value` with every function replaced by what it comes to. May be "no value".
  Result<boost::json::value> Evaluate(const boost::json::value& value) const;
  // As text; an error if it is none.
  Result<std::string> Text(const boost::json::value& value) const;
  // Whether the condition holds; an empty name is one that always does.
  Result<bool> Holds(std::string_view condition) const;

 private:
  using Value = boost::json::value;

  Result<Value> Call(std::string_view name, const Value& argument) const;
  Result<Value> Ref(std::string_view name) const;
  Result<Value> Attribute(const Value& argument) const;
  Result<Value> Sub(const Value& argument) const;
  Result<std::string> SubName(const std::string& name) const;
  Result<Value> Join(const Value& argument) const;
  Result<Value> Split(const Value& argument) const;
  Result<Value> Select(const Value& argument) const;
  Result<Value> If(const Value& argument) const;
  Result<Value> FindInMap(const Value& argument) const;
  Result<Value> Base64(const Value& argument) const;
  Result<Value> Import(const Value& argument) const;
  Result<Value> Zones(const Value& argument) const;
  Result<Value> Cidr(const Value& argument) const;
  Result<Value> Length(const Value& argument) const;
  Result<Value> JsonText(const Value& argument) const;

  // Of what stands in the section Conditions.
  Result<bool> IsTrue(const Value& condition) const;

  const Template& template_;
  const std::vector<StackParameter>& parameters_;
  const StackIdentity& stack_;
  const Surroundings& surroundings_;
  // What the conditions come to, once one was asked about. They depend on nothing that changes
  // while a template is evaluated.
  mutable std::map<std::string_view, Result<bool>> conditions_;
  mutable bool conditions_known_ = false;
};

}  // namespace runnel::cloudformation
