// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/retry/environment.hpp>

#include <catch2/catch.hpp>

#include <type_traits>

#include <bedrock/quota/adaptive.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "support/environment.hpp"

using namespace std::chrono_literals;
using bedrock::ending;
using bedrock::retry::environment;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using enum bedrock::error_kind;
using here = bedrock::region::fixed<"us-east-1">;

namespace {

/// A call over these policies to a service that always throttles.
template <class... Ps>
bedrock::testing::scripted_outcome throttled_call(Ps... policies) {
    bedrock::testing::virtual_driver d{here{}, policies...};
    d.script([](scripted_try const&) { return scripted_answer::refusal(throttled, 5ms, 429); });
    auto const call = d.start({});
    CHECK(d.run());
    return d.outcome(call);
}

}  // namespace

TEST_CASE("the environment says how often a call is tried, and is looked up at each call") {
    support::environment surroundings;
    STATIC_REQUIRE(std::is_empty_v<environment>);
    CHECK(throttled_call(environment{}).story.attempts().size() == 3);
    surroundings.set("AWS_MAX_ATTEMPTS", "5");
    CHECK(throttled_call(environment{}).story.attempts().size() == 5);
    surroundings.set("AWS_MAX_ATTEMPTS", "1");
    CHECK(throttled_call(environment{}).story.attempts().size() == 1);
    surroundings.set("AWS_MAX_ATTEMPTS", "");
    CHECK(throttled_call(environment{}).story.end == ending::attempts_used_up);
}

TEST_CASE("a policy that was named in code does not read the environment") {
    support::environment const surroundings{{"AWS_MAX_ATTEMPTS", "rubbish"}, {"AWS_RETRY_MODE", "legacy"}};
    CHECK(throttled_call(bedrock::retry::standard{.max_attempts = 2}).story.attempts().size() == 2);
}

TEST_CASE("the environment's policy keeps the budget of standard") {
    support::environment const surroundings;
    environment::memory m;
    CHECK(environment{}.decide({.kind = internal}, m, {}).paid == 14);
    CHECK(m.spent == 14);
    environment{}.succeeded({.number = 2, .paid = 14}, m, {});
    CHECK(m.spent == 0);
}

TEST_CASE("a setting that makes no sense, or that the client has not, ends a call before anything is sent") {
    for (auto const& [variable, value] :
         {std::pair{"AWS_MAX_ATTEMPTS", "0"}, std::pair{"AWS_MAX_ATTEMPTS", "not an integer"},
          std::pair{"AWS_RETRY_MODE", "eager"}, std::pair{"AWS_RETRY_MODE", "legacy"},
          std::pair{"AWS_RETRY_MODE", "adaptive"}}) {
        support::environment const surroundings{{variable, value}};
        auto const o = throttled_call(environment{});
        CHECK(o.story.attempts().empty());
        CHECK(o.story.end == ending::refused_locally);
        CHECK(o.failure);
        if (!o.failure)
            continue;
        CHECK(o.failure->kind == configuration);
        CHECK(o.failure->message.find(variable) != std::string::npos);
        CHECK_FALSE(o.failure->remedy.empty());
    }
}

TEST_CASE(
    "adaptive mode is there where the quota slot has its sending rate, and what to write is said else") {
    support::environment const surroundings{{"AWS_RETRY_MODE", "adaptive"}};
    CHECK(throttled_call(environment{}, bedrock::quota::adaptive{}).story.attempts().size() == 3);
    auto const without = environment{}.check(false);
    CHECK_FALSE(without);
    if (!without)
        CHECK(without.error().remedy.find("bedrock::quota::adaptive{}") != std::string::npos);
}
