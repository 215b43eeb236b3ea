// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/endpoint/detail/partitions.hpp>

#include <catch2/catch.hpp>

using bedrock::endpoint::detail::partition_of;

TEST_CASE("a region's partition follows from the form of its name") {
    STATIC_REQUIRE(partition_of("us-east-1").name == "aws");
    STATIC_REQUIRE(partition_of("cn-north-1").name == "aws-cn");
    STATIC_REQUIRE(partition_of("us-gov-west-1").name == "aws-us-gov");
    STATIC_REQUIRE(partition_of("eusc-de-east-1").name == "aws-eusc");
    STATIC_REQUIRE(partition_of("us-iso-east-1").name == "aws-iso");
    STATIC_REQUIRE(partition_of("us-isob-east-1").name == "aws-iso-b");
    STATIC_REQUIRE(partition_of("eu-isoe-west-1").name == "aws-iso-e");
    STATIC_REQUIRE(partition_of("us-isof-south-1").name == "aws-iso-f");
    STATIC_REQUIRE(partition_of("aws-cn-global").name == "aws-cn");
    STATIC_REQUIRE(partition_of("aws-global").name == "aws");
}

TEST_CASE("a region that no pattern knows belongs to aws") {
    for (auto const* const region : {"", "nowhere", "cn-", "cn-north", "cn-north-", "cn-north-x", "cn--1",
                                     "us-gov-1", "xx-gov-west-1", "-global", "cn-north-1-a"}) {
        CAPTURE(region);
        CHECK(partition_of(region).name == "aws");
    }
}
