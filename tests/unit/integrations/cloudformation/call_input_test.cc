#include "core/integrations/cloudformation/call_input.h"

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/api/shapes.h"

namespace runnel::cloudformation {
namespace {

struct Inner {
  std::optional<bool> on;
  std::optional<std::string> text;
  std::optional<Timestamp> at;
};
constexpr Member kInnerMembers[] = {Field<&Inner::on>("On", shapes::kBoolean),
                                    Field<&Inner::text>("Text", shapes::kText),
                                    Field<&Inner::at>("At", shapes::kTimestamp)};
constexpr Shape kInner = StructureShape(kInnerMembers);
constexpr Shape kInners = ListShape<Inner>(kInner);
struct Outer {
  std::optional<std::int32_t> count;
  std::optional<std::vector<Inner>> inners;
};
constexpr Member kOuterMembers[] = {Field<&Outer::count>("Count", shapes::kInteger),
                                    Field<&Outer::inners>("Inners", kInners)};
constexpr Shape kOuter = StructureShape(kOuterMembers);

std::string Fitted(const char* json) {
  boost::json::value value = boost::json::parse(json);
  FitToShape(kOuter, value);
  return boost::json::serialize(value);
}

TEST_CASE("values become what the call takes, however deep they are") {
  CHECK(Fitted(R"({"Count":"7","Inners":[{"On":"true","Text":12}]})") ==
        R"({"Count":7,"Inners":[{"On":true,"Text":"12"}]})");
  CHECK(Fitted(R"({"Inners":[{"At":"1970-01-01T00:00:02Z"}]})") == R"({"Inners":[{"At":2E0}]})");
}

TEST_CASE("what cannot become it is left for the check of the call") {
  const char* const odd = R"({"Count":"seven","Inners":{"On":"maybe"},"Other":"1"})";
  CHECK(Fitted(odd) == odd);
}

}  // namespace
}  // namespace runnel::cloudformation
