// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/supposed_minute.hpp>

#include <catch2/catch.hpp>

#include "quota/desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::shortage;
using bedrock::quota::detail::supposed_minute;

TEST_CASE("what a call took counts until the minute's end, or for 60 seconds") {
    for (bool const fixed : {true, false}) {
        supposed_minute m{{.fixed = fixed}, 1, {}};
        m.take(100, an_hour_and(50s));
        CHECK(m.until({1, 100}, 100, an_hour_and(50s).steady) == (fixed ? 10s : 60s));
        CHECK(m.until({1, 100}, 100, an_hour_and(60s).steady) == (fixed ? 0s : 50s));
        CHECK(m.fit(100, an_hour_and(60s).steady) == (fixed ? 1 : 0));
    }
}

TEST_CASE("a settlement gives back what was held in vain, and counts what is more") {
    supposed_minute m{{}, {}, 1'000};
    auto const large = m.take(800, an_hour_and(0s)), small = m.take(100, an_hour_and(0s));
    CHECK(m.fit(100, an_hour_and(1s).steady) == 1);
    m.settle(large, 300, 1, an_hour_and(1s));
    CHECK(m.fit(100, an_hour_and(1s).steady) == 6);
    m.settle(small, 300, 1, an_hour_and(1s));
    CHECK(m.fit(100, an_hour_and(1s).steady) == 4);
    CHECK(m.filled(an_hour_and(1s).steady) == Approx(0.6));
    m.settle(m.take(400, an_hour_and(2s)), 0, 0, an_hour_and(2s));  // refused
    CHECK(m.fit(100, an_hour_and(2s).steady) == 4);
}

TEST_CASE("a call larger than the limit goes when nothing else counts") {
    supposed_minute m{{}, {}, 100};
    CHECK(m.until({1, 500}, 500, an_hour_and(0s).steady) == 0s);
    m.take(500, an_hour_and(0s));
    CHECK(m.until({1, 500}, 500, an_hour_and(0s).steady) == 60s);
}

TEST_CASE("contradictions are halved every two minutes") {
    supposed_minute m{{}, {}, 1'000};
    auto const use = m.take(1'500, an_hour_and(0s));
    m.taken(use, an_hour_and(0s).steady);
    CHECK(m.contradicted() == Approx(1.0 / 3));
    m.settle(use, 0, 0, an_hour_and(0s));
    m.refused({}, shortage::requests, false, an_hour_and(2min).steady);  // of which no limit was known
    CHECK(m.contradicted() == Approx(1.0 / 6));
    m.refused({}, shortage::tokens, false, an_hour_and(2min).steady);  // where nothing counted
    CHECK(m.contradicted() > 1);
}

TEST_CASE("how long it takes to use so much evenly is told, where a limit is known") {
    supposed_minute const known{{}, 10, 1'000}, unknown{{}, {}, {}};
    CHECK(known.time_of({1, 50}) == 6s);
    CHECK(known.time_of({1, 500}) == 30s);
    CHECK(known.time_of({100, 50}) == 60s);
    CHECK(unknown.time_of({1, 50}) == 0s);
}
