#include "native-server/inspector_page.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "native-server/inspector_page_files.h"

namespace runnel {
namespace {

constexpr std::string_view kFolder = "/_runnel/";
constexpr std::string_view kIndex = "index.html";

// The page's script runs code of its own only, and calls nobody but this server.
constexpr const char* kSecurityPolicy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; "
    "frame-ancestors 'none'";

constexpr const char* kMissing =
    R"(<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Runnel inspector</title>
<body style="font: 16px/1.5 sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em">
<h1>This server was built without the inspector for browsers</h1>
<p>It takes a compiler for WebAssembly, so <code>./dev run</code> leaves it out. In the folder of
the sources</p>
<pre>./dev page      # installs that compiler, builds the page and the server with it
./dev run</pre>
<p>and this page is the inspector. The same inspector in a window of its own needs no such compiler:
</p>
<pre>./dev inspect</pre>
<p>In a terminal, <code>runnel top</code> shows shards, rates and lag, and <code>runnel tail</code>
prints records as they come.</p>
</body></html>
)";

Reply Page(const char* media_type, std::string body) {
  Reply reply;
  reply.headers = {{"Content-Type", media_type},
                   {"Cache-Control", "no-cache"},
                   {"Content-Security-Policy", kSecurityPolicy},
                   {"X-Content-Type-Options", "nosniff"}};
  reply.body = std::move(body);
  return reply;
}

Reply NotFound() {
  Reply reply;
  reply.status = 404;
  reply.headers.push_back({"Content-Type", "text/plain"});
  reply.body = "There is nothing here: the inspector is at /_runnel/\n";
  return reply;
}

Reply MissingPage() {
  Reply reply = Page("text/html; charset=utf-8", kMissing);
  reply.headers[2].value = "default-src 'none'; style-src 'unsafe-inline'";
  return reply;
}

}  // namespace

std::optional<Reply> AnswerInspectorPage(const Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  std::string_view path = request.target.substr(0, request.target.find('?'));
  if (path == kFolder.substr(0, kFolder.size() - 1)) {
    Reply reply;
    reply.status = 301;
    reply.headers.push_back({"Location", std::string(kFolder)});
    return reply;
  }
  if (!path.starts_with(kFolder)) return std::nullopt;
  path.remove_prefix(kFolder.size());
  if (path.empty()) path = kIndex;
  const std::span<const InspectorPageFile> files = InspectorPageFiles();
  if (files.empty()) return path == kIndex ? MissingPage() : NotFound();
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const InspectorPageFile& file) { return file.name == path; });
  if (found == files.end()) return NotFound();
  Reply reply = Page(found->media_type, std::string(found->compressed));
  reply.headers.push_back({"Content-Encoding", "gzip"});
  return reply;
}

}  // namespace runnel
