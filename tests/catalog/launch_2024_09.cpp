// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/launch_2024_09.hpp>

#include <catch2/catch.hpp>

#include <iterator>

using bedrock::catalog::answer;
using bedrock::catalog::basis;
using bedrock::catalog::launch_2024_09;
using bedrock::quota::bucket_of;

namespace {

constexpr std::string_view sonnet_3_5 = "anthropic.claude-3-5-sonnet-20240620-v1:0";

constexpr auto callable_from(std::string_view region) {
    auto const found = launch_2024_09.callable_from(region);
    return std::ranges::distance(found.begin(), found.end());
}

}  // namespace

TEST_CASE("the launch lists four profiles in us-east-1 and three in eu-west-3") {
    STATIC_REQUIRE(launch_2024_09.profiles.size() == 7);
    STATIC_REQUIRE(callable_from("us-east-1") == 4);
    STATIC_REQUIRE(callable_from("us-west-2") == 4);
    STATIC_REQUIRE(callable_from("eu-west-3") == 3);
    STATIC_REQUIRE(callable_from("us-east-2") == 0);
    STATIC_REQUIRE(callable_from("ap-northeast-1") == 0);
}

TEST_CASE("at the launch a profile runs in the regions it can be called from") {
    constexpr auto const* us = launch_2024_09.find("us.anthropic.claude-3-5-sonnet-20240620-v1:0");
    STATIC_REQUIRE(us != nullptr);
    STATIC_REQUIRE(us->from("us-east-1")->to.text() == "us-east-1 us-west-2");
    STATIC_REQUIRE(us->from("eu-west-3") == nullptr);
    CHECK(us->name == "US Anthropic Claude 3.5 Sonnet");
    CHECK(launch_2024_09.sources[us->source].as_of == "2024-09");
    STATIC_REQUIRE(launch_2024_09.find("eu.anthropic.claude-3-opus-20240229-v1:0") == nullptr);
}

TEST_CASE("Paris lacked Claude 3.5 Sonnet on demand and had it through the profile") {
    STATIC_REQUIRE(launch_2024_09.on_demand(sonnet_3_5, "eu-west-3") == answer::no);
    STATIC_REQUIRE(launch_2024_09.on_demand(sonnet_3_5, "eu-central-1") == answer::yes);
    STATIC_REQUIRE(launch_2024_09.on_demand(sonnet_3_5, "sa-east-1") == answer::unknown);
    STATIC_REQUIRE(launch_2024_09.on_demand("acme.anvil", "eu-west-3") == answer::unknown);
    STATIC_REQUIRE(launch_2024_09.inference_profile(sonnet_3_5, "eu", "eu-west-3")->id ==
                   "eu.anthropic.claude-3-5-sonnet-20240620-v1:0");
    STATIC_REQUIRE(launch_2024_09.inference_profile(sonnet_3_5, "us", "eu-west-3") == nullptr);
}

TEST_CASE("the launch's quotas are the article's, and twice that through a profile") {
    constexpr auto in_oregon = launch_2024_09.limits(bucket_of(sonnet_3_5), "us-west-2");
    STATIC_REQUIRE(in_oregon->requests == 250);
    STATIC_REQUIRE(in_oregon->tokens == 2'000'000);
    STATIC_REQUIRE(in_oregon->tokens_per_day == bedrock::catalog::limits::unstated);
    STATIC_REQUIRE(in_oregon->basis == basis::stated);
    STATIC_REQUIRE(launch_2024_09.limits(bucket_of(sonnet_3_5), "eu-central-1")->requests == 20);
    STATIC_REQUIRE(launch_2024_09.limits(bucket_of(sonnet_3_5), "us-east-1")->requests == 50);

    constexpr auto profile =
        launch_2024_09.limits(bucket_of("us.anthropic.claude-3-5-sonnet-20240620-v1:0"), "us-west-2");
    STATIC_REQUIRE(profile->requests == 500);
    STATIC_REQUIRE(profile->tokens == 4'000'000);
    STATIC_REQUIRE(profile->basis == basis::derived);
    STATIC_REQUIRE(launch_2024_09.limits(bucket_of("global.anthropic.claude-3-5-sonnet-20240620-v1:0"),
                                         "us-west-2") == nullptr);
    STATIC_REQUIRE(
        launch_2024_09.limits(bucket_of("anthropic.claude-3-sonnet-20240229-v1:0"), "us-east-1")->basis ==
        basis::assumed);
}

TEST_CASE("at the launch a model burns one token for one, and reserves 4,096") {
    STATIC_REQUIRE(launch_2024_09.burndown(sonnet_3_5) == 1);
    STATIC_REQUIRE(launch_2024_09.default_output(sonnet_3_5) == 4'096);
    STATIC_REQUIRE(launch_2024_09.name(sonnet_3_5) == "Anthropic Claude 3.5 Sonnet");
}
