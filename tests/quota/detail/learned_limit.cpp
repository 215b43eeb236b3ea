// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/learned_limit.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>

#include "quota/desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::detail::learned_limit;

TEST_CASE("a limit is what counted when a call was refused") {
    learned_limit l{{}};
    CHECK_FALSE(l.known());
    CHECK(l.value() == std::numeric_limits<std::int64_t>::max());
    CHECK(l.taken(1, 90, an_hour_and(0s).steady) == 0);
    CHECK(l.refused(1, 100, false, an_hour_and(1s).steady) == 0);
    CHECK(l.known());
    CHECK(l.value() == 100);
}

TEST_CASE("it says by what share it was contradicted: taken above it, refused below what fitted") {
    learned_limit l{100};
    CHECK(l.taken(1, 125, an_hour_and(0s).steady) == Approx(0.2));
    CHECK(l.value() == 125);
    CHECK(l.refused(1, 50, false, an_hour_and(1s).steady) == Approx(0.6));
    CHECK(l.value() == 50);
    CHECK(l.refused(1, 60, false, an_hour_and(2s).steady) == 0);  // where nothing was known to fit
    CHECK(l.value() == 50);
}

TEST_CASE("it grows only while calls wait for it, by a two-hundredth of what is taken, then ever faster") {
    learned_limit l{1'000};
    auto const in_a_minute = [&](std::chrono::nanoseconds from) {
        auto const before = l.value();
        for (int i = 0; i < 100; ++i)
            l.taken(10, 10, an_hour_and(from + i * 600ms).steady);
        return l.value() - before;
    };
    l.refused(10, 1'000, false, an_hour_and(0s).steady);
    CHECK(in_a_minute(0min) == 0);
    l.press();
    l.refused(10, 1'000, false, an_hour_and(1min).steady);
    CHECK(in_a_minute(1min) == 0);  // none has waited since
    l.refused(10, 1'000, false, an_hour_and(2min).steady);
    l.press();
    CHECK(in_a_minute(2min) >= 4);
    auto const second = in_a_minute(3min), third = in_a_minute(4min), fourth = in_a_minute(5min);
    CHECK(second > 10);
    CHECK(third > 2 * second);
    CHECK(fourth > 2 * third);
    CHECK(fourth <= 500);  // a hundred times as fast at most
}

TEST_CASE("it grows faster sooner where calls are mostly refused more often") {
    learned_limit l{1'000};
    auto now = 0s;
    auto const take = [&](int calls) {
        for (int i = 0; i < calls; ++i)
            l.taken(10, 10, an_hour_and(now += 5s).steady);
    };
    for (int i = 0; i < 100; ++i) {
        take(12);
        l.refused(10, 1'000, false, an_hour_and(now).steady);
    }
    l.press();
    take(12);
    CHECK(l.value() == 1'000);
    take(12);
    CHECK(l.value() >= 1'003);
    take(24);
    CHECK(l.value() >= 1'030);
}

TEST_CASE("up to where calls were mostly refused it grows by a twentieth of what is taken") {
    learned_limit l{1'000};
    for (int i = 0; i < 100; ++i)
        l.refused(50, 1'000, false, an_hour_and(0s).steady);
    l.refused(50, 900, false, an_hour_and(0s).steady);
    l.press();
    auto const after_ten = [&] {
        for (int i = 0; i < 10; ++i)
            l.taken(50, 50, an_hour_and(1s).steady);
        return l.value();
    };
    CHECK(after_ten() == 925);
    CHECK(after_ten() == 950);
    after_ten(), after_ten();
    CHECK(after_ten() < 1'000);  // usual is a sixteenth of 100 less than a thousand
}

TEST_CASE("a second refusal after a pause lowers it by half a call besides") {
    learned_limit l{1'000};
    l.refused(100, 900, false, an_hour_and(0s).steady);
    CHECK(l.value() == 900);
    l.refused(100, 880, true, an_hour_and(1s).steady);
    CHECK(l.value() == 830);
    l.refused(100, 10, true, an_hour_and(3s).steady);
    CHECK(l.value() == 1);
}

TEST_CASE("it stays countable whatever is told") {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    learned_limit l{most};
    l.press();
    for (int i = 0; i < 1'000; ++i)
        l.taken(most, most, an_hour_and(i * 1h).steady);
    CHECK(l.value() > 0);
    l.refused(1, -most, false, an_hour_and(0s).steady);
    CHECK(l.value() == 1);
    CHECK(learned_limit{-5}.value() == 1);
}
