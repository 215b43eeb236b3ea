// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/retry/classifier.hpp>

#include <catch2/catch.hpp>

using enum bedrock::error_kind;
using bedrock::retry::attempt;
using bedrock::retry::failure_class;
namespace classifier = bedrock::retry::classifier;

namespace {

/// A try that a reply with this status and code refused; with status 0, an exception in an event stream.
constexpr attempt refused(int status, std::string_view code) {
    return {.kind = bedrock::api::detail::kind_of(code, status, {}), .status = status, .code = code};
}

}  // namespace

TEST_CASE("for aws a throttling code decides before the status does") {
    for (auto const* code :
         {"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
          "TooManyRequestsException", "ProvisionedThroughputExceededException",
          "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
          "LimitExceededException", "RequestThrottled", "SlowDown", "PriorRequestNotComplete",
          "EC2ThrottledException"})
        for (int const status : {400, 429, 500, 503}) {
            CHECK(classifier::aws::classify(refused(status, code)) == failure_class::throttling);
            CHECK(classifier::aws_2_0::classify(refused(status, code)) == failure_class::throttling);
        }
}

TEST_CASE(
    "for aws a 429 of a type that nobody modelled is a throttle since mode 2.1, a model not ready is not") {
    for (auto const* code : {"429", "SomethingNew"}) {
        CHECK(classifier::aws::classify(refused(429, code)) == failure_class::throttling);
        CHECK(classifier::aws_2_0::classify(refused(429, code)) == failure_class::permanent);
    }
    STATIC_REQUIRE(classifier::aws::classify(refused(429, "ModelNotReadyException")) ==
                   failure_class::transient);
    STATIC_REQUIRE(classifier::aws_2_0::classify(refused(429, "ModelNotReadyException")) ==
                   failure_class::transient);
    STATIC_REQUIRE(classifier::aws::classify(refused(429, "ValidationException")) ==
                   failure_class::permanent);
}

TEST_CASE("for aws server errors and connection errors are transient, the rest permanent") {
    for (int const status : {500, 502, 503, 504})
        CHECK(classifier::aws::classify(refused(status, "Any")) == failure_class::transient);
    for (int const status : {400, 403, 404, 408, 424, 501, 529})
        CHECK(classifier::aws::classify(refused(status, "Any")) == failure_class::permanent);
    for (auto const kind : {network, timeout, tls})
        CHECK(classifier::aws::classify({.kind = kind}) == failure_class::transient);
    for (auto const kind : {clock_skew, credentials, cancelled, malformed_reply, unknown})
        CHECK(classifier::aws::classify({.kind = kind}) == failure_class::permanent);
    for (auto const* code : {"RequestTimeout", "RequestTimeoutException", "IDPCommunicationError"})
        CHECK(classifier::aws::classify(refused(400, code)) == failure_class::transient);
}

TEST_CASE("one table serves replies, exceptions in a stream, and the transport") {
    struct spelling {
        int status;
        std::string_view reply;
        std::string_view in_stream;
    };
    for (auto const& [status, reply, in_stream] :
         {spelling{429, "ThrottlingException", "throttlingException"},
          spelling{500, "InternalServerException", "internalServerException"},
          spelling{503, "ServiceUnavailableException", "serviceUnavailableException"},
          spelling{400, "ValidationException", "validationException"},
          spelling{424, "ModelStreamErrorException", "modelStreamErrorException"},
          spelling{408, "ModelTimeoutException", "modelTimeoutException"}}) {
        CHECK(classifier::aws::classify(refused(status, reply)) ==
              classifier::aws::classify(refused(0, in_stream)));
        CHECK(classifier::bedrock::classify(refused(status, reply)) ==
              classifier::bedrock::classify(refused(0, in_stream)));
    }
}

TEST_CASE("for Bedrock missing capacity waits like a throttle") {
    STATIC_REQUIRE(classifier::bedrock::classify({.kind = throttled}) == failure_class::throttling);
    STATIC_REQUIRE(classifier::bedrock::classify({.kind = unavailable}) == failure_class::throttling);
}

TEST_CASE("for Bedrock a day's limit is cured by another region only") {
    STATIC_REQUIRE(classifier::bedrock::classify({.kind = daily_limit}) == failure_class::elsewhere_only);
}

TEST_CASE("for Bedrock what would be paid again for the same end is permanent") {
    for (auto const kind : {model_timeout, model_error, interrupted, malformed_reply, reply_too_large,
                            validation, access_denied, expired_credentials, clock_skew, not_found, conflict,
                            quota_exceeded, tls, credentials, configuration, cancelled, deadline, unknown})
        CHECK(classifier::bedrock::classify({.kind = kind}) == failure_class::permanent);
    for (auto const kind : {network, timeout})  // in the middle of a good reply
        CHECK(classifier::bedrock::classify({.kind = kind, .status = 200, .answered = true}) ==
              failure_class::permanent);
}

TEST_CASE("for Bedrock what may pass soon is transient") {
    for (auto const kind : {internal, model_not_ready, network, timeout})
        CHECK(classifier::bedrock::classify({.kind = kind}) == failure_class::transient);
    CHECK(classifier::bedrock::classify({.kind = network, .status = 503, .answered = true}) ==
          failure_class::transient);
    STATIC_REQUIRE(classifier::bedrock::classify(refused(400, "RequestTimeoutException")) ==
                   failure_class::transient);
}
