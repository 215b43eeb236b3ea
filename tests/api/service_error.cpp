// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/service_error.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "support/contains.hpp"

namespace api = bedrock::api;
using enum bedrock::error_kind;
using support::contains;

namespace {

bedrock::error answered(int status, std::initializer_list<bedrock::header> headers, std::string_view body) {
    bedrock::header_list list;
    for (auto const& h : headers)
        CHECK(list.add(h.name, h.value));
    return api::service_error({.status = status, .headers = &list, .body = body});
}

bedrock::error answered(int status, std::string_view code, std::string_view message) {
    auto const body = "{\"message\":\"" + std::string{message} + "\"}";
    return answered(status, {{"x-amzn-ErrorType", code}}, body);
}

}  // namespace

TEST_CASE("a throttle is told with code, message, status, request ID and what to do") {
    auto const e = answered(429,
                            {{"x-amzn-requestid", "07785801-6f1a-4553-bd06-edccea61e20c"},
                             {"X-Amzn-ErrorType", "ThrottlingException:http://internal.amazon.com/coral/"}},
                            R"({"message":"Too many requests, please wait before trying again."})");
    CHECK(e.kind == throttled);
    CHECK(e.code == "ThrottlingException");
    CHECK(e.message == "Too many requests, please wait before trying again.");
    CHECK(e.status == 429);
    CHECK(e.request_id == "07785801-6f1a-4553-bd06-edccea61e20c");
    CHECK(contains(e.remedy, "source region"));
}

