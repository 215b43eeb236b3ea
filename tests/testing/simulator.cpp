// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/simulator.hpp>

#include <catch2/catch.hpp>

#include <bedrock/quota/all.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/per_tenant.hpp>
#include <bedrock/region/breaker.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/region/sticky.hpp>
#include <bedrock/retry/none.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/testing/simulation/oracle.hpp>

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::quota::per_minute;
using bedrock::region::by_capacity;
using bedrock::testing::simulator;
using bedrock::testing::simulation::arrivals;
using bedrock::testing::simulation::figures;
using bedrock::testing::simulation::oracle;
using bedrock::testing::simulation::scenario;

namespace {

using here = bedrock::region::fixed<"us-east-1">;

figures of(bedrock::result<figures> done) {
    CHECK(done);
    return done ? std::move(*done) : figures{};
}

// Two regions with quotas of 50 and 250 requests a minute; a call takes 1 s.
scenario two_regions(double per_minute) {
    scenario s{.length = 20min, .regions = {"us-east-1", "us-west-2"}};
    s.traffic.per_minute = per_minute;
    s.rules.first_token = 1s;
    s.limits = {{{.region = "us-east-1"}, {.requests = 50}}, {{.region = "us-west-2"}, {.requests = 250}}};
    return s;
}

// Never gives up and never waits.
struct stubborn {
    using slot = bedrock::retry::slot;
    bedrock::retry::verdict decide(bedrock::retry::attempt const&, bedrock::instant) const {
        return bedrock::retry::verdict::after(0ms);
    }
};

per_minute const quotas{.requests = 50, .at = {{"us-west-2", {.requests = 250}}}};
by_capacity const both{"us-east-1", "us-west-2"};

}  // namespace

