// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/retry/classifier.hpp>

#include <catch2/catch.hpp>

using enum bedrock::error_kind;
using bedrock::retry::attempt;
using bedrock::retry::failure_class;
namespace classifier = bedrock::retry::classifier;

TEST_CASE("for aws a throttling code decides before the status does") {
    for (auto const* code : {"Throttling", "ThrottlingException", "TooManyRequestsException", "SlowDown",
                             "PriorRequestNotComplete", "EC2ThrottledException"})
        for (int const status : {400, 429, 500, 503})
            CHECK(classifier::aws::classify({.status = status, .code = code}) == failure_class::throttling);
}

TEST_CASE("for aws a 429 of a type that nobody modelled is a throttle, a model not ready is not") {
    STATIC_REQUIRE(classifier::aws::classify({.status = 429}) == failure_class::throttling);
    STATIC_REQUIRE(classifier::aws::classify({.status = 429, .code = "SomethingNew"}) ==
                   failure_class::throttling);
    STATIC_REQUIRE(classifier::aws::classify({.status = 429, .code = "ModelNotReadyException"}) ==
                   failure_class::transient);
}

TEST_CASE("for aws server errors and connection errors are transient, the rest permanent") {
    for (int const status : {500, 502, 503, 504})
        CHECK(classifier::aws::classify({.status = status, .code = "Any"}) == failure_class::transient);
    for (int const status : {400, 403, 404, 408, 424, 501, 529})
        CHECK(classifier::aws::classify({.status = status, .code = "Any"}) == failure_class::permanent);
    CHECK(classifier::aws::classify({.kind = network}) == failure_class::transient);
    CHECK(classifier::aws::classify({.kind = timeout}) == failure_class::transient);
    CHECK(classifier::aws::classify({.kind = tls}) == failure_class::permanent);
    CHECK(classifier::aws::classify({.status = 400, .code = "RequestTimeout"}) == failure_class::transient);
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
    CHECK(classifier::bedrock::classify({.kind = timeout, .answered = true}) == failure_class::permanent);
    CHECK(classifier::bedrock::classify({.kind = network, .status = 200, .answered = true}) ==
          failure_class::permanent);
}

TEST_CASE("for Bedrock what may pass soon is transient") {
    for (auto const kind : {internal, model_not_ready, network, timeout})
        CHECK(classifier::bedrock::classify({.kind = kind}) == failure_class::transient);
    CHECK(classifier::bedrock::classify({.kind = network, .status = 503, .answered = true}) ==
          failure_class::transient);
}
