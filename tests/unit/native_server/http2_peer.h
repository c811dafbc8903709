// An HTTP/2 client that says whatever it is told to, frame by frame, and looks at frames as they
// come: for what no honest client would send.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "tests/unit/native_server/running_server.h"

namespace runnel::test {

struct Http2Frame {
  // RFC 9113, section 6.
  static constexpr int kData = 0;
  static constexpr int kHeaders = 1;
  static constexpr int kPriority = 2;
  static constexpr int kResetStream = 3;
  static constexpr int kSettings = 4;
  static constexpr int kPushPromise = 5;
  static constexpr int kPing = 6;
  static constexpr int kGoAway = 7;
  static constexpr int kWindowUpdate = 8;
  static constexpr int kContinuation = 9;
  static constexpr int kEnd = -1;  // no frame: the connection has ended
  // Flags.
  static constexpr int kAck = 1;
  static constexpr int kEndStream = 1;
  static constexpr int kEndHeaders = 4;
  static constexpr int kPadded = 8;

  int type = kEnd;
  int flags = 0;
  std::uint32_t stream = 0;
  std::string payload;

  // The code of a RST_STREAM or GOAWAY.
  std::uint32_t error() const;
  std::string Bytes() const;
};

// Big-endian, `bytes` wide.
inline std::string Number(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> shift);
  }
  return text;
}

inline std::uint32_t ReadNumber(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

inline std::uint32_t Http2Frame::error() const {
  const std::string_view code = payload;
  return ReadNumber(code.substr(type == kGoAway ? 4 : 0, 4));
}

inline std::string Http2Frame::Bytes() const {
  return Number(payload.size(), 3) + Number(static_cast<unsigned>(type), 1) +
         Number(static_cast<unsigned>(flags), 1) + Number(stream, 4) + payload;
}

// A header field as HPACK's literal without indexing. REQUIRES: texts shorter than 127 bytes.
inline std::string Literal(std::string_view name, std::string_view value) {
  std::string text(1, '\0');
  text.append(Number(name.size(), 1)).append(name);
  return text.append(Number(value.size(), 1)).append(value);
}

inline std::string PseudoFields(std::string_view method, std::string_view path) {
  return Literal(":method", method) + Literal(":scheme", "http") + Literal(":path", path) +
         Literal(":authority", "localhost");
}

class Http2Peer {
 public:
  // Says the preface and SETTINGS with that payload.
  explicit Http2Peer(std::uint16_t port, std::string_view settings = {}) : client_(port) {
    client_.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    Send({Http2Frame::kSettings, 0, 0, std::string(settings)});
  }

  void Send(const Http2Frame& frame) { client_.Send(frame.Bytes()); }
  void SendBytes(std::string_view bytes) { client_.Send(bytes); }
  // A request for the health path, which is answered 200.
  void AskForHealth(std::uint32_t stream) {
    Send({Http2Frame::kHeaders, Http2Frame::kEndHeaders | Http2Frame::kEndStream, stream,
          PseudoFields("GET", "/health")});
  }

  Http2Frame Next() {
    const std::string head = client_.Read(9);
    if (head.size() < 9) return {};
    const std::string_view view = head;
    Http2Frame frame;
    frame.type = static_cast<int>(ReadNumber(view.substr(3, 1)));
    frame.flags = static_cast<int>(ReadNumber(view.substr(4, 1)));
    frame.stream = ReadNumber(view.substr(5, 4));
    frame.payload = client_.Read(ReadNumber(view.substr(0, 3)));
    return frame;
  }
  // The next frame of that type, or of the end.
  Http2Frame NextOf(int type) {
    Http2Frame frame = Next();
    while (frame.type != type && frame.type != Http2Frame::kEnd) frame = Next();
    return frame;
  }
  // Reads on until the answer to `stream` begins. Whether it is 200.
  bool IsAnswered(std::uint32_t stream) {
    constexpr char kStatus200 = '\x88';  // RFC 7541, appendix A
    Http2Frame frame = NextOf(Http2Frame::kHeaders);
    while (frame.type != Http2Frame::kEnd && frame.stream != stream) {
      frame = NextOf(Http2Frame::kHeaders);
    }
    return !frame.payload.empty() && frame.payload.find(kStatus200) != std::string::npos;
  }

  RawClient& client() { return client_; }

 private:
  RawClient client_;
};

}  // namespace runnel::test
