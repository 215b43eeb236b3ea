// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/minute_probe.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

#include "quota/desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::detail::minute_probe;

TEST_CASE("a probe is open for a few calls, one after the other, in the first two seconds of a minute") {
    minute_probe p;
    CHECK_FALSE(p.open(3, an_hour_and(30s)));
    for (auto const t : {60s + 0ms, 60s + 500ms, 60s + 1'000ms}) {
        CHECK(p.open(3, an_hour_and(t)));
        p.take(an_hour_and(t).steady);
        CHECK_FALSE(p.open(3, an_hour_and(t + 499ms)));
    }
    CHECK_FALSE(p.open(3, an_hour_and(61'500ms)));
    minute_probe q;
    CHECK(q.open(2, an_hour_and(61s)));
    CHECK_FALSE(q.open(2, an_hour_and(63s)));
}

TEST_CASE("a refusal ends a probe") {
    minute_probe p;
    CHECK(p.open(3, an_hour_and(60s)));
    p.end();
    CHECK_FALSE(p.open(3, an_hour_and(61s)));
    CHECK(p.open(3, an_hour_and(120s)));
}

TEST_CASE("those in line are told when a probe has a call for them") {
    minute_probe p;
    auto const time_for = [&](std::size_t place, std::chrono::nanoseconds now) {
        return p.time_for(place, 3, an_hour_and(now));
    };
    CHECK(time_for(0, 30s) == an_hour_and(60s).steady);
    CHECK(time_for(2, 30s) == an_hour_and(61s).steady);
    CHECK(time_for(3, 30s) == bedrock::never);
    CHECK(p.open(3, an_hour_and(60s)));
    p.take(an_hour_and(60s).steady);
    CHECK(time_for(0, 60s) == an_hour_and(60'500ms).steady);
    CHECK(time_for(1, 60s) == an_hour_and(61s).steady);
    CHECK(time_for(2, 60s) == an_hour_and(121s).steady);
    p.end();
    CHECK(time_for(0, 60s) == an_hour_and(120s).steady);
}

TEST_CASE("probes become rarer: after one minute, two, four, up to 16") {
    minute_probe p;
    std::vector<int> opened;
    for (int i = 1; i <= 70; ++i)
        if (p.open(1, an_hour_and(i * 1min)))
            opened.push_back(i);
    CHECK(opened == std::vector{1, 2, 4, 8, 16, 32, 48, 64});
    CHECK(p.time_for(0, 1, an_hour_and(70min)) == bedrock::never);
    CHECK(p.time_for(0, 1, an_hour_and(79min)) == an_hour_and(80min).steady);
}
