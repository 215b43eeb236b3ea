// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "../emulator/auth.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "../emulator/hashing.hpp"
#include "support/contains.hpp"

using namespace std::chrono_literals;
using namespace bedrock::testing;
using namespace bedrock::testing::emulation;
using support::contains;

namespace {

// Signatures here were computed with Python's hmac and hashlib, by a script that shares nothing with this
// code.
constexpr auto path = "/model/us.anthropic.claude-3-haiku-20240307-v1%3A0/converse";
constexpr auto noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + 7h + 30min;
constexpr auto good = "0ef75048cb2c6c9ed522f6e03a56b162c637cae1ebbe50b024b5ba6e4c3f122e";
constexpr auto short_term_key =
    "bedrock-api-key-"
    "YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249Q2FsbFdpdGhCZWFyZXJUb2tlbiZYLUFtei1BbGdvcml0aG09QVdTNC1ITUFDLVNI"
    "QTI1NiZYLUFtei1DcmVkZW50aWFsPUFLSUFFTVVMQVRPUkVYQU1QTEUxJTJGMjAyNjExMjQlMkZ1cy1lYXN0LTElMkZiZWRyb2NrJTJG"
    "YXdzNF9yZXF1ZXN0JlgtQW16LURhdGU9MjAyNjExMjRUMDczMDAwWiZYLUFtei1FeHBpcmVzPTQzMjAwJlgtQW16LVNpZ25lZEhlYWRl"
    "cnM9aG9zdCZYLUFtei1TaWduYXR1cmU9YTc1ZWM4YTc2NDdmM2RlNGFhYjQzNzQ1OWNhYmNiNjlmNTJiZGY1ZGM3NzFhN2M2YjAwN2Nm"
    "NDY3MGRiY2UzYSZWZXJzaW9uPTE=";

std::string credential(std::string_view region = "us-east-1", std::string_view service = "bedrock",
                       std::string_view key = "AKIAEMULATOREXAMPLE1") {
    return std::string{key} + "/20261124/" + std::string{region} + "/" + std::string{service} +
           "/aws4_request";
}

http_request signed_request(std::string signature = good, std::string scope = credential(),
                            std::string names = "content-type;host;x-amz-date") {
    return {.method = "POST",
            .target = path,
            .headers = {{"host", "bedrock-runtime.us-east-1.amazonaws.com"},
                        {"content-type", "application/json"},
                        {"x-amz-date", "20261124T073000Z"},
                        {"authorization", "AWS4-HMAC-SHA256 Credential=" + scope +
                                              ", SignedHeaders=" + names + ", Signature=" + signature}},
            .body = R"({"messages":[]})"};
}

void set(http_request& r, std::string_view name, std::string value) {
    for (auto& line : r.headers)
        if (line.first == name) {
            line.second = std::move(value);
            return;
        }
    r.headers.emplace_back(name, std::move(value));
}

/// "" for a caller who is known, else code and text.
std::string judge(http_request const& r, std::chrono::system_clock::time_point now = noon, account who = {},
                  std::string region = "us-east-1") {
    std::vector<account> const accounts{who};
    auto const answer = authenticate(r, {accounts, std::move(region), now});
    return answer ? ""
                  : std::to_string(answer.error().status) + " " + answer.error().code + ": " +
                        answer.error().message;
}

constexpr auto mismatch =
    "403 InvalidSignatureException: The request signature we calculated does not match the signature you "
    "provided. "
    "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

}  // namespace

TEST_CASE("a right signature is accepted, whatever the blanks in Authorization") {
    CHECK(judge(signed_request()).empty());
    auto tight = signed_request();
    set(tight, "authorization",
        "AWS4-HMAC-SHA256 Credential=" + credential() +
            ",SignedHeaders=content-type;host;x-amz-date,Signature=" + good);
    CHECK(judge(tight).empty());
    CHECK(signed_region(tight) == "us-east-1");
}

