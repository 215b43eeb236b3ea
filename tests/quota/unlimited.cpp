// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/unlimited.hpp>

#include <catch2/catch.hpp>

#include <limits>

#include <bedrock/core/cell.hpp>

TEST_CASE("unlimited admits everything at once and remembers nothing") {
    bedrock::quota::unlimited const policy;
    bedrock::place const where{.region = "us-east-1", .model = "m"};
    bedrock::tokens_asked const huge{.input_estimate = std::numeric_limits<std::int64_t>::max()};
    CHECK(policy.admit({.place = where, .asked = huge}, {}).what == bedrock::quota::answer::granted);
    STATIC_REQUIRE_FALSE(bedrock::detail::with_memory<bedrock::quota::unlimited>);
    STATIC_REQUIRE(std::is_empty_v<bedrock::quota::unlimited>);
    STATIC_REQUIRE(std::is_empty_v<bedrock::quota::unlimited::ticket>);
}
