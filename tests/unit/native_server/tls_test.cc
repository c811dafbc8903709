#include <doctest/doctest.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "native-server/failure.h"
#include "native-server/tls/authority_folder.h"
#include "tests/http_clients/http2_client.h"
#include "tests/unit/native_server/running_server.h"
#include "tests/unit/native_server/temporary_folder.h"
#include "tests/unit/native_server/tls_client.h"

using namespace runnel;
using namespace runnel::test;

namespace {

constexpr std::string_view kHealthRequest = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

// A server that keeps its authority in a folder of its own.
struct TlsServer {
  TlsServer()
      : authority(AuthorityCertificatePath(folder.path() / "tls").string()),
        running(ConfigIn(folder)) {}

  static Config ConfigIn(const TemporaryFolder& folder) {
    Config config = QuietConfig();
    config.tls_folder = (folder.path() / "tls").string();
    return config;
  }

  // The authority is made at the first connection.
  void MakeAuthority() { CHECK(TlsClient(running.port(), {}).connected()); }

  TemporaryFolder folder;
  std::string authority;
  RunningServer running;
};

}  // namespace

TEST_CASE("TLS: the port that answers plain HTTP answers HTTP by TLS") {
  TlsServer server;
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient::Options options;
    options.version = version;
    TlsClient client(server.running.port(), options);
    REQUIRE(client.connected());
    for (int i = 0; i < 3; ++i) {
      client.Send(kHealthRequest);
      CHECK(client.ReadUntil("}\n").starts_with("HTTP/1.1 200 OK\r\n"));
    }
  }
  RawClient plain(server.running.port());
  plain.Send(kHealthRequest);
  CHECK(plain.ReadUntil("\r\n") == "HTTP/1.1 200 OK\r\n");
}

TEST_CASE("TLS: whoever trusts the authority trusts the server under every name it is reached by") {
  TlsServer server;
  CHECK_FALSE(std::filesystem::exists(server.authority));
  server.MakeAuthority();
  for (const char* name : {"localhost", "kinesis.us-east-1.amazonaws.com", "host.docker.internal",
                           "runnel", "123456789012.data-kinesis.eu-central-1.amazonaws.com"}) {
    CAPTURE(name);
    TlsClient::Options options;
    options.host = name;
    options.authority = server.authority;
    CHECK(TlsClient(server.running.port(), options).connected());
  }
}

TEST_CASE("TLS: a name that would forge the certificate is left out of it") {
  TlsServer server;
  TlsClient::Options options;
  options.host = "a,DNS:bank.example";
  CHECK(TlsClient(server.running.port(), options).connected());
  const KeyAndCertificate authority = MakeAuthority();
  const KeyHandle key = MakeKey();
  const std::string names[] = {"good.example", options.host, "", "192.0.2.1"};
  const CertificateHandle certificate = MakeServerCertificate(authority, *key, names);
  CHECK(X509_check_host(certificate.get(), "good.example", 0, 0, nullptr) == 1);
  CHECK(X509_check_host(certificate.get(), "bank.example", 0, 0, nullptr) == 0);
  CHECK(X509_check_ip_asc(certificate.get(), "192.0.2.1", 0) == 1);
  CHECK(X509_check_ip_asc(certificate.get(), "192.0.2.2", 0) == 0);
}

TEST_CASE("TLS: ALPN agrees on h2 first, then on http/1.1, and insists on neither") {
  TlsServer server;
  const auto agreed = [&](std::vector<std::string> protocols) {
    TlsClient::Options options;
    options.protocols = std::move(protocols);
    TlsClient client(server.running.port(), options);
    CHECK(client.connected());
    return client.protocol();
  };
  CHECK(agreed({"http/1.1", "h2"}) == "h2");
  CHECK(agreed({"http/1.1"}) == "http/1.1");
  CHECK(agreed({"spdy/3"}) == "");
  CHECK(agreed({}) == "");
}

TEST_CASE("TLS: HTTP/2 is spoken with ALPN and without") {
  TlsServer server;
  const std::string body(1'000'000, 'x');
  for (const std::vector<std::string>& protocols : {std::vector<std::string>{"h2"}, {}}) {
    TlsClient::Options options;
    options.protocols = protocols;
    TlsClient connection(server.running.port(), options);
    REQUIRE(connection.connected());
    Http2Client client;
    const std::int32_t health = client.Request("GET", "/health");
    const std::int32_t large = client.Request("POST", "/", body);
    while (!client.answers[health].ended || !client.answers[large].ended) {
      connection.Send(client.TakeOutput());
      const std::string bytes = connection.ReadSome();
      REQUIRE_FALSE(bytes.empty());
      REQUIRE(client.Receive(bytes));
    }
    CHECK(client.answers[health].headers[":status"] == "200");
    CHECK(client.answers[large].headers[":status"] == "403");
  }
}

