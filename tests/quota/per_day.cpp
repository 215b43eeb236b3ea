// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/per_day.hpp>

#include <catch2/catch.hpp>

#include <limits>

#include <bedrock/region/failover.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::quota::answer;
using bedrock::quota::per_day;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;

namespace {
constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr std::chrono::hours midnight{23};  // on the desk's clock, which begins at one
}  // namespace

TEST_CASE("a day's tokens are counted over all models of a region, and end at midnight") {
    quota_desk d{per_day{.tokens = 1'000}};
    auto const first = d.admit(1, 0s, 600);
    d.settle(first.ticket, {.used = {.input = 700}}, 1s);
    d.where.model = "n";
    auto const spent = d.admit(2, midnight - 2h, 400);
    CHECK(spent.what == answer::spent);
    CHECK(spent.wait == 2h);
    CHECK(spent.cost == 400);
    CHECK(spent.limit == 1'000);
    CHECK(d.room(2, midnight - 2h, 400).wait == bedrock::quota::room::never);
    CHECK(d.room(2, midnight - 2h, 100).calls == 3);
    d.where.region = "us-west-2";
    CHECK(d.admit(3, midnight - 2h, 400).what == answer::granted);
    d.where = {.region = "us-east-1", .model = "m", .account = 1};
    CHECK(d.admit(4, midnight - 2h, 400).what == answer::granted);
    d.where.account = 0;
    CHECK(d.admit(5, midnight, 1'000).what == answer::granted);
}

TEST_CASE("a call holds its tokens until it is settled, over midnight too") {
    quota_desk d{per_day{.tokens = 1'000, .burndown = 5}};
    auto const slow = d.admit(1, midnight - 1s, 600);
    CHECK(d.admit(2, midnight + 1s, 500).what == answer::spent);
    auto const told =
        d.settle(slow.ticket, {.used = {.input = 100, .output = 60, .cache_write = 10}}, midnight + 2s);
    CHECK(told.held == 600);
    CHECK(told.counted == 410);
    CHECK(d.room(2, midnight + 2s, 590).wait == 0s);
    CHECK(d.room(2, midnight + 2s, 591).wait == bedrock::quota::room::never);
}

TEST_CASE("what was refused or never left costs nothing of the day, what was never seen costs what it held") {
    quota_desk d{per_day{.tokens = 1'000}};
    d.settle(d.admit(1, 0s, 600).ticket, {.refused = true}, 1s);
    d.settle(d.admit(2, 0s, 600).ticket, {.unsent = true}, 1s);
    d.settle(d.admit(3, 0s, 600).ticket, {.estimated = true, .as_held = true}, 1s);
    CHECK(d.admit(4, 2s, 401).what == answer::spent);
    CHECK(d.admit(5, 2s, 400).what == answer::granted);
}

TEST_CASE("when the service says that the day is used up the region is left alone for a while") {
    quota_desk d{per_day{.recheck = 15min}};
    CHECK_FALSE(d.room(1, 0s).known);
    auto const refused = d.admit(1, 0s, largest);
    CHECK(refused.what == answer::granted);
    d.settle(refused.ticket, {.refused = true, .cause = error_kind::daily_limit}, 1s);
    auto const spent = d.admit(2, 1min, 10);
    CHECK(spent.what == answer::spent);
    CHECK(spent.wait == 14min + 1s);
    CHECK(d.room(2, 1min).wait == bedrock::quota::room::never);
    CHECK(d.admit(3, 15min + 1s, 10).what == answer::granted);
}

TEST_CASE("a call larger than a day is refused by a word of its own, whatever the limit") {
    quota_desk d{per_day{.tokens = 1'000, .share = 0.5, .at = {{"us-west-2", 0}, {"eu-west-3", -5}}}};
    CHECK(d.admit(1, 0s, 501).what == answer::never);
    CHECK(d.admit(1, 0s, 501).limit == 500);
    d.where.region = "us-west-2";
    CHECK(d.admit(1, 0s, 1).what == answer::never);
    d.where.region = "eu-west-3";
    CHECK(d.admit(1, 0s, 0).what == answer::never);
}

TEST_CASE("figures and clocks without sense do not overflow, nor bring a day back") {
    quota_desk d{per_day{.tokens = 1'000}};
    d.settle(d.admit(1, 0s, -5).ticket, {.used = {.input = -7, .output = -7, .cache_write = -7}}, 0s);
    CHECK(d.room(2, 0s, 1'000).wait == 0s);
    for (int i = 0; i < 3; ++i)
        d.settle(d.admit(2, i * 24h, 1).ticket, {.used = {.input = largest, .output = largest}}, i * 24h);
    CHECK(d.admit(3, 2 * 24h, 1).what == answer::spent);
    CHECK(d.admit(3, -48h, 1).what == answer::spent);  // the clock stepped back
    CHECK(d.admit(3, 3 * 24h, 1).what == answer::granted);
}

TEST_CASE("a spent day fails over to another region, and ends the call where there is none") {
    bedrock::testing::virtual_driver two{bedrock::region::failover{"us-east-1", "us-west-2"},
                                         per_day{.tokens = 1'000}};
    bedrock::testing::virtual_driver one{bedrock::region::fixed<"us-east-1">{}, per_day{.tokens = 1'000}};
    auto const script = [](scripted_try const&) -> scripted_answer {
        return {.latency = 10ms, .used = bedrock::tokens_used{.input = 900}};
    };
    two.script(script);
    one.script(script);
    for (auto const at : {0s, 1s}) {
        two.start({.at = at, .asked = {.input_estimate = 900, .output_limit = 0}});
        one.start({.at = at, .asked = {.input_estimate = 900, .output_limit = 0}});
    }
    CHECK((two.run() && one.run()));
    CHECK(two.outcome(1).story.attempts()[0].region == "us-west-2");
    CHECK(one.outcome(0).succeeded());
    auto const& failure = one.outcome(1).failure;
    CHECK((failure && failure->kind == error_kind::daily_limit));
    CHECK((failure && failure->message.find("us-east-1") != std::string::npos));
    CHECK((failure && failure->story.attempts().empty()));
}
