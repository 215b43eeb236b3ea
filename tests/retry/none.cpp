// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/retry/none.hpp>

#include <catch2/catch.hpp>

#include <bedrock/core/cell.hpp>

using bedrock::retry::verdict;

TEST_CASE("without retry the first failure is the last, whatever it is") {
    STATIC_REQUIRE(bedrock::retry::none{}.decide(
                       {.kind = bedrock::error_kind::unavailable, .elsewhere = true}, {}) == verdict::stop());
    STATIC_REQUIRE(bedrock::retry::none{}.decide({.stale = true, .room_there = true}, {}) == verdict::stop());
    STATIC_REQUIRE_FALSE(bedrock::detail::with_memory<bedrock::retry::none>);
}
