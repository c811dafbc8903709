#include "native-server/command_line/client_complaints.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "core/base/ascii_case.h"

namespace runnel {
namespace {

struct Complaint {
  std::string_view signs;  // in lower case; any of them, with bars between
  std::string_view advice;
};

constexpr auto kComplaints = std::to_array<Complaint>({
    {"econnrefused|connection refused|could not connect to the endpoint|failed to connect",
     "nothing listens where the client looks. Start `runnel serve`, and compare the client's "
     "address with `runnel status`. Within a container 127.0.0.1 is the container itself: use the "
     "name of the other container, or host.docker.internal."},
    {"enotfound|name or service not known|unknownhostexception|no such host|getaddrinfo",
     "the client looks for a host that has no address. Use http://127.0.0.1:4566, or the name of "
     "the container's service."},
    {"self-signed certificate|self signed certificate|certificate_verify_failed|"
     "certificate verify failed|unable to get local issuer|pkix path building|"
     "unknown authority|unknownissuer|unable to verify the first certificate",
     "the client does not trust the server's certificate. Give it the file that `runnel cert "
     "--path` names: AWS_CA_BUNDLE for Python and the AWS CLI, NODE_EXTRA_CA_CERTS for Node, "
     "CaCertFile of the Kinesis Producer Library; or use http://."},
    {"wrong version number|record overflow|rx_record_too_long|not an ssl/tls record|"
     "unrecognized ssl message",
     "TLS was spoken to a port that does not speak it, so not to Runnel, whose ports take both. "
     "Look whether another emulator or a proxy has the port."},
    {"nghttp2|protocol error|http2_stream_error|goaway",
     "HTTP/2 went wrong, as it does with emulators that speak it in part. Runnel speaks it on "
     "every port: look with `runnel status` and `runnel health` whether the client reaches it at "
     "all, and remove requestHandler or httpVersion settings made for another emulator."},
    {"security token included in the request is invalid|unrecognizedclientexception",
     "either the call went to AWS itself, because the client knows no address: set "
     "AWS_ENDPOINT_URL_KINESIS; or the server was started with --credentials and does not know the "
     "key."},
    {"unable to locate credentials|could not load credentials|nocredentials|"
     "credentialsprovidererror|unable to load credentials|no valid credential|"
     "failed to refresh cached credentials",
     "the client has no credentials. Any will do: AWS_ACCESS_KEY_ID=test "
     "AWS_SECRET_ACCESS_KEY=test."},
    {"must specify a region|region is missing|noregionerror|unable to load region|"
     "missing region|invalid configuration: missing region",
     "the client has no region. Any will do: AWS_REGION=us-east-1, and AWS_DEFAULT_REGION for "
     "older clients."},
    {"signature we calculated does not match|invalidsignatureexception|signature expired",
     "signatures are verified because the server was started with --credentials: the client needs "
     "a key of that file, and a clock that is right."},
    {"resourcenotfoundexception",
     "the stream is not where the client looks. Each account and region has streams of its own: an "
     "access key of 12 digits is the account, the region is the one that is signed for. `runnel "
     "call ListStreams` shows those of 000000000000 in us-east-1; --region and --account others."},
    {"resourceinuseexception",
     "the stream is there already or is still CREATING. In tests, start from nothing with `runnel "
     "call Reset`, and use --create-stream-delay 0."},
    {"provisionedthroughputexceeded|limitexceededexception|rate exceeded",
     "a limit or a fault rule struck. `runnel faults list` lists the rules; "
     "KINESIS_ERROR_PROBABILITY and --limits aws are others who cause it; --shard-limit is the "
     "quota of shards."},
    {"expirediteratorexception",
     "a shard iterator lives 5 minutes of the emulator's time, as on AWS. `runnel clock` says "
     "whether it was moved; --shard-iterator-lifetime changes it."},
    {"first event was not of type initial-response|unexpected end of stream",
     "another emulator answers SubscribeToShard in its own way; Runnel sends the initial response. "
     "Look with `runnel health` who has the port."},
    {"must match the pattern|endpoint must match|illegal character in",
     "the Kinesis Producer Library takes a host's name alone, without http:// and port: `runnel "
     "connect kpl`."},
    {"cbor", "CBOR is spoken as AWS speaks it: remove AWS_CBOR_DISABLE and similar settings."},
    {"endpoint_rule|endpoint provider|no endpoint|invalid url|invalid endpoint",
     "an address is written with its scheme, http://127.0.0.1:4566, and to Python a host with an "
     "underscore in its name is none."},
    {"dynamodb|cloudwatch|monitoring",
     "DynamoDB and CloudWatch, which the Kinesis Client Library uses, are not here: `runnel "
     "connect kcl`."},
});

bool IsAlnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool IsUpper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

// Whether a word of the text begins there, be it one within a name: "Dynamo" of "AmazonDynamoDB".
bool IsWordStart(std::string_view text, std::size_t at) {
  if (at == 0 || !IsAlnum(text[at - 1])) return true;
  return IsUpper(text[at]) && !IsUpper(text[at - 1]);
}

// Whether the sign is in `text`, whose lower case is `lower`. It begins where a word does, so that
// "ENOTFOUND" is not seen in "ResourceNotFoundException"; words may go on after it.
bool Contains(std::string_view text, std::string_view lower, std::string_view sign) {
  for (std::size_t at = lower.find(sign); at != std::string_view::npos;
       at = lower.find(sign, at + 1)) {
    if (IsWordStart(text, at)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string_view> AdviceFor(std::string_view error_text) {
  const std::string lower = LowerCased(error_text);
  std::vector<std::string_view> advice;
  for (const Complaint& complaint : kComplaints) {
    for (std::string_view signs = complaint.signs; !signs.empty();) {
      const std::string_view sign = signs.substr(0, signs.find('|'));
      signs.remove_prefix(std::min(sign.size() + 1, signs.size()));
      if (!Contains(error_text, lower, sign)) continue;
      advice.push_back(complaint.advice);
      break;
    }
  }
  return advice;
}

}  // namespace runnel
