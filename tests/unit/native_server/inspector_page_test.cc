#include "native-server/inspector_page.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "native-server/inspector_page_files.h"

namespace runnel {
namespace {

std::optional<Reply> Get(std::string_view target, std::string_view method = "GET") {
  Request request;
  request.method = method;
  request.target = target;
  return AnswerInspectorPage(request);
}

std::string HeaderOf(const Reply& reply, std::string_view name) {
  const auto found = std::find_if(reply.headers.begin(), reply.headers.end(),
                                  [&](const ReplyHeader& header) { return header.name == name; });
  return found == reply.headers.end() ? "" : found->value;
}

TEST_CASE("The inspector's page: its folder is its own, everything else is not") {
  CHECK_FALSE(Get("/"));
  CHECK_FALSE(Get("/_runnelx"));
  CHECK_FALSE(Get("/_runnel/", "POST"));
  const auto moved = Get("/_runnel?region=eu-west-1");
  REQUIRE(moved);
  CHECK(moved->status == 301);
  CHECK(HeaderOf(*moved, "Location") == "/_runnel/");
  for (const char* target : {"/_runnel/other.js", "/_runnel/../index.html", "/_runnel//"}) {
    const std::string name = target;
    CAPTURE(name);
    const auto nothing = Get(target);
    REQUIRE(nothing);
    CHECK(nothing->status == 404);
  }
}

// Which of the two a build has is up to `./dev page`.
TEST_CASE("The inspector's page: there is one, or words on how to get it") {
  const auto page = Get("/_runnel/?region=eu-west-1", "HEAD");
  REQUIRE(page);
  CHECK(page->status == 200);
  CHECK(HeaderOf(*page, "Content-Type") == "text/html; charset=utf-8");
  if (InspectorPageFiles().empty()) {
    CHECK(page->body.find("./dev page") != std::string::npos);
    CHECK(HeaderOf(*page, "Content-Encoding").empty());
    return;
  }
  CHECK(HeaderOf(*page, "Content-Encoding") == "gzip");
  for (const InspectorPageFile& file : InspectorPageFiles()) {
    const std::string name(file.name);
    CAPTURE(name);
    const auto part = Get("/_runnel/" + name);
    REQUIRE(part);
    CHECK(part->body.starts_with("\x1f\x8b"));
    CHECK(HeaderOf(*part, "Content-Type") == file.media_type);
  }
}

}  // namespace
}  // namespace runnel
