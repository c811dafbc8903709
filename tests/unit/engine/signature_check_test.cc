#include "core/engine/signature_check.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "tests/unit/engine/emulator_fixture.h"
#include "tests/unit/engine/signed_request.h"

namespace runnel::test {
namespace {

Settings Verifying() {
  Settings settings = WithoutDelays();
  Identities identities;
  Identity ana;
  ana.access_key = "AKIDANA";
  ana.secret_key = "ana's secret";
  ana.account = AccountId("111111111111");
  ana.arn = ana.principal_arn = "arn:aws:iam::111111111111:user/ana";
  identities.emplace(ana.access_key, ana);
  Identity night = ana;
  night.access_key = "ASIANIGHT";
  night.session_token = "token/of+the=night";
  night.expires_at = Timestamp{1'700'000'600'000};
  identities.emplace(night.access_key, night);
  settings.identities = std::make_shared<const Identities>(std::move(identities));
  return settings;
}

struct Fixture : EmulatorFixture {
  Fixture() : EmulatorFixture(Verifying()) {}

  // "200", or the code of the error.
  std::string Send(SignedRequest& request) {
    reply = emulator.Handle(request.request());
    return reply.status == 200 ? "200" : reply.error_code;
  }
  SignedRequest List() { return {"ListStreams", "{}", clock.now}; }

