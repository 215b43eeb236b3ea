// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/limit_name.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using bedrock::quota::limit_name;
using bedrock::quota::limit_scope;
using bedrock::quota::parse_limit_name;

TEST_CASE("each wording of a bucket's limits is read") {
    constexpr std::string_view model = "Anthropic Claude 3.5 Sonnet V2";
    struct wording {
        std::string_view front;
        limit_scope scope;
    };
    for (auto const& [front, scope] : {
             wording{"On-demand model inference ", limit_scope::on_demand},
             wording{"On-demand InvokeModel ", limit_scope::on_demand},
             wording{"Cross-region model inference ", limit_scope::geographic},
             wording{"Cross-Region InvokeModel ", limit_scope::geographic},
             wording{"CROSS-REGION MODEL INFERENCE ", limit_scope::geographic},
             wording{"Global cross-region model inference ", limit_scope::global},
             wording{"Global Cross-Region Model Inference ", limit_scope::global},
         }) {
        CAPTURE(front);
        auto const named = [&](std::string_view what) {
            return parse_limit_name(std::string{front}.append(what).append(" for ").append(model));
        };
        for (auto const* const requests : {"requests per minute", "Requests Per Minute"})
            CHECK(named(requests).value_or(limit_name{}).scope == scope);
        CHECK((named("requests per minute") && !named("requests per minute")->tokens));
        CHECK((named("tokens per minute") && named("tokens per minute")->tokens));
        CHECK((named("tokens per minute") && !named("tokens per minute")->per_day));
        CHECK((named("tokens per day") && named("tokens per day")->per_day));
        CHECK(!named("requests per day"));
        CHECK(!named("requests per hour"));
        CHECK(!named("images per minute"));
    }
}

TEST_CASE("the model is what stands behind for") {
    STATIC_REQUIRE(
        parse_limit_name("On-demand model inference tokens per minute for Meta Llama 3 for Kids")->model ==
        "Meta Llama 3 for Kids");
    STATIC_REQUIRE(!parse_limit_name("On-demand model inference tokens per minute for "));
    STATIC_REQUIRE(!parse_limit_name("On-demand model inference tokens per minute"));
}

TEST_CASE("the day's limits of a model and of an account are read") {
    STATIC_REQUIRE(
        parse_limit_name("Model invocation max tokens per day for Anthropic Claude Sonnet 4.5 (doubled for "
                         "cross-region calls)") == limit_name{.scope = limit_scope::model,
                                                              .tokens = true,
                                                              .per_day = true,
                                                              .doubled = true,
                                                              .model = "Anthropic Claude Sonnet 4.5"});
    STATIC_REQUIRE(!parse_limit_name("Model invocation max tokens per day for Amazon Nova Pro")->doubled);
    STATIC_REQUIRE(parse_limit_name("Cross-Model Max Tokens Per Day") ==
                   limit_name{.scope = limit_scope::account, .tokens = true, .per_day = true});
    STATIC_REQUIRE(!parse_limit_name("Cross-Model Max Tokens Per Day for Anthropic Claude"));
    STATIC_REQUIRE(!parse_limit_name("Cross-Model Max Tokens Per Minute"));
    STATIC_REQUIRE(!parse_limit_name("Model invocation max requests per day for Amazon Nova Pro"));
}

TEST_CASE("a variant's bucket is told apart") {
    constexpr auto context = parse_limit_name(
        "Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 1M Context Length");
    STATIC_REQUIRE(context->model == "Anthropic Claude Sonnet 4.5");
    STATIC_REQUIRE(context->variant == "1M Context Length");
    constexpr auto fast = parse_limit_name(
        "On-demand Latency-optimized model inference requests per minute for Anthropic Claude 3.5 Haiku");
    STATIC_REQUIRE(fast->model == "Anthropic Claude 3.5 Haiku");
    STATIC_REQUIRE(fast->variant == "Latency-optimized");
    STATIC_REQUIRE(
        parse_limit_name("On-demand model inference requests per minute for A B")->variant.empty());
}

TEST_CASE("what limits no calls of bedrock-runtime is not read") {
    for (std::string_view const name :
         {"", "for", "Endpoints per inference profile",
          "[bedrock-mantle endpoint] Input tokens per minute for X",
          "Batch inference tokens per minute for X", "On-demand ", "On-demand requests per minute for X",
          "Global model inference tokens per minute for X",
          "On-demand model inference tokens per minutefor X",
          "On-demand latency-optimizedmodel training tokens per minute for X",
          "(doubled for cross-region calls)", "Model units per provisioned model for X"}) {
        CAPTURE(name);
        CHECK(!parse_limit_name(name));
    }
}
