// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/by_catalog.hpp>

#include <catch2/catch.hpp>

#include <bedrock/catalog/launch_2024_09.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::answer;

TEST_CASE("a catalogue's quotas, rates and output lengths are the terms") {
    static constexpr bedrock::catalog::limits quotas[] = {
        {.model = "m", .regions = "us-west-2", .requests = 7, .tokens = 900},
        {.model = "m", .regions = "*", .tokens = 300}};
    static constexpr bedrock::catalog::figure rates[] = {{"m", 5}}, outputs[] = {{"m", 70}};
    static constexpr bedrock::catalog::set known{.quotas = quotas, .burndowns = rates, .outputs = outputs};
    quota_desk d{bedrock::quota::per_minute_of(known)};
    auto const one = d.policy.admit({d.where, {.input_estimate = 100}, 1}, d.memory, d.at(0s));
    CHECK(one.ticket.tokens == 170);
    CHECK(d.settle(one.ticket, {.used = {.output = 10}}, 0s).counted == 50);
    CHECK(d.admit(2, 0s, 301).limit == 300);
    d.where.region = "us-west-2";
    CHECK(d.admit(2, 0s, 901).limit == 900);
    d.where.model = "unknown";
    CHECK(d.admit(3, 0s, 1'000'000).what == answer::granted);
}

TEST_CASE("the article's quotas are found in the catalogue of its day") {
    quota_desk d{bedrock::quota::per_minute_of(bedrock::catalog::launch_2024_09)};
    d.where.model = "anthropic.claude-3-5-sonnet-20240620-v1:0";
    d.where.region = "us-west-2";
    CHECK(d.admit(1, 0s, 2'000'001).limit == 2'000'000);
    d.where.region = "ap-northeast-1";
    CHECK(d.admit(1, 0s, 200'001).limit == 200'000);
}
