#include "tests/http_clients/http2_connection.h"

#include <stdexcept>
#include <utility>

namespace runnel::test {

Http2Connection::Http2Connection(std::unique_ptr<Channel> channel)
    : channel_(std::move(channel)), client_(Http2Client::ReadingAtOnce()) {}

std::int32_t Http2Connection::Begin(std::string_view method, std::string_view path,
                                    std::string_view body, const Http2Client::Fields& fields) {
  const std::int32_t stream = client_->Request(method, path, body, fields);
  if (stream < 0) throw std::runtime_error("no further stream can be opened");
  channel_->Send(client_->TakeOutput());
  return stream;
}

Http2Answer Http2Connection::Finish(std::int32_t stream, std::chrono::milliseconds patience) {
  while (!client_->answers[stream].closed) {
    if (!Advance(patience)) throw std::runtime_error("no answer");
  }
  Http2Answer answer = std::move(client_->answers[stream]);
  client_->answers.erase(stream);
  if (!answer.ended) throw std::runtime_error("the stream was reset");
  return answer;
}

void Http2Connection::Cancel(std::int32_t stream) {
  nghttp2_submit_rst_stream(client_->session, NGHTTP2_FLAG_NONE, stream, NGHTTP2_CANCEL);
  channel_->Send(client_->TakeOutput());
  client_->answers.erase(stream);
}

bool Http2Connection::Advance(std::chrono::milliseconds patience) {
  channel_->Send(client_->TakeOutput());
  const std::string bytes = channel_->Read(patience);
  if (bytes.empty()) return false;
  if (!client_->Receive(bytes)) throw std::runtime_error("the server broke the protocol");
  channel_->Send(client_->TakeOutput());
  return true;
}

}  // namespace runnel::test
