// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/per_minute_found.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>

#include <bedrock/catalog/set.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/simulation/oracle.hpp>
#include <bedrock/testing/simulator.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::quota::answer;
using bedrock::quota::per_minute_found;

namespace simulation = bedrock::testing::simulation;

namespace {

constexpr bedrock::quota::settlement too_many{.refused = true, .cause = error_kind::throttled};

constexpr auto model = "acme.anvil-v1:0";
constexpr bedrock::catalog::figure fivefold[] = {{model, 5}};
constexpr bedrock::catalog::set burning{.burndowns = fivefold};

// Twice what the quota allows, half an hour.
simulation::scenario overload(bedrock::testing::window window, bool burndown_at_start) {
    simulation::scenario s{.seed = 3, .warm_up = 5min, .length = 35min};
    s.traffic.model = model;
    s.traffic.per_minute = 200;
    s.traffic.input = {.mean = 1'000};
    s.traffic.output = {.mean = 400};
    s.traffic.max_tokens = 2'000;
    s.traffic.deadline = 60s;
    s.rules.first_token = 5s;
    s.rules.window = window;
    s.rules.burndown_at_start = burndown_at_start;
    s.offered = &burning;
    s.regions = {"us-east-1"};
    s.limits = {{{.region = "us-east-1"}, {.tokens = 300'000}}};
    return s;
}

}  // namespace

TEST_CASE("the boldest way of counting is tried first: a minute's limit goes at once") {
    quota_desk d{per_minute_found{.requests = 10}};
    for (std::uint64_t call = 1; call <= 10; ++call)
        CHECK(d.admit(call, 50s).what == answer::granted);
    auto const next = d.admit(11, 50s);
    CHECK(next.what == answer::wait);
    CHECK(next.wait == 10s);  // until the clock's minute ends
    CHECK(d.room(12, 50s).wait >= 10s);
    CHECK(d.admit(12, 60s).wait == 1ms);  // behind the eleventh
    CHECK(d.admit(11, 60s).what == answer::granted);
}

TEST_CASE("a way that the service contradicts is left for one that it does not") {
    quota_desk d{per_minute_found{.requests = 10}};
    std::uint64_t call = 0;
    for (int i = 0; i < 10; ++i)
        d.settle(d.admit(++call, 50s).ticket, {.used = {.input = 1}}, 51s);
    auto const refused = d.admit(++call, 61s);
    CHECK(refused.what == answer::granted);
    d.settle(refused.ticket, too_many, 61s);  // the service counts the last 60 seconds
    CHECK(d.admit(++call, 80s).what == answer::wait);
    CHECK(d.admit(call, 111s).what == answer::granted);
}

TEST_CASE("a throttle is followed by a pause, longer ones by longer, until a call is taken") {
    quota_desk d{per_minute_found{.requests = 1'000}};
    std::uint64_t call = 0;
    auto now = std::chrono::nanoseconds{1s};
    for (auto const pause : {200ms, 400ms, 800ms, 1'600ms, 3'200ms, 4'000ms, 4'000ms}) {
        auto const one = d.admit(++call, now);
        REQUIRE(one.what == answer::granted);
        d.settle(one.ticket, too_many, now);
        CHECK(d.room(++call, now).wait >= pause);
        now += 20s;  // long enough for all that may be paced
    }
    d.settle(d.admit(++call, now).ticket, {.used = {.input = 1}}, now);
    d.settle(d.admit(++call, now + 1s).ticket, too_many, now + 1s);
    CHECK(d.room(++call, now + 1s).wait >= 200ms);
    CHECK(d.room(call, now + 1s).wait < 20s);
}

TEST_CASE("a call that could never fit is refused, whatever the limits") {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    quota_desk d{per_minute_found{.tokens = 1'000}};
    CHECK(d.admit(1, 0s, 1'001).what == answer::never);
    CHECK(d.room(1, 0s, 1'001).wait == bedrock::quota::room::never);
    CHECK(d.admit(2, 0s, 1'000).what == answer::granted);
    for (std::int64_t const limit : {std::int64_t{0}, std::int64_t{-1}, -most}) {
        CHECK(quota_desk{per_minute_found{.requests = limit}}.admit(1, 0s, 1).what == answer::never);
        CHECK(quota_desk{per_minute_found{.tokens = limit}}.admit(1, 0s, 1).what == answer::never);
    }
    quota_desk endless{per_minute_found{.requests = most, .tokens = most, .burndown = most}};
    auto const one = endless.admit(1, 0s, most);
    CHECK(one.what == answer::granted);
    endless.settle(one.ticket, {.used = {.input = most, .output = most}}, 1s);
    endless.settle(endless.admit(2, -1h, 1).ticket, {.as_held = true}, -2h);
}

TEST_CASE("a share of the limits, and limits of a region") {
    quota_desk d{per_minute_found{.requests = 8, .share = 0.25, .at = {{"eu-west-1", {.requests = 4}}}}};
    CHECK(d.room(1, 0s).calls == 2);
    d.where.region = "eu-west-1";
    CHECK(d.room(1, 0s).calls == 1);
}

TEST_CASE(
    "however the service counts, nearly all is served that an oracle serves, and next to nothing throttled") {
    using enum bedrock::testing::window;
    for (auto const window : {fixed, sliding, bucket})
        for (bool const at_start : {false, true}) {
            INFO(static_cast<int>(window) << at_start);
            auto const s = overload(window, at_start);
            auto const best = simulation::oracle(s);
            auto const found = bedrock::testing::simulator{s, bedrock::region::fixed<"us-east-1">{},
                                                           per_minute_found{.tokens = 300'000, .burndown = 5}}
                                   .run();
            REQUIRE(best);
            REQUIRE(found);
            CHECK(static_cast<double>(found->tokens) >= 0.96 * static_cast<double>(best->tokens));
            CHECK(200 * found->throttled <= found->sent);
        }
}
