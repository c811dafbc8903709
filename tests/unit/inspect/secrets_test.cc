#include "core/inspect/secrets.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("A request that a client makes is shown without what it is authorized by") {
  CHECK(ShownOutput("TakeHttpCall", R"({"RequestId":"1","Method":"GET","Url":"http://a/?k=v",)"
                                    R"("Headers":{"Authorization":"Basic x"},"Payload":"p"})") ==
        R"({"RequestId":"1","Method":"GET","Url":"****","Headers":"****","Payload":"****"})");
  CHECK(ShownOutput("TakeHttpCall", "{}") == "{}");
}

TEST_CASE("What has no secrets is shown as it is, to the byte") {
  constexpr const char* kText = R"({"Password": "p", "Payload": "\u0061", "At": 1.50})";
  CHECK(ShownInput("PutRecord", kText) == kText);
  CHECK(ShownOutput("CreateConnection", kText) == kText);
  CHECK(ShownOutput("CompleteInvocation", kText) == kText);
}

}  // namespace
}  // namespace runnel
