// What a host can choose about an emulator. Every field has the default that `runnel serve` has.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/api/identity.h"
#include "core/base/time.h"
#include "core/model/limits.h"

namespace runnel {

// Who writes the objects of channels (kinesis-api-45 3.3).
enum class ChannelDeliveries : std::uint8_t {
  kNowhere,  // nobody: records count as delivered
  kByCalls,  // clients: Runnel.TakeDelivery, Runnel.CompleteDelivery
  kHost,     // the host: Emulator::TakeDeliveries
};

// Who makes requests over HTTP: those of pipes to API destinations, and for templates.
enum class HttpCalls : std::uint8_t {
  kHost,     // the host: Emulator::TakeInvocations
  kByCalls,  // clients: Runnel.TakeHttpCall, Runnel.CompleteInvocation
  kNobody,   // what needs one is told so
};

struct Settings {
  // Account of callers whose access key is not itself a 12-digit account id.
  std::string default_account = "000000000000";
  // Region of callers whose credential scope names none.
  std::string default_region = "us-east-1";

  // How long streams and consumers stay in CREATING, UPDATING and DELETING. Zero: the change is
  // complete when the call returns.
  Duration create_stream_delay = Duration::Milliseconds(500);
  Duration delete_stream_delay = Duration::Milliseconds(500);
  Duration update_stream_delay = Duration::Milliseconds(500);
  Duration register_consumer_delay = Duration::Milliseconds(500);
  Duration deregister_consumer_delay = Duration::Milliseconds(500);

  // How long event source mappings stay in Creating, Enabling, Disabling, Updating and Deleting.
  Duration event_source_mapping_delay = Duration::Milliseconds(500);
  // How long they wait before they try a batch again: the first time, then twice as long each time
  // until the longest.
  Duration event_source_retry_delay = Duration::Seconds(1);
  Duration event_source_retry_delay_max = Duration::Seconds(5);

  // Account quotas (kinesis-api 7.3). Open shards of provisioned streams, per account and region.
  std::int32_t shard_limit = 20'000;
  std::int32_t on_demand_stream_limit = 50;
  std::int32_t channel_limit = 100;
  // The quotas that protect the service rather than the account: 5 streams being created or deleted
  // at once, 5 consumers being created, changes per 24 hours, calls and bytes per second.
  bool enforce_rate_quotas = false;

  // SubscribeToShard: how long one call lasts, and the longest silence in it.
  Duration subscription_lifetime = Duration::Seconds(300);
  Duration subscription_heartbeat = Duration::Seconds(5);
  Duration shard_iterator_lifetime = Duration::Seconds(300);
  Duration next_token_lifetime = Duration::Seconds(300);

  // Probability from 0.0 to 1.0 that PutRecord fails with ProvisionedThroughputExceededException,
  // and that PutRecords fails every record with that code. One draw per request.
  double put_error_probability = 0.0;

  // Bytes of memory beyond which no more records are taken, where records are kept in memory alone.
  // Zero: there is no such bound.
  std::uint64_t record_memory_max = 0;

  // Whether stacks leave out resources of types that nobody knows here, instead of being refused.
  bool skip_unknown_resource_types = false;
  // What API destinations, which pipes send to, stand for, by their names: "http://…", or a method
  // and a space before it. Without one it is POST.
  std::map<std::string, std::string> api_destinations;

  HttpCalls http_calls = HttpCalls::kHost;

  ChannelDeliveries channel_deliveries = ChannelDeliveries::kNowhere;
  // How often a channel tries to write an object before it is FAILED.
  std::int32_t channel_write_attempts = 10;
  // How many bytes of records make an object before they have the age at which they are due.
  std::uint64_t channel_object_bytes = limits::kChannelObjectBytes;
  // Whether JSON and STRING records that end in no line feed get one.
  bool channel_line_feeds = true;

  // Whether the emulator's own operations (target prefix Runnel.) are answered.
  bool control_operations = true;

  // Whose signatures are accepted. Null: everybody is who the request says, nothing is verified.
  std::shared_ptr<const Identities> identities;
  // Whether resource policies, and those of identities, decide who may do what.
  bool enforce_policies = false;
};

// A stream to be there from the start.
struct InitialStream {
  std::string name;
  std::int32_t shard_count = 4;
  std::string region;  // empty: the default region
};

}  // namespace runnel
