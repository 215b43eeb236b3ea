// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/service/meter.hpp>

#include <catch2/catch.hpp>
#include <random>

using namespace std::chrono_literals;
using namespace bedrock::testing;
using namespace bedrock::testing::service;

namespace {

/// Two uses of one, at 50 s and at 55 s.
meter used_twice(window kind, std::chrono::nanoseconds burst = 60s) {
    meter m{{.kind = kind, .burst = burst}};
    m.used(2, 50s);
    m.add(1);
    m.used(2, 55s);
    m.add(1);
    return m;
}

}  // namespace

TEST_CASE("the kinds of window differ in when room returns") {
    auto const third = [](window kind) { return used_twice(kind).when(1, 2, 56s); };
    CHECK(third(window::fixed) == 60s);     // the next minute of the clock
    CHECK(third(window::sliding) == 110s);  // a minute after the first
    CHECK(third(window::bucket) == 80s);    // 1 of 2 drains in 30 s

    for (auto kind : {window::fixed, window::sliding, window::bucket}) {
        auto m = used_twice(kind);
        auto const at = m.when(1, 2, 56s);
        CHECK(m.when(1, 2, at - 1ns) == at);
        CHECK(m.when(1, 2, at) == at);
        CHECK(m.when(3, 2, at) == never);
    }
}

TEST_CASE("a small bucket takes small bursts, and as much in the long run") {
    meter m{{.kind = window::bucket, .burst = 15s}};
    CHECK(m.when(15, 60, 0s) == 0s);
    CHECK(m.when(16, 60, 0s) == never);
    m.add(15);
    CHECK(m.when(1, 60, 0s) == 1s);
    CHECK(m.used(60, 7s) == 8);
    CHECK(m.used(60, 15s) == 0);

    meter one{{.kind = window::bucket, .burst = 1s}};
    CHECK(one.when(1, 2, 0s) == 0s);  // never so small that nothing fits at all
    CHECK(one.when(1, 0, 0s) == never);
}

TEST_CASE("what drains of a bucket is counted in whole, to the last nanosecond") {
    meter m{{.kind = window::bucket}};
    m.used(7, 0s);
    m.add(7);
    // 7 drain in 60 s; looked at every 100 ms the fractions add up to the same.
    for (auto t = 0ms; t < 60s; t += 100ms)
        m.used(7, t);
    CHECK(m.used(7, 60s - 1ns) == 1);
    CHECK(m.used(7, 60s) == 0);
}

TEST_CASE("what is given back must still count") {
    auto const left = [](window kind, moment at) {
        meter m{{.kind = kind}};
        m.used(10'000, 50s);
        auto const booking = m.add(900);
        m.used(10'000, at);
        m.add(50);
        m.give_back(800, booking);
        return m.used(10'000, at);
    };
    CHECK(left(window::fixed, 59s) == 150);
    CHECK(left(window::fixed, 61s) == 50);  // another window: nothing comes back
    CHECK(left(window::sliding, 109s) == 150);
    CHECK(left(window::sliding, 110s) == 50);
    CHECK(left(window::bucket, 50s) == 150);
    CHECK(left(window::bucket, 170s) == 0);  // long drained: down to empty, never below
}

TEST_CASE("a sliding window takes back where it was booked") {
    meter m{{.kind = window::sliding}};
    m.used(10'000, 10s);
    auto const one = m.add(1'000);
    auto const other = m.add(1'000);
    m.used(10'000, 20s);
    m.give_back(900, other);
    m.give_back(5'000, one);  // more than was there
    CHECK(m.used(10'000, 20s) == 100);
    CHECK(m.used(10'000, 70s) == 0);
}

TEST_CASE("a clock that goes back gives no room back") {
    for (auto kind : {window::fixed, window::sliding, window::bucket}) {
        meter m{{.kind = kind}};
        m.used(1, 90s);
        m.add(1);
        CHECK(m.used(1, 10s) == 1);
        CHECK(m.used(1, -5s) == 1);
        CHECK(m.when(1, 1, 91s) > 91s);
    }
}

TEST_CASE("debt drains before there is room") {
    meter bucket{{.kind = window::bucket}};
    bucket.used(100, 0s);
    bucket.add(250);
    CHECK(bucket.when(100, 100, 0s) == 150s);
    meter sliding{{.kind = window::sliding}};
    sliding.used(100, 0s);
    sliding.add(250);
    CHECK(sliding.when(1, 100, 0s) == 60s);
}

TEST_CASE("counts of any size neither overflow nor become negative") {
    std::mt19937_64 chance{7};
    for (auto kind : {window::fixed, window::sliding, window::bucket})
        for (int round = 0; round < 20; ++round) {
            meter m{{.kind = kind, .burst = round % 2 == 0 ? 60s : 1s}};
            moment now{};
            std::vector<std::pair<std::int64_t, std::int64_t>> booked;
            for (int i = 0; i < 500; ++i) {
                auto const draw = [&chance] {
                    return static_cast<std::int64_t>(chance() >> 1 >> chance() % 63);
                };
                auto const limit = draw();
                now = chance() % 50 == 0 ? moment{draw()} : now + moment{draw() >> 30};
                auto const amount = draw();
                auto const counted = m.used(limit, now);
                CHECK(counted >= 0);
                CHECK(m.when(amount, limit, now) >= std::min(now, never));
                if (booked.empty() || chance() % 2 == 0) {
                    booked.emplace_back(amount, m.add(amount));
                } else {
                    auto const [was, where] = booked[chance() % booked.size()];
                    m.give_back(std::max(was, amount), where);
                }
                auto const after = m.used(limit, now);
                CHECK(after >= 0);
            }
        }
}
