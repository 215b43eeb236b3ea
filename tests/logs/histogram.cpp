// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/logs/histogram.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

using namespace std::chrono_literals;
using bedrock::logs::histogram;

TEST_CASE("nothing is zero") {
    histogram const h;
    CHECK(h.count() == 0);
    CHECK(h.mean() == 0);
    CHECK(h.least() == 0ms);
    CHECK(h.most() == 0ms);
    CHECK(h.quantile(0.5) == 0ms);
}

TEST_CASE("short durations are exact") {
    histogram h;
    for (int i = 1; i <= 63; ++i)
        h.add(std::chrono::milliseconds{i});
    CHECK(h.mean() == 32);
    CHECK(h.quantile(0) == 1ms);
    CHECK(h.quantile(0.5) == 32ms);
    CHECK(h.quantile(0.95) == 60ms);
    CHECK(h.quantile(1) == 63ms);
}

TEST_CASE("one value is its own quantile, whatever its size") {
    for (auto const value : {0ms, 64ms, 11'759ms, 86'400'000ms}) {
        histogram h;
        h.add(value);
        CHECK(h.quantile(0.5) == value);
        CHECK(h.quantile(1) == value);
        CHECK(h.least() == value);
    }
}

TEST_CASE("a quantile is off by 1/64 at most") {
    std::minstd_rand chance{5};
    std::lognormal_distribution<double> lengths{8, 2};
    histogram h;
    std::vector<std::int64_t> all;
    for (int i = 0; i != 20'000; ++i) {
        all.push_back(static_cast<std::int64_t>(lengths(chance)));
        h.add(std::chrono::milliseconds{all.back()});
    }
    std::sort(all.begin(), all.end());
    for (double const share : {0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 0.9999, 1.0}) {
        auto const rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(all.size())));
        auto const exact = static_cast<double>(all[rank - 1]);
        auto const told = static_cast<double>(h.quantile(share).count());
        CHECK(std::abs(told - exact) <= exact / 64);
    }
}

TEST_CASE("what cannot be counts as the nearest that can") {
    histogram h;
    h.add(-5ms);
    h.add(std::chrono::milliseconds::max());
    CHECK(h.least() == 0ms);
    CHECK(h.most() == 4'294'967'295ms);
    CHECK(h.quantile(1) <= h.most());
    CHECK(h.quantile(0.1) == 0ms);
}

TEST_CASE("its size is what is promised") { STATIC_REQUIRE(sizeof(histogram) <= 7 * 1'024 + 64); }
