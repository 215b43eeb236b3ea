// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/minute_window.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace bedrock::quota::detail;

namespace {
bedrock::steady_time steady(std::chrono::nanoseconds t) { return bedrock::steady_time{1h + t}; }
}  // namespace

TEST_CASE("a use counts until the end of its slice of 100 ms, never less than it should") {
    minute_window w;
    auto const until = w.use({1, 400}, steady(61'030ms));
    CHECK(until == steady(61'100ms));
    CHECK(w.used(steady(1'030ms)) == amount{1, 400});
    CHECK(w.used(steady(61'099'999'999ns)) == amount{1, 400});
    CHECK(w.used(steady(61'100ms)) == amount{});
}

TEST_CASE("a use that should end before another counts as long as that") {
    minute_window w;
    w.use({1, 400}, steady(60s));
    CHECK(w.use({1, 100}, steady(30s)) == steady(60s));
    CHECK(w.used(steady(45s)) == amount{2, 500});
}

TEST_CASE("a use is taken back from where it was counted, and only while it counts") {
    minute_window w;
    auto const first = w.use({1, 50}, steady(60'030ms));
    auto const second = w.use({1, 50}, steady(65s));
    w.take_back({1, 20}, first);
    CHECK(w.used(steady(6s)) == amount{1, 80});
    CHECK(w.used(steady(60'200ms)) == amount{1, 50});
    w.take_back({0, 30}, first);  // forgotten already
    CHECK(w.used(steady(60'200ms)) == amount{1, 50});
    w.take_back({1, 50}, second);
    CHECK(w.used(steady(60'200ms)) == amount{});
}

TEST_CASE("when no more than so much counts is told, or that it never is") {
    minute_window w;
    w.use({1, 500}, steady(60s));
    w.use({1, 300}, steady(80s));
    CHECK(w.when_at_most({9, 800}, steady(30s)) == steady(30s));
    CHECK(w.when_at_most({9, 799}, steady(30s)) == steady(60s));
    CHECK(w.when_at_most({9, 299}, steady(30s)) == steady(80s));
    CHECK(w.when_at_most({0, 800}, steady(30s)) == steady(80s));
    CHECK(w.when_at_most({9, -1}, steady(30s)) == bedrock::never);
}

TEST_CASE("the window never counts less than exact times would, and little more") {
    std::mt19937 dice{3};
    minute_window w;
    std::vector<std::pair<bedrock::steady_time, std::int64_t>> uses;
    auto now = steady(0ms);
    for (int i = 0; i < 5'000; ++i) {
        now += std::chrono::microseconds{dice() % 300'000};
        auto const tokens = static_cast<std::int64_t>(dice() % 1'000);
        w.use({1, tokens}, now + 60s);
        uses.emplace_back(now, tokens);
        auto const within = [&](auto time) {
            amount sum;
            for (auto const& [when, n] : uses)
                if (when + time > now)
                    sum.add({1, n});
            return sum;
        };
        CHECK(w.used(now).holds(within(60s)));
        CHECK(within(60'100ms).holds(w.used(now)));
        std::erase_if(uses, [&](auto const& u) { return u.first + 61s < now; });
    }
}
