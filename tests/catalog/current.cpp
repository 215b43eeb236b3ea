// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/current.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using bedrock::model_id;
using bedrock::model_kind;
using bedrock::catalog::answer;
using bedrock::catalog::current;
using bedrock::quota::bucket_of;

TEST_CASE("the profiles that serve a model from a region, geographic first") {
    std::vector<std::string> ids;
    for (auto const& profile : current.serving("anthropic.claude-sonnet-4-6", "eu-west-3"))
        ids.emplace_back(profile.id);
    CHECK(ids ==
          std::vector<std::string>{"eu.anthropic.claude-sonnet-4-6", "global.anthropic.claude-sonnet-4-6"});
    CHECK(current.serving("anthropic.claude-sonnet-4-6", "us-gov-west-1").empty());
    CHECK(current.serving("acme.anvil", "eu-west-3").empty());
    CHECK(current.serving("", "eu-west-3").empty());
}

TEST_CASE("a route depends on the source region") {
    constexpr auto const* us = current.find("us.anthropic.claude-3-haiku-20240307-v1:0");
    STATIC_REQUIRE(us->from("us-east-1")->to.text() == "us-east-1 us-west-2");
    STATIC_REQUIRE(us->from("us-east-2")->to.text() == "us-east-1 us-east-2 us-west-2");
    STATIC_REQUIRE(us->callable_from("eu-west-3") == answer::no);
    STATIC_REQUIRE(current.find("global.anthropic.claude-opus-5")->from("eu-west-3")->to.is_open());
    STATIC_REQUIRE(current.find("au.anthropic.claude-fable-5")->callable_from("ap-southeast-2") ==
                   answer::unknown);
}

TEST_CASE("a profile is found by its ARN too, and leads back to its model") {
    constexpr auto const* found = current.find(
        "arn:aws:bedrock:eu-west-3:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6");
    STATIC_REQUIRE(found == current.find("eu.anthropic.claude-sonnet-4-6"));
    STATIC_REQUIRE(model_id::parse(found->id).base == "anthropic.claude-sonnet-4-6");
    STATIC_REQUIRE(current.find("acme") == nullptr);
    STATIC_REQUIRE(current.find("arn:aws:bedrock:eu-west-3:123456789012:provisioned-model/abcdefghij12") ==
                   nullptr);
    STATIC_REQUIRE(current.inference_profile("anthropic.claude-sonnet-4-6", "global", "eu-west-3")->id ==
                   "global.anthropic.claude-sonnet-4-6");
    STATIC_REQUIRE(current.inference_profile("anthropic.claude-sonnet-4-6", "", "eu-west-3") == found);
}

TEST_CASE("a model in the tables without an on-demand quota is not on demand") {
    STATIC_REQUIRE(current.on_demand("anthropic.claude-opus-5", "us-east-1") == answer::no);
    STATIC_REQUIRE(current.on_demand("anthropic.claude-sonnet-4-6", "us-east-1") == answer::unknown);
    STATIC_REQUIRE(current.on_demand("amazon.nova-pro-v1:0", "ca-central-1") == answer::yes);
    STATIC_REQUIRE(current.on_demand("amazon.nova-2-lite-v1:0", "us-east-1") == answer::unknown);
}

TEST_CASE("quotas are the newest of their model, kind and region") {
    STATIC_REQUIRE(current.limits(bucket_of("us.anthropic.claude-sonnet-4-6"), "us-east-1")->tokens ==
                   6'000'000);
    STATIC_REQUIRE(current.limits(bucket_of("global.anthropic.claude-opus-5"), "eu-west-3")->tokens ==
                   30'000'000);
    STATIC_REQUIRE(
        current.limits(bucket_of("anthropic.claude-3-5-sonnet-20240620-v1:0"), "us-west-2")->requests == 50);
    STATIC_REQUIRE(
        current.limits(bucket_of("anthropic.claude-3-5-sonnet-20240620-v1:0"), "ap-southeast-1")->requests ==
        20);
    STATIC_REQUIRE(current.limits(bucket_of("anthropic.claude-opus-5"), "us-east-1") == nullptr);
    auto const* row = current.limits(bucket_of("anthropic.claude-sonnet-4-6"), "us-east-1");
    CHECK(current.sources[row->source].as_of == "2026-09-28");
}

TEST_CASE("burndown and reserved output are the model's") {
    STATIC_REQUIRE(current.burndown("anthropic.claude-3-haiku-20240307-v1:0") == 1);
    STATIC_REQUIRE(current.burndown("anthropic.claude-3-7-sonnet-20250219-v1:0") == 5);
    STATIC_REQUIRE(current.burndown("anthropic.claude-sonnet-4-6") == 5);
    STATIC_REQUIRE(current.burndown("anthropic.claude-opus-4-8") == 15);
    STATIC_REQUIRE(current.burndown("anthropic.claude-opus-5") == 10);
    STATIC_REQUIRE(current.burndown("anthropic.claude-fable-5") == 10);
    STATIC_REQUIRE(current.burndown("openai.gpt-5.6-sol") == 10);
    STATIC_REQUIRE(current.burndown("amazon.nova-pro-v1:0") == 1);
    STATIC_REQUIRE(current.burndown("acme.anvil") == 1);
    STATIC_REQUIRE(current.default_output("anthropic.claude-sonnet-4-5-20250929-v1:0") == 64'000);
    STATIC_REQUIRE(current.default_output("amazon.nova-pro-v1:0") == 5'120);
    STATIC_REQUIRE(current.default_output("qwen.qwen3-coder-30b") == 16'384);
    STATIC_REQUIRE(current.default_output("qwen.qwen3-32b-v1:0") == 8'192);
    STATIC_REQUIRE(current.default_output("acme.anvil") == 0);
}

TEST_CASE("every row of the catalogue is one that the library can use") {
    for (auto const& p : current.profiles) {
        CAPTURE(p.id);
        CHECK(model_id::parse(p.id).kind == model_kind::system_profile);
        CHECK(p.base() == model_id::parse(p.id).base);
        CHECK(p.serves(p.base()));
        CHECK(current.find(p.id) == &p);
        CHECK(p.source < current.sources.size());
        CHECK(current.default_output(p.base()) >= 0);
        for (auto const& r : p.routes)
            CHECK(((p.is_global() && r.to.is_open()) || (!r.to.empty() && !r.to.is_open())));
    }
    for (auto const& l : current.quotas) {
        CAPTURE(l.model);
        CHECK(model_id::parse(l.model).kind == model_kind::foundation_model);
        CHECK((l.requests != 0 && l.tokens != 0));
        CHECK(l.source < current.sources.size());
    }
}
