// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/retry/request_headers.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace std::chrono_literals;
using namespace bedrock::retry;

namespace {

constexpr bedrock::wall_time noon = std::chrono::sys_days{std::chrono::year{2027} / 2 / 28} + 12h;

std::string value(request_facts const& f) {
    std::string text;
    append_sdk_request(text, f);
    return text;
}

}  // namespace

TEST_CASE("amz-sdk-request says what is known of a try") {
    CHECK(value({}) == "attempt=1");
    CHECK(value({.attempt = 2, .max_attempts = 3}) == "attempt=2; max=3");
    CHECK(value({.attempt = 2, .max_attempts = 3, .expires = noon + 15h + 999ms}) ==
          "ttl=20270301T030000Z; attempt=2; max=3");
}

TEST_CASE("a try expires by the service's clock") {
    CHECK(expiry(noon + 2s, 60s, "Sun, 28 Feb 2027 12:00:00 GMT", noon) == noon + 62s);
    CHECK(expiry(noon + 2s, 60s, "Sun, 28 Feb 2027 13:00:00 GMT", noon) == noon + 1h + 62s);
    CHECK(expiry(noon + 2s, 60s, "Sun, 28 Feb 2027 11:59:00 GMT", noon) == noon + 2s);
    CHECK_FALSE(expiry(noon, 60s, "", noon));
    CHECK_FALSE(expiry(noon, 60s, "yesterday", noon));
}

TEST_CASE("an invocation ID is a version 4 UUID of the bits given") {
    constexpr invocation_id nothing{0, 0}, everything{~0ull, ~0ull},
        some{0x0123456789abcdef, 0x0fedcba987654321};
    STATIC_REQUIRE(nothing.view() == "00000000-0000-4000-8000-000000000000");
    STATIC_REQUIRE(everything.view() == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    STATIC_REQUIRE(some.view() == "01234567-89ab-4def-8fed-cba987654321");
}
