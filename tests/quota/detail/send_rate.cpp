// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/send_rate.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using bedrock::quota::detail::cubic;
using bedrock::quota::detail::rate_meter;
using bedrock::quota::detail::send_rate;
using bedrock::quota::detail::token_bucket;

TEST_CASE("the meter counts in slices and smooths from one to the next") {
    rate_meter meter;
    CHECK(meter.record(0.1) == 0);
    CHECK(meter.record(0.4) == 0);
    CHECK(meter.record(0.5) == Approx(3 / 0.5 * 0.8));  // the slice is over
    CHECK(meter.record(0.9) == Approx(4.8));
    CHECK(meter.record(2.1) == Approx(2 / 1.5 * 0.8 + 4.8 * 0.2));  // silence counts
    CHECK(meter.record(1.0) == Approx(2 / 1.5 * 0.8 + 4.8 * 0.2));  // a clock that steps back does no harm
}

TEST_CASE("cubic starts at beta of the last rate, is back at it after its recovery, and then grows") {
    cubic c;
    CHECK(c.throttled(20, 100) == Approx(14));
    CHECK(c.rate_at(100) == Approx(14));
    CHECK(c.recovery() == Approx(std::cbrt(15)));
    CHECK(c.rate_at(100 + c.recovery()) == Approx(20));
    CHECK(c.rate_at(100 + 2 * c.recovery()) == Approx(26));
    CHECK(c.rate_at(101) < c.rate_at(102));
}

TEST_CASE("the bucket fills at its rate up to a second's worth, but to one at least") {
    token_bucket b;
    b.set_rate(4, 0);
    CHECK_FALSE(b.take(1, 0));
    CHECK(b.until(1) == Approx(0.25));
    CHECK(b.take(1, 0.25));
    CHECK(b.until(2) == Approx(0.5));
    CHECK(b.take(4, 100));
    CHECK_FALSE(b.take(0.1, 100));
    b.set_rate(0, 100);
    CHECK(b.rate == 0.5);
    CHECK(b.capacity == 1);
    CHECK_FALSE(b.take(2, 1'000));  // more than it will ever hold
    CHECK(b.tokens == 1);           // and nothing was taken
    CHECK_FALSE(b.take(2, 0));
    CHECK(b.tokens == 1);
}

TEST_CASE("the rate limits from the first throttle on, below what was measured") {
    auto r = send_rate::from(1'000.2);
    for (int i = 1; i <= 30; ++i)
        r.answered(false, 1'000.2 + 0.1 * i);
    CHECK_FALSE(r.limits);
    auto const measured = r.meter.rate;
    CHECK(measured == Approx(10).epsilon(0.1));
    r.answered(true, 1'003.21);
    CHECK(r.limits);
    CHECK(r.bucket.rate == Approx(0.7 * measured));
    auto const before = r.bucket.rate;
    r.answered(true, 1'003.22);
    CHECK(r.bucket.rate == Approx(0.7 * before));
}

TEST_CASE(
    "whatever comes, the rate stays between a half and twice what was measured, and tokens in their bucket") {
    std::mt19937 dice{5};
    auto const below = [&dice](unsigned n) { return static_cast<double>(dice() % n); };
    for (int run = 0; run < 50; ++run) {
        double now = below(1'000);
        auto r = send_rate::from(now);
        for (int i = 0; i < 2'000; ++i) {
            now += below(1'000) / 1'000;
            if (dice() % 2)
                r.answered(dice() % 8 == 0, now);
            else
                r.bucket.take(1, now);
            CHECK(r.bucket.rate >= 0.5);
            CHECK(r.bucket.rate <= std::max(1.0, 2 * r.meter.rate));
            CHECK(r.bucket.tokens >= 0);
            CHECK(r.bucket.tokens <= r.bucket.capacity);
        }
    }
}