TEST_CASE("the same seed gives the same figures, another one others") {
    auto s = two_regions(280);
    s.rules.spread = 0.3;
    s.step = 10s;
    simulator const sim{s, both, quotas};
    auto const first = of(sim.run());
    CHECK(first.offered > 5'000);
    CHECK(of(sim.run()) == first);
    CHECK(of(simulator{s, both, quotas}.run()) == first);
    s.seed = 2;
    CHECK_FALSE(of(simulator{s, both, quotas}.run()) == first);
}

TEST_CASE("calls come as they are told to") {
    scenario s{.length = 10min};
    s.rules.first_token = 1s;
    simulator const poisson{s, here{}};
    auto const by_themselves = of(poisson.run());
    CHECK(by_themselves.offered > 500);
    CHECK(by_themselves.offered < 700);

    s.traffic.arrivals = arrivals::bursts;
    auto const in_bursts = of(simulator{s, here{}}.run());
    CHECK(in_bursts.offered % 10 == 0);
    CHECK(in_bursts.offered > 300);

    s.traffic = {.arrivals = arrivals::closed_loop, .together = 3, .pause = 1s};
    auto const in_a_loop = of(simulator{s, here{}}.run());
    CHECK(in_a_loop.offered == 3 * 300);

    s.traffic = {.arrivals = arrivals::batch, .together = 42};
    s.drain = true;
    auto const at_once = of(simulator{s, here{}}.run());
    CHECK(at_once.offered == 42);
    CHECK(at_once.served == 42);
    CHECK(at_once.makespan == 1s);
}

TEST_CASE("lengths are drawn about their mean, or given") {
    scenario s{.length = 60min};
    s.traffic.per_minute = 600;
    auto const drawn = of(simulator{s, here{}}.run());
    auto const mean = static_cast<double>(drawn.tokens) / static_cast<double>(drawn.served);
    CHECK(mean > 1'470);
    CHECK(mean < 1'530);

    s.traffic.given = {{.input = 10, .output = 1}, {.input = 20, .output = 2}};
    auto const given = of(simulator{s, here{}}.run());
    CHECK(given.tokens <= static_cast<std::int64_t>(given.served) * 33 / 2 + 11);
    CHECK(given.tokens >= static_cast<std::int64_t>(given.served) * 33 / 2 - 11);
}

TEST_CASE("what happens in the warm-up is not counted") {
    scenario s{.warm_up = 5min, .length = 10min};
    auto const f = of(simulator{s, here{}}.run());
    CHECK(f.offered > 200);
    CHECK(f.offered < 400);
    CHECK(f.sent == f.offered);
    s.warm_up = 10min;
    CHECK(of(simulator{s, here{}}.run()).offered == 0);
}

TEST_CASE("who does not count is throttled, who counts waits") {
    auto s = two_regions(200);
    auto const blind = of(simulator{s, here{}, bedrock::retry::none{}}.run());
    CHECK(blind.throttled > 2'500);
    CHECK(blind.failed == blind.throttled);
    s.traffic.deadline = 30s;
    auto const counting = of(simulator{s, here{}, bedrock::retry::none{}, quotas}.run());
    CHECK(counting.throttled == 0);
    CHECK(counting.failed == 0);
    CHECK(counting.missed > 2'500);
    CHECK(counting.wait_longest <= 30s);
}

TEST_CASE("clients do not see each other's use, and are throttled for it") {
    auto s = two_regions(300);
    CHECK(of(simulator{s, both, quotas}.run()).throttled == 0);
    s.clients = 4;
    CHECK(of(simulator{s, both, quotas}.run()).throttled > 0);
}

TEST_CASE("others use the quota that clients believe to be theirs") {
    auto s = two_regions(45);
    CHECK(of(simulator{s, here{}, quotas}.run()).throttled == 0);
    s.others = {{.region = "us-east-1", .per_minute = 25}};
    CHECK(of(simulator{s, here{}, quotas}.run()).throttled > 0);
}

TEST_CASE("others whose rate swings use as much on an average, more and less in turn") {
    auto s = two_regions(45);
    s.step = 5min;
    s.others = {{.region = "us-east-1", .per_minute = 25}};
    auto const even = of(simulator{s, here{}, bedrock::retry::none{}}.run());
    s.others.front().swing = 1;
    auto const swinging = of(simulator{s, here{}, bedrock::retry::none{}}.run());
    REQUIRE(swinging.timeline.size() == 4);
    auto const taken = [](auto const& f, std::size_t step) {
        return static_cast<double>(f.timeline[step][0]);
    };
    CHECK(taken(swinging, 2) < 0.8 * taken(even, 2));
    CHECK(taken(swinging, 3) > 1.2 * taken(even, 3));

    using bedrock::testing::simulation::others;
    others const o{.per_minute = 60, .swing = 0.25, .period = 10min};
    CHECK(o.rate_at(0s) == 75);
    CHECK(o.rate_at(5min) == 45);
    CHECK(o.rate_at(10min) == 75);
    CHECK(others{.per_minute = 60, .swing = 1, .period = 0s}.rate_at(1min) == 120);
}

TEST_CASE("a region without capacity answers 503, and a slow one takes longer") {
    auto s = two_regions(40);
    s.capacity = {{"us-east-1", {.calls = 0}}};
    auto const full = of(simulator{s, here{}, bedrock::retry::none{}}.run());
    CHECK(full.served == 0);
    CHECK(full.unavailable == full.sent);
    s.capacity = {{"us-east-1", {.slowdown = 60}}};
    s.traffic.deadline = 30s;
    CHECK(of(simulator{s, here{}}.run()).served == 0);
}

TEST_CASE("at 95 % of the summed quotas by_capacity serves what an oracle serves, and is not throttled") {
    for (auto const window : {bedrock::testing::window::fixed, bedrock::testing::window::sliding,
                              bedrock::testing::window::bucket}) {
        auto s = two_regions(0.95 * 300);
        s.warm_up = 5min;
        s.rules.window = window;
        auto const ours = of(simulator{s, both, quotas}.run());
        auto const best = of(oracle(s));
        CHECK(best.served > 4'000);
        CHECK(static_cast<double>(ours.served) >= 0.99 * static_cast<double>(best.served));
        CHECK(ours.throttled == 0);
        CHECK(best.throttled == 0);
    }
}

TEST_CASE("an outage loses no call whose deadline allows another try, whatever breaks off") {
    for (auto const how : {error_kind::network, error_kind::internal, error_kind::unavailable}) {
        auto s = two_regions(200);
        s.outages = {{.region = "us-west-2", .from = 5min, .until = 10min, .how = how, .cuts = true}};
        s.traffic.deadline = 40min;
        s.drain = true;
        bedrock::retry::standard const retry{.budget = 5'000, .resend_unanswered = true};
        auto const f = of(simulator{s, both, quotas, retry}.run());
        CHECK(f.served == f.offered);
        CHECK(f.regions[1].broken > 0);
        CHECK(f.regions[1].broken < 150);  // of the 750 that would have gone there
        auto const composed =
            of(simulator{s, bedrock::region::sticky{bedrock::region::breaker{both}}, quotas, retry}.run());
        CHECK(composed.served == composed.offered);
        if (how != error_kind::unavailable)  // which opens no breaker
            CHECK(composed.regions[1].broken < 50);
    }
}

TEST_CASE("half of a region's tries broken: the other half is served, and retries help the rest") {
    auto s = two_regions(40);
    s.outages = {{.region = "us-east-1", .until = 20min, .how = error_kind::internal, .share = 0.5}};
    auto const once = of(simulator{s, here{}, bedrock::retry::none{}}.run());
    CHECK(once.served > once.offered * 4 / 10);
    CHECK(once.served < once.offered * 6 / 10);
    bedrock::retry::standard const patient{.max_attempts = 5, .budget = 100'000};
    CHECK(of(simulator{s, here{}, patient}.run()).served > once.offered * 9 / 10);
}

TEST_CASE("an oracle sends nothing that would miss its deadline, and is never throttled") {
    auto s = two_regions(600);
    s.traffic.deadline = 10s;
    s.drain = true;
    auto const best = of(oracle(s));
    CHECK(best.throttled == 0);
    CHECK(best.served > 19 * 300);
    CHECK(best.sent == best.served);
    auto const ours = of(simulator{s, both, quotas}.run());
    CHECK(ours.served <= best.served);
}

TEST_CASE("all policies and the oracle meet the same calls, whatever befalls their tries") {
    auto s = two_regions(200);
    s.outages = {{.region = "us-east-1", .until = 20min, .how = error_kind::internal, .share = 0.3}};
    s.others = {{.region = "us-west-2", .per_minute = 25}};
    auto const best = of(oracle(s));
    CHECK(best.offered > 3'000);
    CHECK(of(simulator{s, both, quotas}.run()).offered == best.offered);
    CHECK(of(simulator{s, here{}, bedrock::retry::none{}}.run()).offered == best.offered);
}

TEST_CASE("a tenant that floods takes nothing from the others, where each has a quota of its own") {
    auto s = two_regions(400);
    s.warm_up = 2min;
    s.traffic.deadline = 30s;
    s.traffic.tenants = {96, 1, 1, 1, 1};
    per_minute const share{.requests = 10, .burst = 60s};
    auto const with =
        of(simulator{s, here{}, bedrock::quota::all{bedrock::quota::per_tenant{share}, quotas}}.run());
    REQUIRE(with.tenants.size() == 5);
    CHECK(with.tenants[0].offered > 6'000);
    CHECK(with.tenants[0].served < 10 * 19);
    auto const without = of(simulator{s, here{}, quotas}.run());
    for (std::size_t i = 1; i < 5; ++i) {
        CHECK(with.tenants[i].served * 100 >= with.tenants[i].offered * 95);
        CHECK(without.tenants[i].served * 2 < without.tenants[i].offered);
    }
}

TEST_CASE("the timeline tells what each region took in each step") {
    auto s = two_regions(200);
    s.step = 60s;
    auto const f = of(simulator{s, both, quotas}.run());
    CHECK(f.timeline.size() == 20);
    std::size_t sum = 0;
    for (auto const& minute : f.timeline) {
        CHECK(minute.size() == 2);
        if (minute.size() == 2)
            sum += minute[0] + minute[1];
    }
    CHECK(sum == f.sent);
    CHECK(f.regions[0].taken + f.regions[1].taken == f.sent);
}

TEST_CASE("nonsense in a scenario ends in figures, not in a crash") {
    scenario s{.length = -1min};
    CHECK(of(simulator{s, here{}}.run()).offered == 0);
    s = {.length = 1min, .clients = 0};
    s.traffic.per_minute = -5;
    CHECK(of(simulator{s, here{}}.run()).offered == 0);
    s.traffic = {.arrivals = arrivals::bursts, .together = 0};
    CHECK(of(simulator{s, here{}}.run()).offered == 0);
    s.traffic = {.input = {.mean = -7, .sigma = 1e9}, .output = {.mean = 0}, .estimate_error = 50};
    CHECK(of(simulator{s, here{}}.run()).offered > 20);
}

TEST_CASE("a policy that never comes to an end is an error that says so") {
    scenario s{.length = 1min};
    s.limits = {{{}, {.requests = 0}}};
    s.traffic = {.arrivals = arrivals::batch, .together = 1};
    s.drain = true;
    auto const done = simulator{s, here{}, stubborn{}}.run();
    CHECK_FALSE(done);
}