TEST_CASE("the code comes from the header, else from the body, else it is the status") {
    CHECK(answered(400, {{"x-amzn-ErrorType", "aws.bedrock#ValidationException:http://x/"}},
                   R"({"code":"Other","message":"m"})")
              .code == "ValidationException");
    CHECK(
        answered(400, {}, R"({"code":"aws.bedrock#ValidationException:http://x/","__type":"Other"})").code ==
        "ValidationException");
    CHECK(answered(400, {}, R"({"__type":"aws.bedrock#ValidationException"})").code == "ValidationException");
    CHECK(answered(418, {}, R"({"message":"no code"})").code == "418");
    CHECK(answered(503, {}, "").code == "503");
}

TEST_CASE("the message is found whatever its case and however it is wrapped") {
    CHECK(answered(403, {}, R"({"Message":"Missing Authentication Token"})").message ==
          "Missing Authentication Token");
    CHECK(answered(529, {}, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})")
              .message == "Overloaded");
    CHECK(answered(500, {}, R"({"error":"plain words"})").message == "plain words");
    CHECK(answered(400, {}, R"({"message":{"text":"nested"}})").message == R"({"text":"nested"})");
    CHECK(answered(400, {}, R"({"message":null,"Message":"second"})").message == "second");
    // The 503 for want of capacity has more in it, JSON in a string among it.
    CHECK(answered(503, {},
                   R"({"exceptionMetadata":{"qosTier":"10","rudiMetadata":"{\"queueDwellTimeInMs\":0}"},)"
                   R"("message":"Too many connections, please wait before trying again."})")
              .message == "Too many connections, please wait before trying again.");
}

TEST_CASE("each code has its kind, with and without Exception, and in the spelling of streams") {
    struct expectation {
        int status;
        std::string_view code;
        bedrock::error_kind kind;
    };
    for (auto const& [status, code, kind] : {
             expectation{403, "AccessDeniedException", access_denied},
             expectation{400, "ConflictException", conflict},
             expectation{500, "InternalServerException", internal},
             expectation{424, "ModelErrorException", model_error},
             expectation{429, "ModelNotReadyException", model_not_ready},
             expectation{424, "ModelStreamErrorException", model_error},
             expectation{408, "ModelTimeoutException", model_timeout},
             expectation{404, "ResourceNotFoundException", not_found},
             expectation{400, "ServiceQuotaExceededException", quota_exceeded},
             expectation{503, "ServiceUnavailableException", unavailable},
             expectation{429, "ThrottlingException", throttled},
             expectation{400, "ValidationException", validation},
             expectation{0, "validationException", validation},
             expectation{0, "modelStreamErrorException", model_error},
             expectation{404, "FTUFormNotFilled", not_found},
             expectation{400, "IncompleteSignature", access_denied},
             expectation{500, "InternalFailure", internal},
             expectation{400, "InvalidAction", validation},
             expectation{403, "InvalidClientTokenId", access_denied},
             expectation{403, "MPAgreementBeingCreated", access_denied},
             expectation{400, "NotAuthorized", access_denied},
             expectation{400, "RequestExpired", clock_skew},
             expectation{503, "ServiceUnavailable", unavailable},
             expectation{529, "overloaded_error", unavailable},
             expectation{400, "ValidationError", validation},
             expectation{404, "ResourceNotFound", not_found},
             expectation{403, "ExpiredTokenException", expired_credentials},
             expectation{403, "UnrecognizedClientException", access_denied},
             expectation{400, "ProvisionedThroughputExceededException", throttled},
             expectation{400, "TooManyRequestsException", throttled},
             expectation{400, "RequestTimeout", timeout},
             expectation{400, "NoSuchResourceException", not_found},
             expectation{400, "IllegalArgumentException", validation},
             expectation{400, "TooManyTagsException", validation},
             expectation{500, "ServiceException", internal},
             // Unknown codes go by their status.
             expectation{429, "SomethingNewException", throttled},
             expectation{502, "SomethingNewException", internal},
             expectation{422, "SomethingNewException", validation},
             expectation{0, "somethingNewException", unknown},
         }) {
        CAPTURE(code, status);
        CHECK(api::detail::kind_of(code, status, "") == kind);
    }
}

TEST_CASE("the message decides where one code has several meanings") {
    CHECK(answered(429, "ThrottlingException", "Too many tokens, please wait before trying again.").kind ==
          throttled);
    CHECK(answered(429, "ThrottlingException", "Too many tokens per day, please wait before trying again.")
              .kind == daily_limit);
    CHECK(answered(403, "InvalidSignatureException",
                   "Signature expired: 20260523T072540Z is now earlier than 20260523T072628Z "
                   "(20260523T073128Z - 5 min.)")
              .kind == clock_skew);
    CHECK(answered(403, "InvalidSignatureException",
                   "Signature not yet current: 20260523T083628Z is still later than 20260523T073628Z")
              .kind == clock_skew);
    CHECK(
        answered(403, "UnrecognizedClientException", "The security token included in the request is expired")
            .kind == expired_credentials);
    CHECK(answered(403, "InvalidSignatureException",
                   "The request signature we calculated does not match the signature you provided.")
              .kind == access_denied);
}

TEST_CASE("what to do fits the message") {
    CHECK(
        contains(answered(400, "ValidationException",
                          "Invocation of model ID anthropic.claude-sonnet-4 with on-demand throughput isn’t "
                          "supported. Retry your request with the ID or ARN of an inference profile.")
                     .remedy,
                 "inference profile"));
    CHECK(contains(answered(400, "ValidationException", "The provided model identifier is invalid.").remedy,
                   "source regions"));
    CHECK(contains(answered(400, "ValidationException",
                            "The maximum tokens you requested exceeds the model limit of 32768")
                       .remedy,
                   "lower max_tokens"));
    CHECK(contains(answered(403, "InvalidSignatureException",
                            "The request signature we calculated does not match the signature you provided.")
                       .remedy,
                   "AWS_SECRET_ACCESS_KEY"));
    CHECK(contains(
        answered(403, "UnrecognizedClientException", "The security token included in the request is invalid.")
            .remedy,
        "AWS_SESSION_TOKEN"));
    CHECK(contains(
        answered(403, "AccessDeniedException",
                 "User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModel on "
                 "resource: arn:aws:bedrock:us-west-2::foundation-model/m with an explicit deny in a "
                 "service control policy")
            .remedy,
        "destination regions"));
    CHECK(
        answered(403, "AccessDeniedException",
                 "User: u is not authorized to perform: bedrock:InvokeModel on resource: "
                 "arn:aws:bedrock:us-west-2::foundation-model/x.y with an explicit deny in a service control "
                 "policy")
            .remedy.starts_with("denied in us-west-2: the organisation"));
    CHECK(contains(answered(404, "ResourceNotFoundException",
                            "Model use case details have not been submitted for this account")
                       .remedy,
                   "first-time-use form"));
    CHECK(contains(answered(400, "NoSuchResourceException", "The requested resource does not exist.").remedy,
                   "defaults"));
    CHECK(contains(answered(429, "ThrottlingException", "Too many tokens per day").remedy, "another region"));
    CHECK(contains(answered(503, {}, "").remedy, "capacity"));
    for (auto const status :
         {400, 401, 403, 404, 408, 409, 413, 424, 429, 500, 502, 503, 504, 529, 301, 407}) {
        CAPTURE(status);
        CHECK(!answered(status, {}, "").remedy.empty());
    }
}

TEST_CASE("a model's own failure keeps its status, words and resource") {
    auto const e =
        answered(424, {{"x-amzn-ErrorType", "ModelErrorException"}},
                 R"({"message":"Model failed","originalStatusCode":500,"resourceName":"endpoint/x"})");
    CHECK(e.kind == model_error);
    CHECK(e.message == "Model failed");
    CHECK(contains(e.remedy, "status was 500"));
    CHECK(contains(e.remedy, "endpoint/x"));
}

TEST_CASE("an empty body or a proxy's page still makes an error with words") {
    CHECK(answered(503, {}, "").message == "Service Unavailable");
    CHECK(answered(413, {{"Content-Type", "text/plain"}}, "Request Entity Too Large").message ==
          "Request Entity Too Large");

    auto const page = answered(502, {{"Content-Type", "text/html"}},
                               "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>");
    CHECK(page.kind == internal);
    CHECK(page.message ==
          "Bad Gateway: <html> <head><title>502 Bad Gateway</title></head> <body>nginx</body>");
}

TEST_CASE("a redirect is an error that names where to, without the query") {
    auto const e =
        answered(302, {{"Location", "https://login.example/saml?SAMLRequest=secretsecretsecret"}}, "");
    CHECK(e.kind == malformed_reply);
    CHECK(e.message == "the reply is a redirect to https://login.example/saml");
    CHECK(contains(e.remedy, "not followed"));
}

TEST_CASE("hostile bodies make short and printable errors") {
    CHECK(answered(500, {}, std::string(1 << 20, '<')).message.size() < 400);
    CHECK(answered(400, "ValidationException", std::string(1 << 20, 'x')).message.size() < 3'000);
    CHECK(!answered(500, {}, std::string(100'000, '[')).message.empty());
    CHECK(answered(500, {}, "\x1b[2J\xff\xfe\x80 gone").message == "?[2J??? gone");
    CHECK(answered(400, "ValidationException", R"(a\u001b[31mb\u0000c\u009b)").message == "a?[31mb?c?");
    CHECK(answered(500, {}, R"({"message":"half)").code == "500");
    CHECK(answered(500, {{"x-amzn-ErrorType", std::string(5'000, 'E')}}, "").code.size() < 200);
}

TEST_CASE("nothing of our own authentication is echoed") {
    constexpr std::string_view secret = "AQoDYXdzEPTexampletokenvalue0123456789";
    for (std::string const text : {
             // As AWS answers a wrong signature, and an incomplete one.
             "does not match. The Canonical String for this request should have been 'POST\\n/model\\n\\n"
             "host:x\\nx-amz-security-token:AQoDYXdzEPTexampletokenvalue0123456789\\n\\nhost'",
             "Authorization header requires 'Signature'. Authorization=AWS4-HMAC-SHA256 "
             "Credential=AQoDYXdzEPTexampletokenvalue0123456789/20260101/us-east-1",
             "got Authorization: Bearer AQoDYXdzEPTexampletokenvalue0123456789",
             "key bedrock-api-key-AQoDYXdzEPTexampletokenvalue0123456789 is over",
             "X-Amz-Signature=AQoDYXdzEPTexampletokenvalue0123456789&x=1",
         }) {
        CAPTURE(text);
        CHECK(!contains(answered(403, "InvalidSignatureException", text).describe(), secret));
        CHECK(!contains(answered(500, {}, "<pre>" + text + "</pre>").describe(), secret));
    }
    CHECK(answered(403, "AccessDeniedException", "The bearer token is invalid").message ==
          "The bearer token is invalid");
}
