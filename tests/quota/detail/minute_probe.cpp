// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/minute_probe.hpp>

#include <catch2/catch.hpp>

#include <vector>

#include "quota/desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::detail::minute_probe;

TEST_CASE("a probe is open for a few calls in the first two seconds of a minute") {
    minute_probe p;
    CHECK_FALSE(p.open(2, an_hour_and(30s)));
    CHECK(p.open(2, an_hour_and(60s)));
    p.take();
    CHECK(p.open(2, an_hour_and(61s)));
    p.take();
    CHECK_FALSE(p.open(2, an_hour_and(61s)));
    minute_probe q;
    CHECK(q.open(2, an_hour_and(61s)));
    CHECK_FALSE(q.open(2, an_hour_and(63s)));
}

TEST_CASE("probes become rarer: after one minute, two, four, up to 16") {
    minute_probe p;
    std::vector<int> opened;
    for (int i = 1; i <= 70; ++i)
        if (p.open(1, an_hour_and(i * 1min)))
            opened.push_back(i);
    CHECK(opened == std::vector{1, 2, 4, 8, 16, 32, 48, 64});
    CHECK_FALSE(p.due(an_hour_and(71min).steady));
    CHECK(p.due(an_hour_and(80min).steady));
}
