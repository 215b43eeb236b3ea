// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/model_limits.hpp>

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <string_view>
#include <utility>

using bedrock::service_quota;
using bedrock::quota::bucket_kind;
using bedrock::quota::model_limits;

namespace {

constexpr std::string_view sonnet = "Anthropic Claude 3.5 Sonnet";

service_quota quota(std::string name, double value, std::string code = "L-00000000") {
    return {.service_code = "bedrock",
            .quota_code = std::move(code),
            .quota_name = std::move(name),
            .value = value};
}

}  // namespace

TEST_CASE("the limits of each bucket are gathered, and those of other models are not") {
    model_limits found;
    CHECK(found.take(
        quota("On-demand model inference requests per minute for Anthropic Claude 3.5 Sonnet", 50), sonnet));
    CHECK(found.take(
        quota("On-demand InvokeModel tokens per minute for anthropic claude 3.5 sonnet", 400'000), sonnet));
    CHECK(found.take(
        quota("Cross-region model inference requests per minute for Anthropic Claude 3.5 Sonnet", 100),
        sonnet));
    CHECK(found.take(
        quota("Cross-Region InvokeModel tokens per minute for Anthropic Claude 3.5 Sonnet", 800'000),
        sonnet));
    CHECK(found.take(
        quota("Global cross-region model inference tokens per minute for Anthropic Claude 3.5 Sonnet", 5e6),
        sonnet));
    CHECK(found.take(
        quota("Global cross-region model inference tokens per day for Anthropic Claude 3.5 Sonnet", 7.2e9),
        sonnet));
    CHECK(!found.take(
        quota("On-demand model inference requests per minute for Anthropic Claude 3.5 Sonnet V2", 1),
        sonnet));
    CHECK(
        !found.take(quota("On-demand model inference requests per minute for Claude 3.5 Sonnet", 1), sonnet));

    CHECK(found.on_demand.minute.requests == 50);
    CHECK(found.on_demand.minute.tokens == 400'000);
    CHECK(found.geographic.minute.requests == 100);
    CHECK(found.geographic.minute.tokens == 800'000);
    CHECK(!found.global.minute.requests);
    CHECK(found.global.minute.tokens == 5'000'000);
    CHECK(found.global.tokens_per_day == 7'200'000'000);
    CHECK(!found.on_demand.tokens_per_day);
    CHECK(&found.of(bucket_kind::on_demand) == &found.on_demand);
    CHECK(&found.of(bucket_kind::geographic) == &found.geographic);
    CHECK(&found.of(bucket_kind::global) == &found.global);
}

TEST_CASE(
    "a day's quota counts for calls of the region, and doubled through a profile where the name says so") {
    model_limits found;
    CHECK(found.take(quota("Model invocation max tokens per day for Anthropic Claude 3.5 Sonnet (doubled for "
                           "cross-region calls)",
                           1'000),
                     sonnet));
    CHECK(found.on_demand.tokens_per_day == 1'000);
    CHECK(found.geographic.tokens_per_day == 2'000);
    CHECK(!found.global.tokens_per_day);
    CHECK(found.take(quota("Model invocation max tokens per day for Anthropic Claude 3.5 Sonnet", 1'000),
                     sonnet));
    CHECK(found.geographic.tokens_per_day == 1'000);
    CHECK(found.take(quota("Cross-Model Max Tokens Per Day", 7e8), sonnet));
    CHECK(found.account_tokens_per_day == 700'000'000);
}

TEST_CASE("a known code counts for more than the words beside it") {
    model_limits found;
    CHECK(found.take(quota("On-request tokens each minute, Claude 3.5", 9, "L-A50569E5"), sonnet));
    CHECK(found.on_demand.minute.tokens == 9);
    CHECK(!found.take(
        quota("On-demand model inference tokens per minute for Anthropic Claude 3.5 Sonnet", 9, "L-E386A278"),
        sonnet));
}

TEST_CASE("the codes that are known go with names that are understood") {
    for (auto const& known : bedrock::quota::detail::quota_codes) {
        CAPTURE(known.name);
        CHECK(bedrock::quota::parse_limit_name(known.name));
        CHECK(bedrock::quota::detail::name_of_code(known.code) == known.name);
    }
}

TEST_CASE("what is taken later counts") {
    model_limits found;
    for (auto const value : {20.0, 50.0})
        CHECK(found.take(
            quota("On-demand model inference requests per minute for Anthropic Claude 3.5 Sonnet", value),
            sonnet));
    CHECK(found.on_demand.minute.requests == 50);
}

TEST_CASE("a quota without a value that makes sense is passed over") {
    model_limits found;
    auto bad = quota("On-demand model inference requests per minute for Anthropic Claude 3.5 Sonnet", 0);
    CHECK(found.take(bad, sonnet));
    CHECK(found.on_demand.minute.requests == 0);
    for (auto const value :
         {-1.0, 1e300, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
        bad.value = value;
        CHECK(!found.take(bad, sonnet));
    }
    bad.value.reset();
    CHECK(!found.take(bad, sonnet));
    CHECK(found.on_demand.minute.requests == 0);
    bad.value = 2.9;
    CHECK(found.take(bad, sonnet));
    CHECK(found.on_demand.minute.requests == 2);
}

TEST_CASE("the buckets of variants are others") {
    model_limits found;
    CHECK(!found.take(
        quota("On-demand latency-optimized model inference requests per minute for Anthropic Claude 3.5 "
              "Sonnet",
              1),
        sonnet));
    CHECK(!found.take(
        quota("Cross-region model inference tokens per minute for Anthropic Claude 3.5 Sonnet 1M Context "
              "Length",
              1),
        sonnet));
    CHECK(!found.take(quota("Endpoints per inference profile", 5), sonnet));
}

TEST_CASE("what was gathered makes a policy") {
    model_limits found;
    found.take(quota("Cross-region model inference requests per minute for Anthropic Claude 3.5 Sonnet", 100),
               sonnet);
    bedrock::quota::per_minute const policy{.at = {{"us-east-1", found.of(bucket_kind::geographic).minute}}};
    CHECK(policy.at.front().limits.requests == 100);
    CHECK(!policy.at.front().limits.tokens);
}
