// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/region_list.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using bedrock::catalog::region_list;

TEST_CASE("a list of regions is read name by name") {
    std::vector<std::string> names;
    for (auto const name : region_list{"eu-central-1 eu-west-1 eu-west-3"})
        names.emplace_back(name);
    CHECK(names == std::vector<std::string>{"eu-central-1", "eu-west-1", "eu-west-3"});
    CHECK(region_list{}.begin() == region_list{}.end());
}

TEST_CASE("a list contains its names whole, and an open one each") {
    constexpr region_list list{"eu-central-1 eu-west-1"};
    STATIC_REQUIRE(list.contains("eu-west-1"));
    STATIC_REQUIRE(!list.contains("eu-west"));
    STATIC_REQUIRE(!list.contains("eu-west-10"));
    STATIC_REQUIRE(!list.contains(""));
    STATIC_REQUIRE(!list.is_open());
    STATIC_REQUIRE(!region_list{}.contains("eu-west-1"));
    STATIC_REQUIRE(region_list{"*"}.contains("mars-east-1"));
    STATIC_REQUIRE(region_list{"*"}.is_open());
    CHECK(region_list{"*"}.begin() == region_list{"*"}.end());
}
