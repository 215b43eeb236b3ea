// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/minute_window.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace bedrock::quota::detail;

namespace {
auto const most = std::numeric_limits<std::int64_t>::max();
auto const least = std::numeric_limits<std::int64_t>::min();
bedrock::steady_time at(std::chrono::nanoseconds t) { return bedrock::steady_time{1h + t}; }
}  // namespace

TEST_CASE("sums and products stay at the end of the range") {
    STATIC_REQUIRE(saturating_add(1, 2) == 3);
    STATIC_REQUIRE(saturating_add(most, 1) == most);
    STATIC_REQUIRE(saturating_add(least, -1) == least);
    STATIC_REQUIRE(saturating_multiply(6, 7) == 42);
    STATIC_REQUIRE(saturating_multiply(most, 2) == most);
}

TEST_CASE("a use is kept for the 60 seconds after its slice of 100 ms") {
    minute_window w;
    amount const limit{10, 1'000};
    w.use({1, 400}, at(1'030ms));
    CHECK(w.free(limit, at(1'030ms)) == amount{9, 600});
    CHECK(w.free(limit, at(61'030ms)) == amount{9, 600});  // a window of exactly 60 s still holds it
    CHECK(w.free(limit, at(61'099'999'999ns)) == amount{9, 600});
    CHECK(w.free(limit, at(61'100ms)) == amount{10, 1'000});
}

TEST_CASE("a use is taken back from where it was counted, and only while it counts") {
    minute_window w;
    amount const limit{10, 1'000};
    w.use({1, 0}, at(30ms));
    w.use({1, 0}, at(5s));
    w.take_back({1, 0}, at(40ms));
    CHECK(w.free(limit, at(6s)).requests == 9);
    CHECK(w.free(limit, at(60'200ms)).requests == 9);
    w.take_back({1, 0}, at(50ms));  // forgotten already
    CHECK(w.free(limit, at(60'200ms)).requests == 9);
    CHECK(w.free(limit, at(66s)).requests == 10);
}

TEST_CASE("a hold takes room until it is released, and debt shows as less than nothing") {
    minute_window w;
    amount const limit{10, 1'000};
    w.hold(800);
    CHECK(w.free(limit, at(0ms)).tokens == 200);
    CHECK(w.free(limit, at(10min)).tokens == 200);
    w.use({.tokens = 1'500}, at(10min));
    w.release(800);
    CHECK(w.free(limit, at(10min)).tokens == -500);
}

TEST_CASE("how long until there is room is told to the slice's end") {
    minute_window w;
    amount const limit{10, 1'000};
    w.use({.tokens = 500}, at(0ms));
    w.use({.tokens = 300}, at(20s));
    CHECK(w.until_free({.tokens = 200}, limit, at(30s)) == 0s);
    CHECK(w.until_free({.tokens = 201}, limit, at(30s)) == 30'100ms);
    CHECK(w.until_free({.tokens = 701}, limit, at(30s)) == 50'100ms);
    w.hold(100);
    CHECK(w.until_free({.tokens = 1'000}, limit, at(30s)) > 50'100ms);  // not before the hold is settled
}

TEST_CASE("the window never shows more room than 60 exact seconds would, and little less") {
    std::mt19937 dice{3};
    minute_window w;
    amount const limit{1'000'000, 1'000'000'000};
    std::vector<std::pair<bedrock::steady_time, std::int64_t>> uses;
    auto now = at(0ms);
    for (int i = 0; i < 5'000; ++i) {
        now += std::chrono::microseconds{dice() % 300'000};
        auto const tokens = static_cast<std::int64_t>(dice() % 1'000);
        w.use({1, tokens}, now);
        uses.emplace_back(now, tokens);
        auto const within = [&](auto time) {
            amount sum;
            for (auto const& [when, n] : uses)
                if (when + time > now)
                    sum = {sum.requests + 1, sum.tokens + n};
            return sum;
        };
        auto const free = w.free(limit, now);
        auto const used = amount{limit.requests - free.requests, limit.tokens - free.tokens};
        CHECK((used.requests >= within(60s).requests && used.tokens >= within(60s).tokens));
        CHECK((used.requests <= within(60'100ms).requests && used.tokens <= within(60'100ms).tokens));
        std::erase_if(uses, [&](auto const& u) { return u.first + 61s < now; });
    }
}
