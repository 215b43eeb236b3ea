// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/detail/refusal_pause.hpp>

#include <catch2/catch.hpp>

#include "quota/desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::detail::refusal_pause;

namespace {

bedrock::steady_time steady_at(std::chrono::nanoseconds t) { return an_hour_and(t).steady; }

}  // namespace

TEST_CASE("each refusal in a row doubles the pause, up to four seconds") {
    refusal_pause p{1s};
    CHECK(p.end() < steady_at(0s));
    CHECK_FALSE(p.refused(steady_at(0s), steady_at(1s)));
    CHECK(p.end() == steady_at(2s));
    CHECK(p.refused(steady_at(2s), steady_at(3s)));
    CHECK(p.end() == steady_at(5s));
    CHECK(p.refused(steady_at(5s), steady_at(6s)));
    CHECK(p.end() == steady_at(10s));
    CHECK(p.refused(steady_at(10s), steady_at(11s)));
    CHECK(p.end() == steady_at(15s));
}

TEST_CASE("calls that were under way at a refusal say nothing new, refused or taken") {
    refusal_pause p{1s};
    p.refused(steady_at(1s), steady_at(2s));
    CHECK_FALSE(p.refused(steady_at(1s), steady_at(3s)));
    CHECK(p.end() == steady_at(4s));
    CHECK_FALSE(p.taken(steady_at(3s)));
    CHECK(p.refused(steady_at(5s), steady_at(5s)));
    CHECK(p.taken(steady_at(6s)));
    CHECK_FALSE(p.refused(steady_at(7s), steady_at(8s)));
    CHECK(p.end() == steady_at(9s));
}

TEST_CASE("a pause may be cut short") {
    refusal_pause p{1s};
    p.refused(steady_at(0s), steady_at(0s));
    p.end_by(steady_at(2s));
    CHECK(p.end() == steady_at(1s));
    p.end_by(steady_at(500ms));
    CHECK(p.end() == steady_at(500ms));
}