TEST_CASE("whatever is changed after signing is noticed") {
    auto body = signed_request(), method = signed_request(), other_path = signed_request(),
         raw_colon = signed_request(), query = signed_request(), host = signed_request(),
         type = signed_request();
    body.body += " ";
    method.method = "PUT";
    other_path.target.append("-stream");
    raw_colon.target = "/model/us.anthropic.claude-3-haiku-20240307-v1:0/converse";
    query.target.append("?a=b");
    set(host, "host", "bedrock-runtime.us-west-2.amazonaws.com");
    set(type, "content-type", "text/plain");
    for (auto const& r : {body, method, other_path, raw_colon, query, host, type})
        CHECK(judge(r) == mismatch);
    CHECK(judge(signed_request(std::string(64, '0'))) == mismatch);
    CHECK(judge(signed_request("short")) == mismatch);
    CHECK(judge(signed_request(), noon, {.secret_access_key = "another"}) == mismatch);
}

TEST_CASE("an ARN in the path, folded blanks and a query are canonical as specified") {
    auto arn = signed_request("82954ac2decd812a63571b382608b7a16b67b7fa9f4c66b9e3051f7004f2c1dc",
                              credential(), "content-type;host;x-amz-date;x-amzn-bedrock-accept");
    arn.target =
        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.x.y-v1%3A0/invoke";
    set(arn, "x-amzn-bedrock-accept", " a   b ");
    arn.body = "{}";
    CHECK(judge(arn).empty());

    auto listing = signed_request("a79278d2f0d41bfdb7875097b37a57c44fe5027ea1a19d6cb2baff054526b98d",
                                  credential(), "host;x-amz-date");
    listing.method = "GET";
    listing.target =
        "/inference-profiles?type=SYSTEM_DEFINED&maxResults=10";  // signed in order, sent in another
    listing.body.clear();
    CHECK(judge(listing).empty());
}

TEST_CASE("a session token must be the right one, be there, and be signed") {
    account const temporary{.session_token = "emulator-session-token"};
    auto r = signed_request("a64957a72ac9858e170c4ce5c8f96a26976901aa707516ee582490493dc91dec", credential(),
                            "content-type;host;x-amz-date;x-amz-security-token");
    set(r, "x-amz-security-token", "emulator-session-token");
    CHECK(judge(r, noon, temporary).empty());
    auto expired = temporary;
    expired.expired = true;
    CHECK(judge(r, noon, expired) ==
          "403 ExpiredTokenException: The security token included in the request is expired");
    CHECK(contains(judge(r), "403 UnrecognizedClientException"));  // a stray token
    CHECK(contains(judge(signed_request(), noon, temporary),
                   "403 UnrecognizedClientException"));  // a missing one
    auto unsigned_token = signed_request();
    set(unsigned_token, "x-amz-security-token", "emulator-session-token");
    CHECK(
        contains(judge(unsigned_token, noon, temporary), "'x-amz-security-token' must be a 'SignedHeader'"));
}

TEST_CASE("the clocks may differ by five minutes and no second more") {
    CHECK(judge(signed_request(), noon + 5min).empty());
    CHECK(judge(signed_request(), noon - 5min).empty());
    CHECK(judge(signed_request(), noon + 5min + 1s) ==
          "403 InvalidSignatureException: Signature expired: 20261124T073000Z is now earlier than "
          "20261124T073001Z "
          "(20261124T073501Z - 5 min.)");
    CHECK(judge(signed_request(), noon - 5min - 1s) ==
          "403 InvalidSignatureException: Signature not yet current: 20261124T073000Z is still later than "
          "20261124T072959Z (20261124T072459Z + 5 min.)");
}

TEST_CASE(
    "an unknown key, another region and another service are refused before the signature is looked at") {
    CHECK(judge(signed_request(good, credential("us-east-1", "bedrock", "AKIAUNKNOWN000000000"))) ==
          "403 UnrecognizedClientException: The security token included in the request is invalid.");
    CHECK(contains(judge(signed_request("a07f93c8d4f4c3c6162a899de985631c3a21874d53593189476cdc2fe78af3b9",
                                        credential("eu-west-3"))),
                   "scoped to a valid region"));
    CHECK(judge(signed_request("a07f93c8d4f4c3c6162a899de985631c3a21874d53593189476cdc2fe78af3b9",
                               credential("eu-west-3")),
                noon, {}, "eu-west-3")
              .empty());
    CHECK(contains(judge(signed_request("5b96a187d26b86287c5356bad6cec28e80d5b59e0f9e6be09b5dda830a58f4a6",
                                        credential("us-east-1", "bedrock-runtime"))),
                   "correct service: 'bedrock'"));
}

