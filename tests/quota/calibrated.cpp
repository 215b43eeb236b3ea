// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/calibrated.hpp>

#include <catch2/catch.hpp>

#include <limits>
#include <string>

#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/unlimited.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::quota::answer;
using bedrock::quota::calibrated;
using bedrock::quota::per_minute;

static_assert(bedrock::quota::policy<calibrated<per_minute>>);
static_assert(bedrock::quota::policy<calibrated<bedrock::quota::unlimited>>);

namespace {

auto opened() { return quota_desk{calibrated{per_minute{.tokens = 1'000'000'000}}}; }

void answer_calls(auto& d, int calls, std::int64_t estimate, bedrock::tokens_used const& used) {
    for (int i = 0; i < calls; ++i)
        d.settle(d.admit(1, 0s, estimate).ticket, {.used = used}, 0s);
}

}  // namespace

TEST_CASE("an estimate is taken as it is until the service has counted, then by what it counts") {
    auto d = opened();
    CHECK(d.admit(1, 0s, 1'000).ticket.inner.tokens == 1'000);
    answer_calls(d, 60, 1'000, {.input = 900, .cache_read = 500, .cache_write = 100});
    auto const held = d.admit(1, 0s, 1'000).ticket.inner.tokens;
    CHECK(held > 1'450);
    CHECK(held <= 1'500);
    CHECK(d.room(2, 0s, 700'000'000).wait == bedrock::quota::room::never);  // 1,050 millions
}

TEST_CASE("each model has its own factor, whatever ID it is called by, and the last of many are kept") {
    auto d = opened();
    d.where.model = "us.amazon.nova-pro-v1:0";
    answer_calls(d, 60, 1'000, {.input = 2'000});
    d.where.model = "amazon.nova-pro-v1:0";
    CHECK(d.admit(1, 0s, 1'000).ticket.inner.tokens > 1'900);
    d.where.model = "amazon.nova-lite-v1:0";
    CHECK(d.admit(1, 0s, 1'000).ticket.inner.tokens == 1'000);
    for (int i = 0; i < 100; ++i) {
        auto const name = "model-" + std::to_string(i);
        d.where.model = name;
        d.admit(1, 0s, 1);
    }
    CHECK(d.memory.factors.size() == 32);
}

TEST_CASE("what the service did not say teaches nothing, and no figure leads astray") {
    auto d = opened();
    auto const call = d.admit(1, 0s, 1'000).ticket;
    d.settle(call, {.used = {.input = 5'000}, .estimated = true}, 0s);
    d.settle(call, {.refused = true}, 0s);
    d.settle(call, {.unsent = true}, 0s);
    CHECK(d.admit(1, 0s, 1'000).ticket.inner.tokens == 1'000);
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    answer_calls(d, 200, 1'000, {.input = most, .cache_read = most, .cache_write = most});
    CHECK(d.admit(1, 10min, 1'000).ticket.inner.tokens <= 4'000);
    answer_calls(d, 200, 1'000, {.input = -most, .cache_write = -1});
    CHECK(d.admit(1, 20min, 1'000).ticket.inner.tokens >= 250);
    CHECK(d.admit(1, 20min, -5).ticket.inner.tokens == 0);
    CHECK(d.admit(1, 20min, most).what == answer::never);
}

TEST_CASE("an answer that comes after its model was forgotten teaches no other model") {
    auto d = opened();
    auto const late = d.admit(1, 0s, 100).ticket;
    for (int i = 0; i < 32; ++i) {
        auto const name = "model-" + std::to_string(i);
        d.where.model = name;
        d.admit(2, 0s, 100);
    }
    d.settle(late, {.used = {.input = 400}}, 0s);
    for (auto const& f : d.memory.factors)
        CHECK(f.parts == 1'024);
}
