#include "core/model/stream.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("a set of metrics lists its names in one order, however they were added") {
  MetricsSet metrics;
  CHECK(metrics.Names().empty());
  metrics.Add("OutgoingBytes");
  metrics.Add("IncomingBytes");
  metrics.Add("IncomingBytes");
  CHECK(metrics.Names() == std::vector<std::string>{"IncomingBytes", "OutgoingBytes"});
}

TEST_CASE("ALL stands for every metric") {
  MetricsSet all;
  all.Add("ALL");
  CHECK(all.Names().size() == 7);
  MetricsSet each;
  for (const std::string_view name : MetricsSet::kNames) each.Add(name);
  CHECK(all == each);
}

TEST_CASE("sets of metrics are added to and removed from each other") {
  MetricsSet metrics;
  metrics.Add("ALL");
  MetricsSet some;
  some.Add("IncomingBytes");
  some.Add("OutgoingRecords");
  metrics.Remove(some);
  CHECK(metrics.Names().size() == 5);
  metrics.Add(some);
  CHECK(metrics.Names().size() == 7);
  MetricsSet none;
  none.Remove(some);
  CHECK(none == MetricsSet());
}

TEST_CASE("a billing commitment is in force until the end that was asked for") {
  BillingCommitment commitment;
  const Timestamp end{1000};
  CHECK_FALSE(commitment.InForce(end));
  commitment.enabled = true;
  commitment.earliest_allowed_end = end;
  CHECK(commitment.InForce(end));
  commitment.end_pending = true;
  CHECK(commitment.InForce({999}));
  CHECK_FALSE(commitment.InForce(end));
}

}  // namespace
}  // namespace runnel
