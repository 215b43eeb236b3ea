// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/concurrency.hpp>

#include <catch2/catch.hpp>

#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::answer;
using bedrock::quota::concurrency;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;

TEST_CASE("so many calls go at once, the next when one is settled, in the order of coming") {
    quota_desk d{concurrency{2}};
    auto const first = d.admit(1, 0s);
    CHECK(first.what == answer::granted);
    CHECK(d.room(9, 0s).calls == 1);
    CHECK(d.admit(2, 0s).what == answer::granted);
    auto const third = d.admit(3, 0s);
    CHECK(third.what == answer::wait);
    CHECK(third.soonest == 0s);
    CHECK(d.admit(4, 0s).what == answer::wait);
    CHECK(d.room(9, 0s).wait > third.wait);  // behind two
    d.settle(first.ticket, {.refused = true}, 1s);
    CHECK(d.admit(4, 1s).what == answer::wait);
    CHECK(d.room(9, 1s).calls == 0);  // two wait for the one place
    CHECK(d.admit(3, 1s).what == answer::granted);
    CHECK(d.admit(4, 1s).what == answer::wait);
}

TEST_CASE("who leaves the line of a full client makes way") {
    quota_desk d{concurrency{1}};
    auto const first = d.admit(1, 0s);
    d.admit(2, 0s);
    d.admit(3, 0s);
    d.leave(2);
    d.settle(first.ticket, {}, 1s);
    CHECK(d.admit(3, 1s).what == answer::granted);
}

TEST_CASE("no calls at once are never admitted") {
    for (std::int64_t const calls : {0, -1}) {
        quota_desk d{concurrency{calls}};
        CHECK(d.admit(1, 0s).what == answer::never);
        CHECK(d.room(1, 0s).wait == bedrock::quota::room::never);
    }
}

TEST_CASE("never more than so many are under way, and each is served") {
    bedrock::testing::virtual_driver d{bedrock::region::fixed<"us-east-1">{}, concurrency{3}};
    std::vector<std::chrono::nanoseconds> ends;
    d.script([&](scripted_try const& t) -> scripted_answer {
        std::erase_if(ends, [&](auto end) { return end <= t.now; });
        ends.push_back(t.now + 700ms);
        CHECK(ends.size() <= 3);
        return {.latency = 700ms};
    });
    for (int i = 0; i < 100; ++i)
        d.start({.at = std::chrono::milliseconds{10 * i}});
    CHECK(d.run());
    for (std::size_t i = 0; i < 100; ++i)
        CHECK(d.outcome(i).succeeded());
    CHECK(d.now() < 25s);  // 34 times 700 ms
}
