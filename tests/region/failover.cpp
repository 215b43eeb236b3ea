// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/region/failover.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/quota/per_minute.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::region::failover;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;

TEST_CASE("failover stays with the first region while it is well") {
    desk d{failover{"a", "b", "c"}};
    for (auto const t : {0ms, 1ms, 100'000ms}) {
        CHECK(d.choose(t) == "a");
        d.succeeded("a", t);
    }
    d.failed("b", 1s);  // a late report of another region moves nobody
    CHECK(d.choose(1s) == "a");
}

TEST_CASE("failover leaves a region that failed for its cooldown, in the order of the list") {
    desk d{failover{"a", "b", "c"}};
    CHECK(d.choose(0s) == "a");
    d.failed("a", 0s);
    CHECK(d.choose(0s) == "b");
    CHECK(d.choose(4'999ms) == "b");
    CHECK(d.choose(5s) == "a");
    d.failed("a", 5s);
    d.failed("b", 5s);
    CHECK(d.choose(5s) == "c");
}

TEST_CASE("failover doubles the cooldown with each failure in a row, up to the longest, and jitters it") {
    desk d{failover{{"a", "b"}, {.cooldown = 1s, .longest = 4s}}};
    d.choose(0s);
    auto now = 0ms;
    for (auto const cooldown : {1s, 2s, 4s, 4s}) {
        d.failed("a", now);
        CHECK(d.choose(now + cooldown - 1ms) == "b");
        CHECK(d.choose(now + cooldown) == "a");
        now += cooldown;
    }
    d.succeeded("a", now);
    d.failed("a", now, error_kind::throttled, 0.5);  // the first in a row again; a quarter longer by chance
    CHECK(d.choose(now + 1'249ms) == "b");
    CHECK(d.choose(now + 1'250ms) == "a");
}

TEST_CASE("many tries that fail at once are one failure in a row") {
    desk d{failover{"a", "b"}};
    d.choose(0s);
    for (int i = 0; i < 100; ++i)
        d.failed("a", std::chrono::milliseconds{i});
    CHECK(d.choose(4'999ms) == "b");
    CHECK(d.choose(5s) == "a");
}

TEST_CASE("failover never cools the last region that is well") {
    desk d{failover{"a", "b"}};
    d.choose(0s);
    d.failed("a", 0s);
    for (int i = 0; i < 50; ++i)
        d.failed("b", std::chrono::milliseconds{i});
    CHECK(d.choose(50ms) == "b");
    CHECK(d.choose(5s) == "a");

    desk alone{failover{"a"}};
    alone.choose(0s);
    alone.failed("a", 0s);
    CHECK(alone.choose(0s) == "a");
}

TEST_CASE("a failure of the request is not the region's") {
    desk d{failover{"a", "b"}};
    d.choose(0s);
    for (auto const why : {error_kind::validation, error_kind::access_denied, error_kind::cancelled,
                           error_kind::model_error, error_kind::credentials, error_kind::interrupted})
        d.failed("a", 0s, why);
    CHECK(d.choose(0s) == "a");
    d.failed("elsewhere", 0s);  // a region that is not in the list
    CHECK(d.choose(0s) == "a");
}

TEST_CASE("a full region is left for one with room, and stays left for the cooldown") {
    desk d{failover{"a", "b"}};
    d.waits["a"] = 200ms;
    CHECK(d.choose(0s) == "b");
    d.waits.clear();
    CHECK(d.choose(1s) == "b");  // sticky: a cache was begun there
    CHECK(d.choose(5s) == "a");
}

TEST_CASE("where all are full the shortest wait wins and nobody is cooled") {
    desk d{failover{"a", "b", "c"}};
    d.waits = {{"a", 900ms}, {"b", 300ms}, {"c", 600ms}};
    CHECK(d.choose(0s) == "b");
    d.waits.clear();
    CHECK(d.choose(0s) == "a");
}

TEST_CASE("a region for which only this call is too large is not cooled") {
    desk d{failover{"a", "b"}};
    d.waits["a"] = bedrock::region::room::never;
    CHECK(d.choose(0s) == "b");
    d.waits.clear();
    CHECK(d.choose(0s) == "a");
}

TEST_CASE("failover without regions says so") {
    desk d{failover{std::vector<std::string>{}}};
    CHECK(d.choose(0s).find("no region to choose from") != std::string::npos);
    CHECK_FALSE(d.policy.several());
    CHECK(failover{"a", "b"}.several());
}

TEST_CASE("the model stays what it was") {
    failover const policy{"a", "b"};
    failover::memory m;
    bedrock::region::room_view const room{
        nullptr, [](void const*, std::string_view) { return bedrock::region::room{}; }};
    auto const chosen = policy.choose({.model = "us.amazon.nova-pro-v1:0", .room = room}, m, {});
    CHECK(chosen);
    if (chosen)
        CHECK(chosen->model == "us.amazon.nova-pro-v1:0");
}

TEST_CASE(
    "whatever happens, some region is well, the first well one with room is chosen, and cooldowns end") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::mt19937_64 dice{seed};
        std::vector<std::string> const names{"a", "b", "c", "d"};
        desk d{failover{names, {.cooldown = 1s, .longest = 8s}}};
        auto now = 0ms;
        d.choose(now);
        for (int i = 0; i < 2'000; ++i) {
            now += std::chrono::milliseconds{dice() % 300};
            auto const chance = static_cast<double>(dice() % 1'000) / 1'000;
            auto const& about = names[dice() % names.size()];
            if (dice() % 2)
                d.failed(about, now, error_kind::unavailable, chance);
            else if (dice() % 2)
                d.succeeded(about, now);
            d.waits[about] = std::chrono::milliseconds{dice() % 3 ? 0 : dice() % 500};

            auto const before = d.memory.regions;
            auto const chosen = static_cast<std::size_t>(
                std::ranges::find(names, d.choose(now, {.chance = chance})) - names.begin());
            auto const well = [&](auto const& regions, std::size_t n) {
                return regions[n].cooled_until <= d.at(now).steady;
            };
            CHECK(chosen < names.size());
            CHECK(well(before, chosen));
            CHECK(well(d.memory.regions, chosen));
            auto const has_room = d.waits[names[chosen]] == 0ns;
            for (std::size_t n = 0; n < names.size(); ++n) {
                if (n < chosen && well(before, n))
                    CHECK(d.waits[names[n]] > 0ns);
                if (!has_room && well(before, n))
                    CHECK(d.waits[names[n]] >= d.waits[names[chosen]]);
                CHECK(d.memory.regions[n].cooled_until <= d.at(now + 12s).steady);  // 8 s and a half
            }
        }
        d.waits.clear();
        CHECK(d.choose(now + 12s) == "a");
    }
}

TEST_CASE(
    "calls leave a region that throttles at once, stay away, and come back within the jitter's bounds") {
    virtual_driver d{failover{{"us-east-1", "us-west-2"}, {.cooldown = 5s}},
                     bedrock::retry::standard{.budget = 100'000}};
    std::vector<std::pair<std::chrono::nanoseconds, std::string>> tries;
    d.script([&](scripted_try const& t) -> scripted_answer {
        tries.emplace_back(t.now, t.where.region);
        if (t.where.region == "us-east-1" && t.now >= 10s && t.now < 11s)
            return scripted_answer::refusal(error_kind::throttled, 20ms, 429);
        return {.latency = 100ms};
    });
    for (int i = 0; i < 3'000; ++i)
        d.start({.at = std::chrono::milliseconds{10 * i}});
    CHECK(d.run());
    for (std::size_t i = 0; i < 3'000; ++i)
        CHECK(d.outcome(i).succeeded());
    for (auto const& [when, region] : tries) {
        if (when < 10s || when >= 10'020ms + 7'500ms)
            CHECK(region == "us-east-1");
        if (when > 10'020ms && when < 15'020ms)
            CHECK(region == "us-west-2");
    }
}

TEST_CASE("calls that the first region's quota cannot take go to the second without waiting") {
    virtual_driver d{failover{"us-east-1", "us-west-2"},
                     bedrock::quota::per_minute{.requests = 10, .window = bedrock::quota::window::sliding}};
    for (int i = 0; i < 25; ++i)
        d.start({.at = std::chrono::milliseconds{i}});
    CHECK(d.run());
    std::map<std::string, int> at_once;
    int waited = 0;
    for (std::size_t i = 0; i < 25; ++i) {
        auto const attempts = d.outcome(i).story.attempts();
        CHECK(attempts.size() == 1);
        if (attempts.empty())
            return;
        attempts[0].queued == 0ms ? ++at_once[attempts[0].region] : ++waited;
    }
    CHECK(at_once["us-east-1"] == 10);
    CHECK(at_once["us-west-2"] == 10);
    CHECK(waited == 5);
}

// Where quotas are the limit, a profile from another source region draws on another bucket: shared/peers.md,
// pain 21.
TEST_CASE("a throttled profile goes on from another source region, under its own ID, on another bucket") {
    std::string const profile = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";
    virtual_driver d{failover{"us-east-1", "us-west-2"}};
    std::map<std::pair<std::string, std::string>, int> bucket;  // the service's: by source region and model
    d.script([&](scripted_try const& t) -> scripted_answer {
        if (bucket[{t.where.region, std::string{t.where.model}}]++ >= 50)
            return scripted_answer::refusal(error_kind::throttled, 20ms, 429);
        return {.latency = 5s};
    });
    for (int i = 0; i < 100; ++i)
        d.start({.at = std::chrono::milliseconds{100 * i}, .model = profile});
    CHECK(d.run());
    for (std::size_t i = 0; i < 100; ++i)
        CHECK(d.outcome(i).succeeded());
    CHECK(bucket.size() == 2);
    CHECK(bucket[{"us-east-1", profile}] > 50);
    CHECK(bucket[{"us-west-2", profile}] == 50);
}

TEST_CASE("a client-side quota counts a profile apart in each source region, and apart from its model") {
    virtual_driver d{failover{"us-east-1", "us-west-2"},
                     bedrock::quota::per_minute{.requests = 10, .window = bedrock::quota::window::sliding}};
    std::map<std::pair<std::string, std::string>, int> at_once;
    d.script([&](scripted_try const& t) -> scripted_answer {
        if (t.now < 1s)
            ++at_once[{t.where.region, std::string{t.where.model}}];
        return {.latency = 100ms};
    });
    for (int i = 0; i < 25; ++i) {
        d.start({.at = std::chrono::milliseconds{i}, .model = "us.amazon.nova-pro-v1:0"});
        d.start({.at = std::chrono::milliseconds{i}, .model = "amazon.nova-pro-v1:0"});
    }
    CHECK(d.run());
    for (auto const* region : {"us-east-1", "us-west-2"})
        for (auto const* model : {"us.amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0"})
            CHECK(at_once[{region, model}] == 10);
}
