// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/shadow.hpp>

#include <catch2/catch.hpp>

#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/unlimited.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::answer;
using bedrock::quota::per_minute;
using bedrock::quota::shadow;

static_assert(bedrock::quota::policy<shadow<per_minute>>);
static_assert(bedrock::quota::policy<shadow<bedrock::quota::unlimited>>);

TEST_CASE("every call goes at once, and its receipt says what the inner policy would have done") {
    quota_desk d{shadow{per_minute{.tokens = 1'000, .window = bedrock::quota::window::sliding}}};
    auto const first = d.admit(1, 0s, 800);
    CHECK(first.what == answer::granted);
    auto const would_wait = d.admit(2, 10s, 800);
    CHECK(would_wait.what == answer::granted);
    auto const would_be_refused = d.admit(3, 10s, 2'000);
    CHECK(would_be_refused.what == answer::granted);

    auto const told = d.settle(first.ticket, {.used = {.input = 900}}, 20s);
    CHECK(told.held == 800);
    CHECK(told.counted == 900);
    CHECK_FALSE(told.held_back);
    CHECK(d.settle(would_wait.ticket, {.used = {.input = 900}}, 20s).held_back == 50s);
    CHECK(d.settle(would_be_refused.ticket, {.used = {.input = 900}}, 20s).held_back ==
          std::chrono::nanoseconds::max());
}

TEST_CASE("who would wait leaves no trace in the inner line") {
    quota_desk d{shadow{per_minute{.tokens = 1'000, .window = bedrock::quota::window::sliding}}};
    d.admit(1, 0s, 800);
    d.admit(2, 0s, 300);  // would wait
    auto const fits = d.admit(3, 0s, 200);
    CHECK_FALSE(d.settle(fits.ticket, {.used = {.input = 200}}, 1s).held_back);
}
