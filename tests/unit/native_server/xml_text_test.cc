#include "native-server/command_line/xml_text.h"

#include <doctest/doctest.h>

namespace runnel {
namespace {

TEST_CASE("members of a list, with lists in them") {
  const std::string_view xml =
      "<R><Stacks><member><Name>a</Name><Tags><member>1</member><member>2</member></Tags></member>"
      "<member><Name>b</Name></member></Stacks></R>";
  const auto members = XmlMembers(XmlElement(xml, "Stacks"));
  REQUIRE(members.size() == 2);
  CHECK(XmlText(members[0], "Name") == "a");
  CHECK(XmlMembers(XmlElement(members[0], "Tags")).size() == 2);
  CHECK(XmlText(members[1], "Name") == "b");
}

TEST_CASE("entities become what they stand for") {
  CHECK(XmlText("<A>1 &lt; 2 &amp;amp; &quot;x&quot;</A>", "A") == "1 < 2 &amp; \"x\"");
}

TEST_CASE("what is not there is empty") {
  CHECK(XmlElement("<A/>", "A").empty());
  CHECK(XmlElement("<A>cut", "A").empty());
  CHECK(XmlMembers("").empty());
}

}  // namespace
}  // namespace runnel
