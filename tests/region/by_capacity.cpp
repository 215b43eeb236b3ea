// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/region/by_capacity.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <bedrock/quota/per_minute.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::region::by_capacity;
using bedrock::region::failover;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;

namespace {

std::vector<std::string> const names{"a", "b", "c", "d", "e"};

/// Any room, often full, sometimes too small for the call.
template <class P>
void give_room(desk<P>& d, std::string const& region, std::mt19937_64& dice) {
    d.calls[region] = static_cast<std::int64_t>(dice() % 50);
    d.waits[region] = dice() % 3   ? 0ns
                      : dice() % 4 ? std::chrono::nanoseconds{std::chrono::milliseconds{1 + dice() % 500}}
                                   : bedrock::region::room::never;
}

}  // namespace

TEST_CASE("by_capacity takes the first region while it has room, however little") {
    desk d{by_capacity{"a", "b", "c"}};
    d.calls = {{"a", 1}, {"b", 1'000}, {"c", 500}};
    CHECK(d.choose(0s) == "a");
    d.waits["a"] = 1ms;
    CHECK(d.choose(0s) == "b");
    d.waits.clear();
    CHECK(d.choose(0s) == "a");  // at once: being full is no failure
}

TEST_CASE("by_capacity takes the most room where the first has none, of equals the first") {
    desk d{by_capacity{"a", "b", "c", "d"}};
    d.waits["a"] = 1ms;
    d.calls = {{"b", 10}, {"c", 30}, {"d", 20}};
    CHECK(d.choose(0s) == "c");
    d.calls["d"] = 30;
    CHECK(d.choose(0s) == "c");
    d.calls["d"] = 31;
    CHECK(d.choose(0s) == "d");
    d.calls["b"] = -5;  // nonsense of a quota policy: no room at all
    d.calls["c"] = d.calls["d"] = 0;
    CHECK(d.choose(0s) == "b");
}

TEST_CASE("where all are full by_capacity takes the shortest wait") {
    desk d{by_capacity{"a", "b", "c"}};
    d.waits = {{"a", 900ms}, {"b", 300ms}, {"c", 300ms}};
    CHECK(d.choose(0s) == "b");
}

TEST_CASE("a region that failed comes after all that are well, and before those too small for the call") {
    desk d{by_capacity{"a", "b", "c"}};
    d.choose(0s);
    d.failed("a", 0s);
    d.waits = {{"b", 30s}, {"c", 40s}};
    CHECK(d.choose(0s) == "b");
    d.waits["b"] = d.waits["c"] = bedrock::region::room::never;
    CHECK(d.choose(0s) == "a");
    d.waits["a"] = bedrock::region::room::never;
    CHECK(d.choose(0s) == "a");  // never none: the quota slot says why it cannot go
    CHECK_FALSE(d.well("a", 4'999ms));
    CHECK(d.well("a", 5s));
    CHECK(d.well("elsewhere", 0s));
}

TEST_CASE("of regions that all failed by_capacity takes the one that comes back first") {
    desk d{by_capacity{{"a", "b", "c"}, {.cooldown = 1s}}};
    d.choose(0s);
    d.failed("b", 0s);
    d.failed("c", 100ms);
    d.waits["a"] = bedrock::region::room::never;
    CHECK(d.choose(200ms) == "b");
}

TEST_CASE("by_capacity without regions says so") {
    desk d{by_capacity{std::vector<std::string>{}}};
    CHECK(d.choose(0s).find("no region to choose from") != std::string::npos);
    CHECK_FALSE(d.policy.several());
}

TEST_CASE("with rooms that nobody counts by_capacity is an ordered failover") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::mt19937_64 dice{seed};
        desk by_room{by_capacity{names}};
        desk in_order{failover{names}};
        auto now = 0ms;
        for (int i = 0; i < 500; ++i) {
            now += std::chrono::milliseconds{dice() % 2'000};
            auto const chance = static_cast<double>(dice() % 1'000) / 1'000;
            CHECK(by_room.choose(now) == in_order.choose(now));
            auto const& about = names[dice() % names.size()];
            by_room.failed(about, now, bedrock::error_kind::unavailable, chance);
            in_order.failed(about, now, bedrock::error_kind::unavailable, chance);
        }
    }
}

TEST_CASE("more room in a region never makes it less preferred, and some region is always chosen") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        std::mt19937_64 dice{seed};
        desk d{by_capacity{names}};
        d.choose(0s);
        for (auto const& name : names) {
            give_room(d, name, dice);
            if (dice() % 3 == 0)
                d.failed(name, 0s);
        }
        auto const chosen = d.choose(1s);
        CHECK(std::ranges::find(names, chosen) != names.end());

        auto& wait = d.waits[chosen];
        d.calls[chosen] += static_cast<std::int64_t>(dice() % 20);
        wait = wait == bedrock::region::room::never ? wait : wait / 2;
        CHECK(d.choose(1s) == chosen);

        // Nor does another come to be chosen by having less.
        auto const& other = names[dice() % names.size()];
        if (other == chosen)
            continue;
        d.calls[other] /= 2;
        if (d.waits[other] != bedrock::region::room::never)
            d.waits[other] += 100ms;
        CHECK(d.choose(1s) == chosen);
    }
}

TEST_CASE("calls fill the first region's quota, then the larger one's, then the smaller one's") {
    virtual_driver d{
        by_capacity{"us-east-1", "us-west-2", "us-east-2"},
        bedrock::quota::per_minute{.requests = 10,
                                   .at = {{"us-west-2", {.requests = 20}}, {"us-east-2", {.requests = 5}}},
                                   .window = bedrock::quota::window::sliding}};
    std::vector<std::string> order;
    d.script([&](scripted_try const& t) -> scripted_answer {
        order.push_back(t.where.region);
        return {.latency = 1s};
    });
    for (int i = 0; i < 35; ++i)
        d.start({.at = std::chrono::milliseconds{i}});
    CHECK(d.run());
    CHECK(order.size() == 35);
    std::map<std::string, int> in_the_first_25;
    for (std::size_t i = 0; i < order.size() && i < 25; ++i) {
        CHECK((i >= 10 || order[i] == "us-east-1"));
        ++in_the_first_25[order[i]];
    }
    CHECK(in_the_first_25["us-west-2"] == 15);
    CHECK(std::ranges::count(order, "us-east-2") == 5);
}
