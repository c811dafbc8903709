#include "native-server/web_pages.h"

#include <algorithm>
#include <array>

#include "core/api/request_headers.h"
#include "core/base/ascii_case.h"
#include "core/base/ip_address.h"
#include "core/base/web_origin.h"

namespace runnel {
namespace {

constexpr std::string_view kAny = "any";
// Of a page that has no origin of its own: a file, or a frame that is locked in.
constexpr std::string_view kNone = "null";

// Nobody can register names with the first ones (RFC 2606, 6761, 6762, ICANN's .internal); those
// after them have owners who do not lead them astray: LocalStack's leads to 127.0.0.1.
constexpr std::array<std::string_view, 9> kSafeEndings = {
    ".localhost",       ".local",
    ".internal",        ".test",
    ".amazonaws.com",   ".amazonaws.com.cn",
    ".api.aws",         ".api.amazonwebservices.com.cn",
    ".localstack.cloud"};

// "app.example.com:8443" of "https://app.example.com:8443"; empty if it is no origin.
std::string_view AuthorityOf(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  }
  return {};
}

bool IsSafeName(std::string_view authority) {
  std::string name = LowerCased(HostOf(authority));
  if (name.ends_with('.')) name.pop_back();
  if (name.find('.') == std::string::npos && authority.find('[') == std::string_view::npos) {
    return true;
  }
  return ReadIpAddress(name) ||
         std::any_of(kSafeEndings.begin(), kSafeEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

bool IsAllowed(std::string_view origin, const WebPages& pages) {
  return std::any_of(pages.allowed.begin(), pages.allowed.end(),
                     [&](const std::string& page) { return page == kAny || page == origin; });
}

bool MayBeCalled(std::string_view authority, const WebPages& pages) {
  if (pages.any_name || authority.empty() || IsSafeName(authority)) return true;
  return std::any_of(pages.allowed.begin(), pages.allowed.end(), [&](std::string_view page) {
    return page == kAny || HostOf(AuthorityOf(page)) == HostOf(authority);
  });
}

Reply Refusal(const std::string& why, std::string_view what, std::string_view remedy) {
  Reply reply;
  reply.status = 403;
  reply.headers.push_back({"Content-Type", "text/plain; charset=utf-8"});
  reply.error_code = "AccessDeniedException";
  reply.error_message = why;
  reply.body = why + ". " + std::string(what) + " runnel serve --web-pages " + std::string(remedy) +
               " would let it.\n";
  return reply;
}

// `page` is set to what browsers send.
std::string ReadWebPage(std::string_view text, std::string& page) {
  page = LowerCased(text);
  if (page.ends_with('/')) page.pop_back();
  const std::string_view authority = AuthorityOf(page);
  const bool is_origin = !authority.empty() && authority.find_first_of("/?# ") == text.npos;
  if (page == kAny || page == kNone || is_origin) return {};
  return "'" + std::string(text) +
         "' is no origin of a web page; write what its browser sends, such as "
         "https://app.example.com or http://10.0.0.7:3000, null for files, or any";
}

}  // namespace

std::string ReadWebPages(std::string_view text, std::vector<std::string>& pages) {
  std::vector<std::string> read;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string page;
    if (std::string wrong = ReadWebPage(text.substr(0, comma), page); !wrong.empty()) return wrong;
    read.push_back(std::move(page));
    text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
  }
  pages = std::move(read);
  return {};
}

std::optional<Reply> RefuseWebPage(const Request& request, const WebPages& pages) {
  const std::string_view origin = FindHeader(request.headers, "origin");
  std::string_view authority = FindHeader(request.headers, ":authority");
  if (authority.empty()) authority = FindHeader(request.headers, "host");
  if (!MayBeCalled(authority, pages)) {
    return Refusal("This server is not called " + std::string(HostOf(authority)),
                   "A web page may have made that name lead here; call it localhost or by its "
                   "address. If the name is yours,",
                   "http://" + std::string(authority));
  }
  if (origin.empty() || IsLoopbackOrigin(origin) || IsAllowed(origin, pages)) return std::nullopt;
  if (AuthorityOf(origin) == authority) return std::nullopt;
  return Refusal("The web page " + std::string(origin) + " may not call this server",
                 "Only pages of this machine may (http://localhost, http://127.0.0.1).", origin);
}

}  // namespace runnel
