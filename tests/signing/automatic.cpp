// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/automatic.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <type_traits>

#include "support/environment.hpp"

using bedrock::signing::automatic;

namespace {

/// The scheme that is chosen in the present environment, or the words of the error.
std::string scheme(std::string_view service = "bedrock") {
    automatic::memory memory;
    bedrock::header_list added;
    auto const done = automatic{}.sign(
        {.method = "GET", .host = "h", .path = "/", .service = service, .region = "us-east-1"}, added, memory,
        {});
    if (!done)
        return done.error().message;
    auto const value = added[added.size() - 1].value;
    return std::string{value.substr(0, value.find(' '))};
}

}  // namespace

TEST_CASE("automatic takes the API key where there is one, else the access keys") {
    support::environment variables{{"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}};
    CHECK(scheme() == "AWS4-HMAC-SHA256");
    variables.set("AWS_BEARER_TOKEN_BEDROCK", "");
    CHECK(scheme() == "AWS4-HMAC-SHA256");
    variables.set("AWS_BEARER_TOKEN_BEDROCK", "ABSKkey");
    CHECK(scheme() == "Bearer");
}

TEST_CASE("automatic sends the API key to Bedrock only") {
    support::environment const variables{
        {"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}, {"AWS_BEARER_TOKEN_BEDROCK", "ABSKkey"}};
    CHECK(scheme("sts") == "AWS4-HMAC-SHA256");
    CHECK(scheme("bedrock") == "Bearer");
}

TEST_CASE("automatic follows the first scheme of AWS_AUTH_SCHEME_PREFERENCE that it knows") {
    support::environment variables{
        {"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}, {"AWS_BEARER_TOKEN_BEDROCK", "ABSKkey"}};
    for (auto const* const sigv4 :
         {"sigv4", " sigv4 ", "SIGV4", "aws.auth#sigv4", "sigv4a,sigv4,httpBearerAuth", ",,sigv4"}) {
        variables.set("AWS_AUTH_SCHEME_PREFERENCE", sigv4);
        CAPTURE(sigv4);
        CHECK(scheme() == "AWS4-HMAC-SHA256");
    }
    for (auto const* const bearer :
         {"", ",", "httpBearerAuth", "smithy.api#httpBearerAuth, sigv4", "sigv4a", "sigv"}) {
        variables.set("AWS_AUTH_SCHEME_PREFERENCE", bearer);
        CAPTURE(bearer);
        CHECK(scheme() == "Bearer");
    }
}

TEST_CASE("automatic does not fall back from a malformed API key, which somebody meant to use") {
    support::environment const variables{
        {"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}, {"AWS_BEARER_TOKEN_BEDROCK", "ABSK key"}};
    CHECK(scheme().find("AWS_BEARER_TOKEN_BEDROCK is malformed") != std::string::npos);
}

TEST_CASE("automatic with nothing to go by names both ways") {
    support::environment const nothing;
    automatic::memory memory;
    bedrock::header_list added;
    auto const done = automatic{}.sign({.service = "bedrock", .region = "us-east-1"}, added, memory, {});
    if (done)
        FAIL("signed with nothing");
    CHECK(done.error().kind == bedrock::error_kind::credentials);
    CHECK(done.error().remedy.find("AWS_BEARER_TOKEN_BEDROCK") != std::string::npos);
    CHECK(done.error().remedy.find("AWS_SECRET_ACCESS_KEY") != std::string::npos);
    STATIC_REQUIRE(std::is_empty_v<automatic>);
}
