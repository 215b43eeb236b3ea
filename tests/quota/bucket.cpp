// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/bucket.hpp>

#include <catch2/catch.hpp>

using bedrock::quota::bucket;
using bedrock::quota::bucket_of;
using enum bedrock::quota::bucket_kind;

TEST_CASE("a base model draws on its on-demand bucket") {
    STATIC_REQUIRE(bucket_of("anthropic.claude-3-haiku-20240307-v1:0") ==
                   bucket{on_demand, "anthropic.claude-3-haiku-20240307-v1:0"});
    STATIC_REQUIRE(bucket_of("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0") ==
                   bucket{on_demand, "amazon.nova-pro-v1:0"});
}

TEST_CASE("a geographic and a global profile of a model draw on buckets of their own") {
    for (auto const* id : {"us.amazon.nova-pro-v1:0", "eu.amazon.nova-pro-v1:0", "apac.amazon.nova-pro-v1:0",
                           "us-gov.amazon.nova-pro-v1:0", "jp.amazon.nova-pro-v1:0"})
        CHECK(bucket_of(id) == bucket{geographic, "amazon.nova-pro-v1:0"});
    CHECK(bucket_of("global.amazon.nova-pro-v1:0") == bucket{global, "amazon.nova-pro-v1:0"});
    CHECK(bucket_of("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0") ==
          bucket{geographic, "amazon.nova-pro-v1:0"});
}

TEST_CASE("any other ARN and any other text is a bucket of its own") {
    for (auto const* id : {"arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc",
                           "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/us.x", "",
                           ".", "us", "us.", "mars.model", "x:inference-profile/us.model"})
        CHECK(bucket_of(id) == bucket{on_demand, id});
}