TEST_CASE("TLS: large bodies go both ways") {
  TlsServer server;
  TlsClient client(server.running.port(), {});
  REQUIRE(client.connected());
  client.Send(KinesisRequest("CreateStream", R"({"StreamName":"s","ShardCount":1})"));
  CHECK(client.ReadUntil("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  const std::string data(1'000'000, 'A');
  std::string sequence;
  for (int i = 0; i < 8; ++i) {
    client.Send(KinesisRequest("PutRecord",
                               R"({"StreamName":"s","PartitionKey":"p","Data":")" + data + "\"}"));
    sequence = client.ReadUntil("}");
    CHECK(sequence.starts_with("HTTP/1.1 200 OK\r\n"));
  }
  client.Send(KinesisRequest(
      "GetShardIterator",
      R"({"StreamName":"s","ShardId":"shardId-000000000000","ShardIteratorType":"TRIM_HORIZON"})"));
  const std::string answer = client.ReadUntil("\"}");
  const std::size_t begin = answer.find("{");
  REQUIRE(begin != std::string::npos);
  client.Send(KinesisRequest("GetRecords", answer.substr(begin)));
  CHECK(client.ReadUntil("\"MillisBehindLatest\"").size() > 8 * data.size());
}

TEST_CASE("TLS: a connection is ended in order") {
  TlsServer server;
  TlsClient client(server.running.port(), {});
  client.Send("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n");
  client.ReadUntil("}\n");
  CHECK(client.ReadSome() == "");
  CHECK(client.ended_in_order());
}

TEST_CASE("TLS: a handshake that is never finished blocks nobody and is ended") {
  ConnectionLimits limits;
  limits.header = std::chrono::milliseconds(20);
  RunningServer running(QuietConfig(), limits);
  RawClient half(running.port());
  half.Send(std::string_view("\x16\x03\x01\x02\x00\x01", 6));
  CHECK(TlsClient(running.port(), {}).connected());
  CHECK(half.ReadToEnd() == "");
}

TEST_CASE("TLS: garbage in its place ends that connection alone") {
  RunningServer running;
  RawClient garbage(running.port());
  garbage.Send("\x16 this is no handshake at all, but long enough to be looked at");
  garbage.ReadToEnd();
  CHECK(TlsClient(running.port(), {}).connected());
}

TEST_CASE("TLS: one's own certificate and key are used") {
  TemporaryFolder folder;
  const KeyAndCertificate authority = MakeAuthority();
  const KeyHandle key = MakeKey();
  const std::string names[] = {"my.example"};
  Config config = QuietConfig();
  config.tls_certificate =
      folder.Write("cert.pem", CertificateText(*MakeServerCertificate(authority, *key, names)));
  config.tls_key = folder.Write("key.pem", KeyText(*key));
  RunningServer running(config);
  TlsClient::Options options;
  options.host = "my.example";
  options.authority = folder.Write("ca.pem", CertificateText(*authority.certificate));
  CHECK(TlsClient(running.port(), options).connected());
  options.host = "another.example";
  CHECK_FALSE(TlsClient(running.port(), options).connected());
}

TEST_CASE("TLS: files that cannot be used are refused at start") {
  TemporaryFolder folder;
  const std::string certificate =
      folder.Write("cert.pem", CertificateText(*MakeAuthority().certificate));
  const std::string key = folder.Write("key.pem", KeyText(*MakeKey()));
  const auto refusal = [](const std::string& certificate_path, const std::string& key_path) {
    Config config = QuietConfig();
    config.tls_certificate = certificate_path;
    config.tls_key = key_path;
    Server server(config);
    try {
      server.Start();
    } catch (const Failure& failure) {
      return std::string(failure.what());
    }
    return std::string();
  };
  CHECK(refusal(certificate, "").starts_with("--tls-cert and --tls-key go together"));
  CHECK(
      refusal("/no/such/file", key).starts_with("cannot use /no/such/file as the TLS certificate"));
  CHECK(refusal(certificate, key).starts_with("cannot use " + key + " as the TLS key"));
}

TEST_CASE("The authority is made once and kept, its key for the owner alone") {
  TemporaryFolder folder;
  const std::filesystem::path kept = folder.path() / "data" / "tls";
  const KeyAndCertificate first = LoadOrMakeAuthority(kept);
  const KeyAndCertificate second = LoadOrMakeAuthority(kept);
  CHECK(CertificateText(*first.certificate) == CertificateText(*second.certificate));
  CHECK(std::filesystem::status(kept / "ca-key.pem").permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK(IsUsable(second));
}

TEST_CASE("A folder with anything else in it is left alone") {
  TemporaryFolder folder;
  const std::string certificate = folder.Write("ca.pem", "somebody else's");
  CHECK_THROWS_AS(LoadOrMakeAuthority(folder.path()), Failure);
  CHECK(std::filesystem::file_size(certificate) == 15);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "ca-key.pem"));
  const std::string rest = folder.path().string() + ".";
  for (const auto& entry : std::filesystem::directory_iterator(folder.path().parent_path())) {
    CHECK_FALSE(entry.path().string().starts_with(rest));
  }
}

TEST_CASE("TLS: without a folder to keep its authority in, a server still speaks it") {
  TemporaryFolder folder;
  folder.Write("ca.pem", "somebody else's");
  Config config = QuietConfig();
  config.tls_folder = folder.path().string();
  RunningServer running(config);
  CHECK(TlsClient(running.port(), {}).connected());
}
