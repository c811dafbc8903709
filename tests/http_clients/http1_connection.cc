#include "tests/http_clients/http1_connection.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace runnel::test {
namespace {

constexpr std::string_view kCrlf = "\r\n";

std::string LowerCased(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

}  // namespace

void Http1Connection::Begin(std::string_view method, std::string_view path, std::string_view body,
                            const Fields& fields) {
  std::string text(method);
  text.append(" ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
  for (const auto& [name, value] : fields) {
    text.append(name).append(": ").append(value).append(kCrlf);
  }
  text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  channel_->Send(text.append(body));
}

Http1Answer Http1Connection::Head(std::chrono::milliseconds patience) {
  const std::string head = TakeThrough("\r\n\r\n", patience);
  Http1Answer answer;
  std::string_view rest = head;
  if (rest.size() < 12 || !rest.starts_with("HTTP/1.1 ")) throw std::runtime_error("no HTTP/1.1");
  answer.status = std::stoi(head.substr(9, 3));
  rest.remove_prefix(rest.find(kCrlf) + kCrlf.size());
  while (rest != kCrlf) {
    const std::string_view line = rest.substr(0, rest.find(kCrlf));
    const std::size_t colon = line.find(": ");
    if (colon == line.npos) throw std::runtime_error("a header without a value");
    answer.headers[LowerCased(line.substr(0, colon))] = line.substr(colon + 2);
    rest.remove_prefix(line.size() + kCrlf.size());
  }
  return answer;
}

Http1Answer Http1Connection::Finish(std::chrono::milliseconds patience) {
  Http1Answer answer = Head(patience);
  if (answer.headers.count("transfer-encoding") == 0) {
    answer.body = Take(std::stoul(answer.headers.at("content-length")), patience);
    return answer;
  }
  for (std::string chunk; !(chunk = Chunk(patience)).empty();) answer.body += chunk;
  return answer;
}

std::string Http1Connection::Chunk(std::chrono::milliseconds patience) {
  const std::size_t size = std::stoul(TakeThrough(kCrlf, patience), nullptr, 16);
  std::string chunk = Take(size, patience);
  if (Take(kCrlf.size(), patience) != kCrlf) throw std::runtime_error("a chunk without an end");
  return chunk;
}

std::string Http1Connection::TakeThrough(std::string_view end, std::chrono::milliseconds patience) {
  std::size_t at = 0;
  while ((at = received_.find(end)) == received_.npos) ReadMore(patience);
  return Take(at + end.size(), patience);
}

std::string Http1Connection::Take(std::size_t count, std::chrono::milliseconds patience) {
  while (received_.size() < count) ReadMore(patience);
  std::string taken = received_.substr(0, count);
  received_.erase(0, count);
  return taken;
}

void Http1Connection::ReadMore(std::chrono::milliseconds patience) {
  const std::string bytes = channel_->Read(patience);
  if (bytes.empty()) throw std::runtime_error("no answer");
  received_ += bytes;
}

}  // namespace runnel::test
