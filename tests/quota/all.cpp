// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/all.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

#include <bedrock/quota/concurrency.hpp>
#include <bedrock/quota/learned.hpp>
#include <bedrock/quota/per_day.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/per_tenant.hpp>
#include <bedrock/quota/unlimited.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::all;
using bedrock::quota::answer;
using bedrock::quota::concurrency;
using bedrock::quota::per_day;
using bedrock::quota::per_minute;
using bedrock::quota::unlimited;
using bedrock::quota::window;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;

static_assert(bedrock::quota::policy<all<per_minute, per_day, concurrency>>);
static_assert(bedrock::quota::policy<all<unlimited>>);

namespace {

per_minute minute(std::int64_t tokens) { return {.tokens = tokens, .window = window::sliding}; }

/// Grants or makes wait as it is told, keeps no line and tells no room.
struct taciturn {
    using slot = bedrock::quota::slot;
    struct ticket {};
    struct memory {
        int open = 0;
        bool full = false;
    };

    bedrock::quota::admission<ticket> admit(bedrock::quota::demand const&, memory& m,
                                            bedrock::instant) const {
        if (m.full)
            return bedrock::quota::admission<ticket>::wait_for(3s);
        ++m.open;
        return bedrock::quota::admission<ticket>::granted({});
    }
    void settle(ticket const&, bedrock::quota::settlement const&, memory& m, bedrock::instant) const {
        --m.open;
    }
};

}  // namespace