  Reply reply;
};

TEST_CASE_FIXTURE(Fixture, "A request that is signed rightly is answered, in the key's account") {
  SignedRequest create("CreateStream", R"({"StreamName":"s","ShardCount":1})", clock.now);
  create.Sign();
  CHECK(Send(create) == "200");
  SignedRequest describe("DescribeStreamSummary", R"({"StreamName":"s"})", clock.now);
  describe.Sign();
  CHECK(Send(describe) == "200");
  CHECK(reply.body.find("arn:aws:kinesis:us-east-1:111111111111:stream/s") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "A request that was changed after signing is refused") {
  struct Change {
    const char* name;
    std::function<void(SignedRequest&)> make;
  };
  const Change changes[] = {
      {"body", [](SignedRequest& r) { r.body = "{ }"; }},
      {"target header",
       [](SignedRequest& r) { r.HeaderNamed("X-Amz-Target") = "Kinesis_20131202.DescribeLimits"; }},
      {"host", [](SignedRequest& r) { r.HeaderNamed("Host") = "localhost:4567"; }},
      {"signed header added to",
       [](SignedRequest& r) {
         r.headers.push_back({"host", "x"});
       }},
      {"query", [](SignedRequest& r) { r.target = "/?a=b"; }},
      {"path", [](SignedRequest& r) { r.target = "/a"; }},
      {"last digit of the signature",
       [](SignedRequest& r) {
         char& digit = r.HeaderNamed("Authorization").back();
         digit = digit == '0' ? '1' : '0';
       }},
      {"signature cut", [](SignedRequest& r) { r.HeaderNamed("Authorization").pop_back(); }},
      {"date within the window",
       [](SignedRequest& r) { r.HeaderNamed("X-Amz-Date").replace(13, 2, "19"); }},
      {"region",
       [](SignedRequest& r) {
         std::string& header = r.HeaderNamed("Authorization");
         header.replace(header.find("us-east-1"), 9, "eu-west-1");
       }},
      {"list of signed headers",
       [](SignedRequest& r) {
         std::string& header = r.HeaderNamed("Authorization");
         header.replace(header.find("content-type;"), 13, "");
       }},
  };
  for (const Change& change : changes) {
    CAPTURE(change.name);
    SignedRequest request = List();
    request.Sign();
    change.make(request);
    CHECK(Send(request) == "InvalidSignatureException");
    CHECK(reply.status == 400);
    CHECK(reply.error_message.starts_with(
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method."));
  }
}

TEST_CASE_FIXTURE(Fixture, "A header that is not signed may change on its way") {
  SignedRequest request = List();
  request.Sign();
  request.HeaderNamed("User-Agent") = "proxy";
  CHECK(Send(request) == "200");
}

TEST_CASE_FIXTURE(Fixture, "The body is always signed, whatever X-Amz-Content-SHA256 says of it") {
  SignedRequest request = List();
  request.signed_headers = "host;x-amz-content-sha256;x-amz-date;x-amz-target";
  request.HeaderNamed("X-Amz-Content-SHA256") = HexOf(Sha256(request.body));
  request.Sign();
  CHECK(Send(request) == "200");
  for (const char* hash : {"UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}) {
    CAPTURE(hash);
    request.payload_hash = hash;
    request.HeaderNamed("X-Amz-Content-SHA256") = hash;
    request.Sign();
    CHECK(Send(request) == "InvalidSignatureException");
  }
}

TEST_CASE_FIXTURE(Fixture, "A wrong secret is told the text that should have been signed") {
  SignedRequest request = List();
  request.secret = "guessed";
  request.Sign();
  CHECK(Send(request) == "InvalidSignatureException");
  CHECK(reply.error_message.find("The Canonical String for this request should have been\n'POST\n/"
                                 "\n\ncontent-type:application/x-amz-json-1.1\n"
                                 "host:localhost:4566\n") != std::string::npos);
  CHECK(reply.error_message.find("The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Fixture,
                  "An unknown key, a missing token and a foreign token are not recognized") {
  SignedRequest unknown = List();
  unknown.access_key = "AKIDNOBODY";
  SignedRequest without = List();
  without.access_key = "ASIANIGHT";
  SignedRequest foreign = without;
  foreign.token = "token/of+the=day";
  SignedRequest superfluous = List();
  superfluous.token = "token/of+the=night";
  for (SignedRequest* request : {&unknown, &without, &foreign, &superfluous}) {
    request->Sign();
    CHECK(Send(*request) == "UnrecognizedClientException");
    CHECK(reply.error_message == "The security token included in the request is invalid.");
  }
}

TEST_CASE_FIXTURE(Fixture, "A session ends with its token") {
  SignedRequest request = List();
  request.access_key = "ASIANIGHT";
  request.token = "token/of+the=night";
  request.Sign();
  CHECK(Send(request) == "200");
  SignedRequest in_query = List();
  in_query.access_key = request.access_key;
  in_query.token = request.token;
  in_query.signed_headers = "host;x-amz-target";
  in_query.SignQuery();
  CHECK(Send(in_query) == "200");

  clock.now = {1'700'000'600'000};
  SignedRequest late = List();
  late.access_key = request.access_key;
  late.token = request.token;
  late.Sign();
  CHECK(Send(late) == "ExpiredTokenException");
  CHECK(reply.error_message == "The security token included in the request is expired");
}

TEST_CASE_FIXTURE(Fixture, "A signature is good for five minutes, by the host's clock") {
  constexpr Duration kWindow = Duration::Seconds(300);
  SignedRequest request = List();
  request.Sign();
  const Timestamp signed_at = clock.now;
  clock.now = signed_at + kWindow;
  CHECK(Send(request) == "200");
  clock.now = signed_at + kWindow + Duration::Seconds(1);
  CHECK(Send(request) == "InvalidSignatureException");
  CHECK(reply.error_message ==
        "Signature expired: 20231114T221320Z is now earlier than 20231114T221321Z "
        "(20231114T221821Z - 5 min.)");
  clock.now = signed_at - kWindow;
  CHECK(Send(request) == "200");
  clock.now = signed_at - kWindow - Duration::Seconds(1);
  CHECK(Send(request) == "InvalidSignatureException");
  CHECK(reply.error_message ==
        "Signature not yet current: 20231114T221320Z is still later than 20231114T221319Z "
        "(20231114T220819Z + 5 min.)");
}

TEST_CASE_FIXTURE(Fixture, "The emulator's clock may be elsewhere") {
  SignedRequest advance("", R"({"AdvanceMillis":86400000})", clock.now);
  advance.HeaderNamed("X-Amz-Target") = "Runnel.UpdateClock";
  advance.Sign();
  CHECK(Send(advance) == "200");
  SignedRequest request = List();
  request.Sign();
  CHECK(Send(request) == "200");
}

TEST_CASE_FIXTURE(Fixture, "A presigned request lasts as long as it says") {
  SignedRequest request = List();
  request.signed_headers = "host;x-amz-target";
  request.SignQuery("60");
  CHECK(Send(request) == "200");
  const Timestamp signed_at = clock.now;
  clock.now = signed_at + Duration::Seconds(61);
  CHECK(Send(request) == "InvalidSignatureException");
  CHECK(reply.error_message.starts_with("Signature expired: "));
  clock.now = signed_at;
  request.body = "{ }";
  CHECK(Send(request) == "InvalidSignatureException");
  request.body = "{}";
  request.target.replace(request.target.find("Expires=60"), 10, "Expires=61");
  CHECK(Send(request) == "InvalidSignatureException");
  request.SignQuery("604801");
  CHECK(Send(request) == "IncompleteSignatureException");
  request.SignQuery("soon");
  CHECK(Send(request) == "IncompleteSignatureException");
}

TEST_CASE_FIXTURE(Fixture, "What no signature can make good is told first") {
  const auto refusal = [&](const std::function<void(SignedRequest&)>& change) {
    SignedRequest request = List();
    request.access_key = "AKIDNOBODY";
    change(request);
    request.Sign();
    return Send(request) + ": " + reply.error_message;
  };
  CHECK(refusal([](SignedRequest& r) { r.signed_headers = "x-amz-date"; }) ==
        "InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader' in the AWS "
        "Authorization.");
  CHECK(refusal([](SignedRequest& r) { r.service = "dynamodb"; }) ==
        "InvalidSignatureException: Credential should be scoped to correct service: 'kinesis'. ");
  CHECK(refusal([](SignedRequest& r) { r.terminator = "aws5_request"; }) ==
        "InvalidSignatureException: Credential should be scoped with a valid terminator: "
        "'aws4_request', not 'aws5_request'. ");
  CHECK(refusal([](SignedRequest& r) { r.scope_date = "20231113"; }) ==
        "InvalidSignatureException: Date in Credential scope does not match YYYYMMDD from ISO-8601 "
        "version of date from HTTP: '20231113' != '20231114', from '20231114T221320Z'. ");
  CHECK(refusal([](SignedRequest& r) {
          r.terminator = "aws4_request/more";
        }).starts_with("IncompleteSignatureException: Credential must have exactly 5"));
  CHECK(refusal([](SignedRequest& r) {
          r.time = "2023-11-14T22:13:20Z";
        }).starts_with("IncompleteSignatureException: Date must be in ISO-8601 'basic format'."));
}

TEST_CASE_FIXTURE(Fixture, "The algorithm is the one there is") {
  SignedRequest request = List();
  request.Sign();
  request.HeaderNamed("Authorization").replace(0, 16, "AWS4-HMAC-SHA512");
  CHECK(Send(request) == "IncompleteSignatureException");
}

TEST_CASE_FIXTURE(Fixture, "Who is not known is not told what is wrong with the rest") {
  for (const char* body : {R"({"StreamName":5})", "{}"}) {
    CAPTURE(body);
    SignedRequest request("DeleteStream", body, clock.now);
    request.secret = "guessed";
    request.Sign();
    CHECK(Send(request) == "InvalidSignatureException");
    request.secret = "ana's secret";
    request.Sign();
    CHECK(Send(request) != "InvalidSignatureException");
  }
  CHECK(Call("ListStreams", "{}").error() == "InvalidSignatureException");
}

TEST_CASE_FIXTURE(Fixture, "Nor does he learn anything on the side") {
  SignedRequest request("", "Action=GetCallerIdentity&Version=2011-06-15", clock.now);
  request.HeaderNamed("Content-Type") = "application/x-www-form-urlencoded";
  request.service = "sts";
  request.Sign();
  CHECK(Send(request) == "200");
  CHECK(reply.body.find("<Arn>arn:aws:iam::111111111111:user/ana</Arn>") != std::string::npos);
  request.body += "&x=<y>";
  CHECK(Send(request) == "InvalidSignatureException");
  CHECK(reply.status == 403);
  request.HeaderNamed("Authorization") = "";
  CHECK(Send(request) == "MissingAuthenticationTokenException");
}

}  // namespace
}  // namespace runnel::test
