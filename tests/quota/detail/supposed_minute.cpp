// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/supposed_minute.hpp>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using bedrock::quota::shortage;
using bedrock::quota::detail::supposed_minute;

namespace {
bedrock::instant at(std::chrono::nanoseconds t) {
    return {bedrock::steady_time{1h + t},
            bedrock::wall_time{std::chrono::duration_cast<bedrock::wall_time::duration>(1h + t)}};
}
bedrock::steady_time steady(std::chrono::nanoseconds t) { return at(t).steady; }
}  // namespace

TEST_CASE("what a call took counts until the minute's end, or for 60 seconds") {
    for (bool const fixed : {true, false}) {
        supposed_minute m{{.fixed = fixed}, 1, {}};
        m.take(100, at(50s));
        CHECK(m.until({1, 100}, 100, steady(50s)) == (fixed ? 10s : 60s));
        CHECK(m.until({1, 100}, 100, steady(60s)) == (fixed ? 0s : 50s));
        CHECK(m.fit(100, steady(60s)) == (fixed ? 1 : 0));
    }
}

TEST_CASE("a settlement gives back what was held in vain, and counts what is more") {
    supposed_minute m{{}, {}, 1'000};
    auto const large = m.take(800, at(0s)), small = m.take(100, at(0s));
    CHECK(m.fit(100, steady(1s)) == 1);
    m.settle(large, 300, 1, at(1s));
    CHECK(m.fit(100, steady(1s)) == 6);
    m.settle(small, 300, 1, at(1s));
    CHECK(m.fit(100, steady(1s)) == 4);
    CHECK(m.full(steady(1s)) == false);
    m.settle(m.take(400, at(2s)), 0, 0, at(2s));  // refused
    CHECK(m.fit(100, steady(2s)) == 4);
}

TEST_CASE("a call larger than the limit goes when nothing else counts") {
    supposed_minute m{{}, {}, 100};
    CHECK(m.until({1, 500}, 500, steady(0s)) == 0s);
    m.take(500, at(0s));
    CHECK(m.until({1, 500}, 500, steady(0s)) == 60s);
}

TEST_CASE("contradictions are halved every two minutes") {
    supposed_minute m{{}, {}, 1'000};
    auto const use = m.take(1'500, at(0s));
    m.taken(use, 1, steady(0s));
    CHECK(m.contradicted() == Approx(0.5));
    m.settle(use, 0, 0, at(0s));
    m.refused(shortage::requests, steady(2min));  // of which no limit was known
    CHECK(m.contradicted() == Approx(0.25));
    m.refused(shortage::tokens, steady(2min));  // where nothing counted
    CHECK(m.contradicted() > 1);
}