TEST_CASE("a call goes when each limit lets it, and waits for the longest") {
    quota_desk d{all{minute(1'000), concurrency{2}}};
    auto const first = d.admit(1, 0s, 600);
    CHECK(first.what == answer::granted);
    auto const second = d.admit(2, 10s, 600);
    CHECK(second.what == answer::wait);
    CHECK(second.wait == 50s);
    // what waits for one limit has taken nothing of the other
    CHECK(std::get<1>(d.memory).under_way == 1);
    CHECK(d.room(3, 10s, 100).wait > 0s);
    CHECK(d.settle(first.ticket, {.used = {.input = 100}}, 20s)->counted == 100);
    CHECK(std::get<1>(d.memory).under_way == 0);
    CHECK(d.admit(2, 20s, 600).what == answer::granted);
}

TEST_CASE("room is the least of all that tell it") {
    quota_desk d{all{minute(1'000), concurrency{2}, unlimited{}}};
    CHECK(d.room(1, 0s, 100).calls == 2);
    CHECK(d.room(1, 0s, 900).calls == 1);
    CHECK(d.room(1, 0s, 1'001).wait == bedrock::quota::room::never);
    CHECK_FALSE(quota_desk{all{unlimited{}}}.room(1, 0s).known);
}

TEST_CASE("a refusal of one is a refusal, and leaves the lines of the others") {
    quota_desk d{all{concurrency{1}, per_day{.tokens = 1'000}}};
    auto const first = d.admit(1, 0s, 900);
    CHECK(first.what == answer::granted);
    CHECK(d.admit(2, 0s, 50).what == answer::wait);
    CHECK(d.admit(3, 0s, 1'001).what == answer::never);
    CHECK(d.admit(4, 0s, 500).what == answer::spent);
    CHECK(std::get<0>(d.memory).line.size() == 1);
    d.leave(2);
    CHECK(std::get<0>(d.memory).line.empty());
}

TEST_CASE("what a policy gave that does not tell its room is given back when another has none") {
    quota_desk d{all{concurrency{1}, taciturn{}, unlimited{}}};
    auto& last = std::get<1>(d.memory);
    last.full = true;
    auto const waits = d.admit(1, 0s);
    CHECK(waits.what == answer::wait);
    CHECK(waits.wait == 3s);
    CHECK(std::get<0>(d.memory).under_way == 0);
    last.full = false;
    auto const goes = d.admit(1, 1s);
    CHECK(goes.what == answer::granted);
    CHECK(last.open == 1);
    CHECK(d.admit(2, 1s).what == answer::wait);  // the first has no place
    CHECK(last.open == 1);
    d.settle(goes.ticket, {}, 2s);
    CHECK(last.open == 0);
}

TEST_CASE("under several limits all are served, in the order of coming, within each limit") {
    bedrock::testing::virtual_driver d{bedrock::region::fixed<"us-east-1">{},
                                       all{concurrency{3}, minute(10'000), per_day{.tokens = 10'000'000}}};
    std::vector<std::size_t> order;
    std::vector<std::chrono::nanoseconds> ends, sent;
    d.script([&](scripted_try const& t) -> scripted_answer {
        order.push_back(t.call);
        std::erase_if(ends, [&](auto end) { return end <= t.now; });
        std::erase_if(sent, [&](auto when) { return when + 60s <= t.now; });
        ends.push_back(t.now + 4s);
        sent.push_back(t.now);
        CHECK(ends.size() <= 3);
        CHECK(sent.size() <= 20);
        return {.latency = 4s, .used = bedrock::tokens_used{.input = 500}};
    });
    for (int i = 0; i < 200; ++i)
        d.start(
            {.at = std::chrono::milliseconds{100 * i}, .asked = {.input_estimate = 500, .output_limit = 0}});
    CHECK(d.run());
    CHECK(order.size() == 200);
    CHECK(std::is_sorted(order.begin(), order.end()));
    d.policies().quota.ask([](auto&, auto& m) { CHECK(std::get<0>(m).under_way == 0); });
}

TEST_CASE(
    "lines that calls join at different times never cross, so none waits for another that waits for it") {
    quota_desk d{all{minute(1'000), concurrency{1}}};
    auto const as = [&](std::string_view model) { d.where.model = model; };
    as("a");
    auto const first = d.admit(1, 0s, 900);
    CHECK(first.what == answer::granted);
    d.settle(first.ticket, {.used = {.input = 900}}, 1s);
    CHECK(d.admit(2, 2s, 900).what == answer::wait);  // for tokens
    as("b");
    auto const other = d.admit(3, 3s, 10);
    CHECK(other.what == answer::granted);
    as("a");
    CHECK(d.admit(4, 4s, 900).what == answer::wait);  // for tokens, and for a place
    d.settle(other.ticket, {.used = {.input = 10}}, 5s);

    auto const second = d.admit(2, 2min, 900);
    CHECK(second.what == answer::granted);
    d.settle(second.ticket, {.used = {.input = 900}}, 2min);
    CHECK(d.admit(4, 4min, 900).what == answer::granted);
}

TEST_CASE("a call that waits for one limit does not hold up those that wait for another only") {
    using bedrock::quota::per_tenant;
    auto const served_after_refund = [](auto const& quota) {
        typename std::remove_cvref_t<decltype(quota)>::memory memory{};
        bedrock::place const where{.region = "us-east-1", .model = "m"};
        auto const admit = [&](std::uint64_t call, std::uint64_t tenant, std::chrono::nanoseconds t) {
            return quota.admit({where, {.input_estimate = 100, .output_limit = 0}, call, tenant}, memory,
                               an_hour_and(t));
        };
        auto const first = admit(1, 1, 0s), other = admit(2, 2, 0s);
        CHECK(first.what == answer::granted);
        CHECK(other.what == answer::granted);
        CHECK(admit(3, 1, 1s).what == answer::wait);  // for its tenant's share, and for the whole
        CHECK(admit(4, 3, 1s).what == answer::wait);  // for the whole
        quota.settle(other.ticket, {.unsent = true}, memory, an_hour_and(2s));
        CHECK(admit(3, 1, 2s).what == answer::wait);
        CHECK(admit(4, 3, 2s).what == answer::granted);
        CHECK(admit(5, 4, 2s).what == answer::wait);
        return admit(3, 1, 61s).what;  // before the fifth, which came later
    };
    CHECK(served_after_refund(all{per_tenant{minute(100)}, minute(200)}) == answer::granted);
    CHECK(served_after_refund(all{minute(200), per_tenant{minute(100)}}) == answer::granted);
}

TEST_CASE("no two calls wait for each other, in whatever order the limits are listed") {
    auto const served = [](auto quota, std::uint64_t seed) {
        bedrock::testing::virtual_driver d{bedrock::region::fixed<"us-east-1">{}, std::move(quota)};
        std::mt19937_64 dice{seed};
        d.script([&](scripted_try const& t) -> scripted_answer {
            return {.latency = std::chrono::milliseconds{dice() % 9'000},
                    .used = bedrock::tokens_used{.input = t.asked.input_estimate}};
        });
        for (int i = 0; i < 300; ++i)
            d.start(
                {.at = std::chrono::milliseconds{dice() % 60'000},
                 .model = dice() % 2 ? "m" : "n",
                 .asked = {.input_estimate = static_cast<std::int64_t>(dice() % 900), .output_limit = 0}});
        if (!d.run(200'000))
            return false;
        for (std::size_t i = 0; i < 300; ++i)
            if (!d.outcome(i).succeeded())
                return false;
        return true;
    };
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        CHECK(served(all{minute(20'000), concurrency{4}}, seed));
        CHECK(served(all{concurrency{4}, minute(20'000)}, seed));
        CHECK(served(all{per_minute{.requests = 60}, concurrency{4}, minute(20'000)}, seed));
        CHECK(served(all{concurrency{4}, bedrock::quota::learned{.tokens = 30'000}, minute(20'000)}, seed));
    }
}
