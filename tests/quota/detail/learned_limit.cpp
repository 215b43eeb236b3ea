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
    CHECK(l.refused(100, an_hour_and(1s).steady) == 0);
    CHECK(l.known());
    CHECK(l.value() == 100);
}

TEST_CASE("it says by what share it was contradicted: taken above it, refused below what fitted") {
    learned_limit l{100};
    CHECK(l.taken(1, 125, an_hour_and(0s).steady) == Approx(0.2));
    CHECK(l.value() == 125);
    CHECK(l.refused(50, an_hour_and(1s).steady) == Approx(0.6));
    CHECK(l.value() == 50);
    CHECK(l.refused(60, an_hour_and(2s).steady) == 0);  // where nothing was known to fit
    CHECK(l.value() == 50);
}

TEST_CASE(
    "it grows only while calls wait for it, by a hundredth of what is taken at first, then ever faster") {
    learned_limit l{1'000};
    CHECK(l.refused(1'000, an_hour_and(0s).steady) == 0);
    for (int i = 0; i < 100; ++i)
        l.taken(10, 10, an_hour_and(i * 600ms).steady);
    CHECK(l.value() == 1'000);
    l.press();
    auto const after_a_minute = [&](std::chrono::nanoseconds from) {
        for (int i = 0; i < 200; ++i)
            l.taken(10, 10, an_hour_and(from + i * 300ms).steady);
        return l.value();
    };
    CHECK(after_a_minute(1min) == 1'020);
    auto const calm = after_a_minute(3min);
    CHECK(calm > 1'100);
    CHECK(calm - 1'020 > 2 * 20);
    CHECK(after_a_minute(5min) - calm > 2 * (calm - 1'020));
    l.refused(1'500, an_hour_and(6min).steady);
    CHECK(l.value() == 1'500);
    CHECK(after_a_minute(6min) == 1'500);  // none waits
}

TEST_CASE("up to where calls were mostly refused it grows by a tenth of what is taken") {
    learned_limit l{1'000};
    for (int i = 0; i < 100; ++i)
        l.refused(1'000, an_hour_and(0s).steady);
    l.refused(900, an_hour_and(0s).steady);
    l.press();
    auto const after_ten = [&] {
        for (int i = 0; i < 10; ++i)
            l.taken(50, 50, an_hour_and(1s).steady);
        return l.value();
    };
    CHECK(after_ten() == 950);
    CHECK(after_ten() == 995);  // usual is a sixteenth of 100 less than a thousand
    CHECK(after_ten() == 1'000);
}

TEST_CASE("it stays countable whatever is told") {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    learned_limit l{most};
    l.press();
    for (int i = 0; i < 1'000; ++i)
        l.taken(most, most, an_hour_and(i * 1h).steady);
    CHECK(l.value() > 0);
    l.refused(-most, an_hour_and(0s).steady);
    CHECK(l.value() == 1);
    CHECK(learned_limit{-5}.value() == 1);
}
