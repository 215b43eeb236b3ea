// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/endpoint/sts.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "support/environment.hpp"

using bedrock::endpoint::address;
using bedrock::endpoint::regional;

namespace {

/// Host and region of the signature, or the words of the error.
std::string sts(std::string_view region, regional const& policy = {}) {
    address a;
    if (auto const done = bedrock::endpoint::resolve_sts(policy, region, a); !done)
        return done.error().message;
    CHECK(a.signing_name == "sts");
    return a.host + " " + a.signing_region;
}

}  // namespace

TEST_CASE("STS is called in the region, and for aws-global at its one host") {
    support::environment const nothing;
    CHECK(sts("eu-west-3") == "sts.eu-west-3.amazonaws.com eu-west-3");
    CHECK(sts("cn-north-1") == "sts.cn-north-1.amazonaws.com.cn cn-north-1");
    CHECK(sts("aws-global") == "sts.amazonaws.com us-east-1");
    CHECK(sts("") == "Invalid Configuration: Missing Region");
}

TEST_CASE("where legacy is asked for, old regions call the global host of STS, and new ones their own") {
    support::environment variables{{"AWS_STS_REGIONAL_ENDPOINTS", "Legacy"}};
    CHECK(sts("eu-west-3") == "sts.amazonaws.com us-east-1");
    CHECK(sts("us-east-1") == "sts.amazonaws.com us-east-1");
    CHECK(sts("af-south-1") == "sts.af-south-1.amazonaws.com af-south-1");
    CHECK(sts("west-3") == "sts.west-3.amazonaws.com west-3");
    CHECK(sts("us-east-1", {.fips = true}) == "sts-fips.us-east-1.amazonaws.com us-east-1");
    CHECK(sts("eu-west-3", {.dual_stack = true}) == "sts.eu-west-3.api.aws eu-west-3");
    variables.set("AWS_STS_REGIONAL_ENDPOINTS", "regional");
    CHECK(sts("eu-west-3") == "sts.eu-west-3.amazonaws.com eu-west-3");
}

TEST_CASE("an address of one's own stands, and a word that is none of the two is refused") {
    support::environment variables{{"AWS_STS_REGIONAL_ENDPOINTS", "legacy"},
                                   {"AWS_ENDPOINT_URL_STS", "https://sts.example/base"}};
    CHECK(sts("eu-west-3") == "sts.example eu-west-3");
    variables.set("AWS_ENDPOINT_URL_STS", "https://sts.eu-west-3.amazonaws.com");
    CHECK(sts("eu-west-3") == "sts.eu-west-3.amazonaws.com eu-west-3");
    variables.set("AWS_STS_REGIONAL_ENDPOINTS", "sometimes");
    CHECK(sts("eu-west-3") == "AWS_STS_REGIONAL_ENDPOINTS is neither legacy nor regional");
}
