// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/saturating.hpp>

#include <catch2/catch.hpp>

using namespace bedrock::quota::detail;

namespace {
constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();
}  // namespace

TEST_CASE("sums and products stay at the end of the range") {
    STATIC_REQUIRE(saturating_add(1, 2) == 3);
    STATIC_REQUIRE(saturating_add(most, 1) == most);
    STATIC_REQUIRE(saturating_add(least, -1) == least);
    STATIC_REQUIRE(saturating_multiply(6, 7) == 42);
    STATIC_REQUIRE(saturating_multiply(most, 2) == most);
}

TEST_CASE(
    "a part of a limit is rounded down, is never more than all, and is nothing where it makes no sense") {
    STATIC_REQUIRE(part_of(100, 0.125) == 12);
    STATIC_REQUIRE(part_of(most, 2) == most);
    STATIC_REQUIRE(part_of(100, -1) == 0);
    STATIC_REQUIRE(part_of(100, std::numeric_limits<double>::quiet_NaN()) == 0);
}
