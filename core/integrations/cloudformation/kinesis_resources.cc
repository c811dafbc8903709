#include "core/integrations/cloudformation/kinesis_resources.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "core/integrations/cloudformation/resource_tags.h"
#include "core/integrations/cloudformation/stream_resource.h"
#include "core/integrations/cloudformation/template_text.h"

namespace runnel::cloudformation {
namespace {

namespace bj = boost::json;
using Kind = PropertyKind;

constexpr std::string_view kNotFound = "ResourceNotFoundException";

// --- AWS::Kinesis::StreamConsumer ----------------------------------------------------------------

constexpr PropertyRule kConsumerProperties[] = {{"ConsumerName", Kind::kText, true, true},
                                                {"StreamARN", Kind::kText, true, true},
                                                {"Tags", Kind::kList}};

Result<bj::object> DescribeConsumer(ResourceTask& task) {
  auto described =
      task.services.Call("DescribeStreamConsumer", {{"ConsumerARN", task.resource.physical_id}});
  if (!described) return described.error();
  return described->if_contains("ConsumerDescription")->get_object();
}

Result<Progress> CreateConsumer(ResourceTask& task) {
  bj::object input{{"ConsumerName", task.Text("ConsumerName")},
                   {"StreamARN", task.Text("StreamARN")}};
  input["Tags"] = TagsToCreateWith(task);
  const auto registered = task.services.Call("RegisterStreamConsumer", input);
  if (!registered) return registered.error();
  const bj::object& consumer = registered->if_contains("Consumer")->get_object();
  task.resource.physical_id = View(consumer.if_contains("ConsumerARN")->get_string());
  return Progress::kAgain;
}

Result<Progress> SettleConsumer(ResourceTask& task) {
  const auto consumer = DescribeConsumer(task);
  if (!consumer) return consumer.error();
  if (*consumer->if_contains("ConsumerStatus") != "ACTIVE") return Progress::kWait;
  if (!task.Changed("Tags")) return Progress::kDone;
  return SettleTags(task, task.resource.physical_id);
}

Result<Progress> RemoveConsumer(ResourceTask& task) {
  const auto consumer = DescribeConsumer(task);
  if (!consumer && consumer.error().code() == kNotFound) return Progress::kDone;
  if (!consumer) return consumer.error();
  if (*consumer->if_contains("ConsumerStatus") != "ACTIVE") return Progress::kWait;
  auto gone =
      task.services.Call("DeregisterStreamConsumer", {{"ConsumerARN", task.resource.physical_id}});
  if (!gone) return gone.error();
  return Progress::kAgain;
}

Result<bj::object> ConsumerAttributes(ResourceTask& task) {
  auto consumer = DescribeConsumer(task);
  if (!consumer) return consumer.error();
  std::string created;
  ScalarText(*consumer->if_contains("ConsumerCreationTimestamp"), created);
  return bj::object{{"ConsumerARN", task.resource.physical_id},
                    {"ConsumerName", *consumer->if_contains("ConsumerName")},
                    {"ConsumerStatus", *consumer->if_contains("ConsumerStatus")},
                    {"ConsumerCreationTimestamp", created},
                    {"StreamARN", *consumer->if_contains("StreamARN")}};
}

// --- AWS::Kinesis::ResourcePolicy ----------------------------------------------------------------

constexpr PropertyRule kPolicyProperties[] = {{"ResourceArn", Kind::kText, true, true},
                                              {"ResourcePolicy", Kind::kAny, false, true}};

Result<Progress> PutPolicy(ResourceTask& task) {
  const bj::value& policy = *task.Find("ResourcePolicy");
  const std::string text = policy.is_string() ? task.Text("ResourcePolicy") : bj::serialize(policy);
  auto put = task.services.Call("PutResourcePolicy",
                                {{"ResourceARN", task.Text("ResourceArn")}, {"Policy", text}});
  if (!put) return put.error();
  return Progress::kAgain;
}

Result<Progress> CreatePolicy(ResourceTask& task) {
  auto put = PutPolicy(task);
  if (put) task.resource.physical_id = task.Text("ResourceArn");
  return put;
}

Result<Progress> SettlePolicy(ResourceTask& task) {
  const bool update = !task.before.empty() && task.Changed("ResourcePolicy");
  return update && task.resource.calls == 0 ? PutPolicy(task) : Progress::kDone;
}

Result<Progress> RemovePolicy(ResourceTask& task) {
  auto gone =
      task.services.Call("DeleteResourcePolicy", {{"ResourceARN", task.resource.physical_id}});
  if (gone || gone.error().code() == kNotFound) return Progress::kDone;
  return gone.error();
}

const ResourceType kTypes[] = {
    {"AWS::Kinesis::Stream", StreamProperties(), CreateStream, SettleStream, RemoveStream,
     StreamAttributes, true},
    {"AWS::Kinesis::StreamConsumer", kConsumerProperties, CreateConsumer, SettleConsumer,
     RemoveConsumer, ConsumerAttributes, true},
    {"AWS::Kinesis::ResourcePolicy", kPolicyProperties, CreatePolicy, SettlePolicy, RemovePolicy,
     NoAttributes, false},
};

}  // namespace

std::span<const ResourceType> KinesisResourceTypes() { return kTypes; }

}  // namespace runnel::cloudformation
