// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/region/region_set.hpp>

#include <catch2/catch.hpp>

using bedrock::region::only;
using bedrock::region::within;

TEST_CASE("only the regions that are named are allowed") {
    using set = only<"eu-central-1", "eu-west-3">;
    STATIC_REQUIRE(bedrock::region::region_set<set>);
    STATIC_REQUIRE(set::allows("eu-central-1"));
    STATIC_REQUIRE(set::allows("eu-west-3"));
    for (auto const* other : {"", "eu-west-1", "eu-west-", "eu-west-33", "EU-WEST-3", "eu-west-3 "})
        CHECK_FALSE(set::allows(other));
    CHECK(set::describe() == "eu-central-1, eu-west-3");
}

TEST_CASE("a geography holds the regions that AWS names by it, and no other partition's") {
    STATIC_REQUIRE(bedrock::region::region_set<within<"eu">>);
    STATIC_REQUIRE(within<"eu">::allows("eu-west-3"));
    STATIC_REQUIRE(within<"eu">::allows("eu-north-99"));  // one that is to come
    for (auto const* other : {"", "eu", "eu-", "eu-west", "eu-west-", "eu--1", "eu-isoe-west-1",
                              "eusc-de-east-1", "us-east-1", "il-central-1", "*"})
        CHECK_FALSE(within<"eu">::allows(other));
    STATIC_REQUIRE(within<"us">::allows("us-east-1"));
    STATIC_REQUIRE(!within<"us">::allows("us-gov-west-1"));
    STATIC_REQUIRE(within<"us-gov">::allows("us-gov-west-1"));
    STATIC_REQUIRE(!within<"us-gov">::allows("us-east-1"));
    CHECK(within<"eu">::describe() == "eu-…");
}
