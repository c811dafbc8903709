// Which web pages a browser of this machine may call for. A browser lets every page of the web send
// requests to 127.0.0.1, and a name that leads elsewhere at first can be made to lead here (DNS
// rebinding): without rules, whoever looks at a page would let it read and change everything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/request.h"

namespace runnel {

struct WebPages {
  // Origins of pages (RFC 6454) that may call beside those of this machine,
  // "https://app.example.com:8443" or "null"; "any" for all of them. As ReadWebPages takes them.
  std::vector<std::string> allowed;
  // Other machines reach the server, by names that only they know.
  bool any_name = false;
};

// Reads one or more, with commas between them. Returns what is wrong with them, or an empty string.
std::string ReadWebPages(std::string_view text, std::vector<std::string>& pages);

// What is answered to a page that may not call; nullopt for everybody else.
// A page may call if its origin is of this machine (localhost, 127.0.0.1, [::1]), is allowed, or
// is that under which the server itself was called. And the name under which it was called must be
// one that no page can have made to lead here: an address, a name without a dot, one whose ending
// nobody can register, one of AWS, or that of an allowed page. Browsers tell both, and pages cannot
// change that; programs send no origin, and call by such names.
std::optional<Reply> RefuseWebPage(const Request& request, const WebPages& pages);

}  // namespace runnel
