// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/policy_list.hpp>

#include <catch2/catch.hpp>

#include <type_traits>

using namespace bedrock::detail;

namespace {

struct colour;
struct shape;

struct red {
    using slot = colour;
};
struct blue {
    using slot = colour;
};
struct square {
    using slot = shape;
};
struct no_policy {};

}  // namespace

TEST_CASE("a type's slot is the one it names") {
    STATIC_REQUIRE(std::is_same_v<slot_of<red>, colour>);
    STATIC_REQUIRE(std::is_same_v<slot_of<no_policy>, void>);
    STATIC_REQUIRE(std::is_same_v<slot_of<int>, void>);
    STATIC_REQUIRE(names<colour, red>);
    STATIC_REQUIRE_FALSE(names<colour, square>);
    STATIC_REQUIRE_FALSE(names<colour, no_policy>);
}

TEST_CASE("a slot is filled by the policy that names it, wherever it stands, else by the default") {
    STATIC_REQUIRE(std::is_same_v<policy_for<colour, red, square, blue>, blue>);
    STATIC_REQUIRE(std::is_same_v<policy_for<colour, red, blue, square>, blue>);
    STATIC_REQUIRE(std::is_same_v<policy_for<colour, red, square>, red>);
    STATIC_REQUIRE(std::is_same_v<policy_for<colour, red>, red>);
}

TEST_CASE("how often a slot is filled is counted, the same type twice too") {
    STATIC_REQUIRE(times_filled<colour> == 0);
    STATIC_REQUIRE(times_filled<colour, square> == 0);
    STATIC_REQUIRE(times_filled<colour, red, square, blue> == 2);
    STATIC_REQUIRE(times_filled<colour, red, red> == 2);
}
