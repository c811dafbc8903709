// The Query protocol of CloudFormation: forms go in, XML comes back. Source: integrations 6.1.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "tests/conformance/endpoint.h"

namespace runnel::conformance {

// A call of CloudFormation. A list of `input` becomes "Name.member.1", an object "Name.Member",
// but TemplateBody its JSON.
RawRequest MakeQueryRequest(std::string_view action, const boost::json::object& input,
                            const boost::json::object& as);

// An XML document as JSON: {"name of the root": content}. Elements become objects, those with
// nothing but <member>s lists, and those without elements texts; attributes are left out. Throws
// if it is not well-formed.
boost::json::value JsonOfXml(std::string_view xml);

}  // namespace runnel::conformance