TEST_CASE("what is missing or malformed is named") {
    auto none = signed_request();
    none.headers.pop_back();
    CHECK(judge(none) == "403 MissingAuthenticationTokenException: Missing Authentication Token");

    auto const with = [](std::string value) {
        auto r = signed_request();
        set(r, "authorization", std::move(value));
        return judge(r);
    };
    auto const bare = with("AWS4-HMAC-SHA256 Credential=" + credential());
    CHECK(contains(bare, "400 IncompleteSignatureException"));
    CHECK(contains(bare, "requires 'Signature' parameter"));
    CHECK(contains(bare, "requires 'SignedHeaders' parameter"));
    CHECK_FALSE(contains(bare, "requires 'Credential'"));
    for (auto const* broken : {"AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ,,,",
                               "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=1",
                               "AWS4-HMAC-SHA256 Credential=////, SignedHeaders=host, Signature=1",
                               "Basic YTpi", "AWS4-ECDSA-P256-SHA256 x"})
        CHECK(contains(with(broken), "400 IncompleteSignatureException"));

    for (auto const* date :
         {"20261399T073000Z", "00000101T000000Z", "99991231T235959Z", "20261124T250000Z", "now"}) {
        auto bad_date = signed_request();
        set(bad_date, "x-amz-date", date);
        CHECK(contains(judge(bad_date), "Date must be in ISO-8601"));
    }
    auto other_day = signed_request();
    set(other_day, "x-amz-date", "20261125T073000Z");
    CHECK(contains(judge(other_day), "Date in Credential scope does not match"));
    auto no_date = signed_request();
    no_date.headers.erase(no_date.headers.begin() + 2);
    CHECK(contains(judge(no_date), "'X-Amz-Date'"));
    CHECK(contains(judge(signed_request(good, credential(), "content-type;x-amz-date")),
                   "'host' must be a 'SignedHeader'"));
    CHECK(judge(signed_request(good, credential(), "content-type;host;x-amz-absent;x-amz-date")) == mismatch);
}

TEST_CASE("a content hash that is sent must be that of the body") {
    auto r = signed_request(good, credential(), "content-type;host;x-amz-content-sha256;x-amz-date");
    set(r, "x-amz-content-sha256", std::string(64, 'a'));
    CHECK(contains(judge(r), "x-amz-content-sha256"));
}

TEST_CASE("API keys: the long-term one as configured, the short-term one by its signature, region and time") {
    http_request r{.method = "POST", .target = path};
    auto const with = [&r](std::string key, std::chrono::system_clock::time_point now = noon,
                           account who = {}, std::string region = "us-east-1") {
        r.headers = {{"host", "localhost"}, {"authorization", "Bearer " + key}};
        return judge(r, now, std::move(who), std::move(region));
    };
    constexpr auto wrong =
        "403 AccessDeniedException: Authentication failed: Please make sure your API Key is valid.";
    CHECK(with("emulator-bearer-key-EXAMPLE").empty());
    CHECK(with("emulator-bearer-key-EXAMPLF") == wrong);
    CHECK(with("") == wrong);
    CHECK(with("", noon, {.bearer_token = ""}) == wrong);

    CHECK(with(short_term_key).empty());
    CHECK(with(short_term_key, noon + 12h).empty());
    CHECK(contains(with(short_term_key, noon + 12h + 1s), "ExpiredTokenException"));
    CHECK(with(short_term_key, noon, {}, "us-west-2") == wrong);
    CHECK(with(short_term_key, noon, {.secret_access_key = "another"}) == wrong);
    CHECK(with(std::string{"bedrock-api-key-"} +
               base64("bedrock.amazonaws.com/?Action=CallWithBearerToken&Version=1")) == wrong);
    CHECK(with("bedrock-api-key-%%%") == wrong);
    CHECK(with("bedrock-api-key-") == wrong);
}
