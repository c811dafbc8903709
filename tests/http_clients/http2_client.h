// The other side of an HTTP/2 connection, in memory: nghttp2's client, which is strict about what a
// server may send.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace runnel::test {

struct Http2Answer {
  std::map<std::string, std::string> headers;
  std::vector<std::string> informational;  // statuses before the answer
  std::string body;
  bool ended = false;
  std::uint32_t closed_with = 0;  // RST_STREAM
  bool closed = false;
};

class Http2Client {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  // `window` is what a stream may send without being read.
  explicit Http2Client(std::uint32_t window = 65535) : Http2Client(window, false) {}
  // One for which whatever arrives counts as read.
  static std::unique_ptr<Http2Client> ReadingAtOnce() {
    constexpr std::uint32_t kWindow = 1024 * 1024;
    return std::unique_ptr<Http2Client>(new Http2Client(kWindow, true));
  }
  ~Http2Client() { nghttp2_session_del(session); }
  Http2Client(const Http2Client&) = delete;
  Http2Client& operator=(const Http2Client&) = delete;

  // `body` must outlive the sending of it. `more` leaves the request unfinished.
  std::int32_t Request(std::string_view method, std::string_view path, std::string_view body = {},
                       const Fields& fields = {}, bool more = false) {
    std::vector<nghttp2_nv> all = {Field(":method", method), Field(":scheme", "http"),
                                   Field(":authority", "localhost"), Field(":path", path)};
    for (const auto& [name, value] : fields) {
      if (name == "host") {  // which HTTP/2 says in its own way
        all[2] = Field(":authority", value);
      } else {
        all.push_back(Field(name, value));
      }
    }
    bodies_.push_back({body, more});
    nghttp2_data_provider provider{{}, ReadBody};
    provider.source.ptr = reinterpret_cast<void*>(bodies_.size() - 1);
    const bool has_body = more || !body.empty();
    return nghttp2_submit_request(session, nullptr, all.data(), all.size(),
                                  has_body ? &provider : nullptr, nullptr);
  }

  std::string TakeOutput() {
    std::string output;
    const std::uint8_t* bytes = nullptr;
    for (ssize_t count = 0; (count = nghttp2_session_mem_send(session, &bytes)) > 0;) {
      output.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
    }
    return output;
  }
  // False: the server broke the protocol.
  bool Receive(std::string_view bytes) {
    return nghttp2_session_mem_recv(session, reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                    bytes.size()) == static_cast<ssize_t>(bytes.size());
  }
  // Lets the server send so many more bytes, on the stream and on the connection.
  void Read(std::int32_t stream, std::size_t count) {
    nghttp2_session_consume(session, stream, count);
  }

  nghttp2_session* session = nullptr;
  std::map<std::int32_t, Http2Answer> answers;
  std::map<int, int> frames;  // how many of each type have come
  bool going_away = false;
  std::uint32_t going_away_with = 0;

 private:
  Http2Client(std::uint32_t window, bool reads_at_once) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, OnHeader);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, OnData);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, OnFrame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, OnClose);
    nghttp2_option* options = nullptr;
    nghttp2_option_new(&options);
    nghttp2_option_set_no_auto_window_update(options, reads_at_once ? 0 : 1);
    nghttp2_session_client_new2(&session, callbacks, this, options);
    nghttp2_option_del(options);
    nghttp2_session_callbacks_del(callbacks);
    const nghttp2_settings_entry entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, &entry, 1);
  }

  static nghttp2_nv Field(std::string_view name, std::string_view value) {
    const auto bytes = [](std::string_view text) {
      return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
    };
    return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
  }
  static Http2Client& Self(void* client) { return *static_cast<Http2Client*>(client); }

  static ssize_t ReadBody(nghttp2_session*, std::int32_t, std::uint8_t* to, std::size_t room,
                          std::uint32_t* flags, nghttp2_data_source* source, void* client) {
    auto& [body, more] = Self(client).bodies_[reinterpret_cast<std::size_t>(source->ptr)];
    if (body.empty() && more) return NGHTTP2_ERR_DEFERRED;
    const std::size_t count = body.copy(reinterpret_cast<char*>(to), room);
    body.remove_prefix(count);
    if (body.empty() && !more) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(count);
  }
  static int OnHeader(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                      std::uint8_t, void* client) {
    Http2Answer& answer = Self(client).answers[frame->hd.stream_id];
    const std::string key(reinterpret_cast<const char*>(name), name_size);
    const std::string text(reinterpret_cast<const char*>(value), value_size);
    if (key == ":status" && text.starts_with('1')) {
      answer.informational.push_back(text);
    } else {
      answer.headers[key] = text;
    }
    return 0;
  }
  static int OnData(nghttp2_session*, std::uint8_t, std::int32_t stream, const std::uint8_t* bytes,
                    std::size_t count, void* client) {
    Self(client).answers[stream].body.append(reinterpret_cast<const char*>(bytes), count);
    return 0;
  }
  static int OnFrame(nghttp2_session*, const nghttp2_frame* frame, void* client) {
    Http2Client& self = Self(client);
    ++self.frames[frame->hd.type];
    const bool ends = frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS;
    if (ends && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
      self.answers[frame->hd.stream_id].ended = true;
    }
    if (frame->hd.type == NGHTTP2_GOAWAY) {
      self.going_away = true;
      self.going_away_with = frame->goaway.error_code;
    }
    return 0;
  }
  static int OnClose(nghttp2_session*, std::int32_t stream, std::uint32_t error, void* client) {
    Http2Answer& answer = Self(client).answers[stream];
    answer.closed = true;
    answer.closed_with = error;
    return 0;
  }

  struct Body {
    std::string_view rest;
    bool more;
  };
  std::vector<Body> bodies_;
};

}  // namespace runnel::test
