#include "tests/conformance/encoding.h"

#include "tests/conformance/cbor.h"

namespace runnel::conformance {

const Encoding kJson = {
    "application/x-amz-json-1.1",
    [](const boost::json::value& input) { return boost::json::serialize(input); },
    [](std::string_view body) { return boost::json::parse(body); },
};

const Encoding kCbor = {"application/x-amz-cbor-1.1", ToCbor, FromCbor};

}  // namespace runnel::conformance
