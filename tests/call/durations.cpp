// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/call/durations.hpp>

#include <catch2/catch.hpp>

#include <random>

#include <bedrock/quota/per_minute.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "support/contains.hpp"

using namespace std::chrono_literals;
using bedrock::call::durations;
using bedrock::testing::scripted_answer;
using bedrock::testing::virtual_driver;

TEST_CASE("what calls take is learnt by model, and nearly all are over by then") {
    durations known;
    CHECK(known.expected("m") == 0ns);
    std::mt19937_64 dice{7};
    std::lognormal_distribution<double> length{1.8, 0.5};  // seconds
    for (int i = 0; i < 500; ++i)
        known.learn("m", std::chrono::duration_cast<std::chrono::nanoseconds>(
                             std::chrono::duration<double>{length(dice)}));
    auto const expected = known.expected("m");
    int longer = 0;
    for (int i = 0; i < 1'000; ++i)
        longer += std::chrono::duration<double>{length(dice)} > expected;
    CHECK(longer <= 10);
    CHECK(expected < 60s);
    CHECK(known.expected("another") == 0ns);
}

TEST_CASE("a call that waits for quota leaves what calls take, and is refused when that is too late") {
    virtual_driver d{bedrock::region::fixed<"us-east-1">{},
                     bedrock::quota::per_minute{.requests = 1, .window = bedrock::quota::window::sliding}};
    d.script([](auto const&) -> scripted_answer { return {.latency = 10s}; });
    d.start({.model = "m"});
    d.start({.at = 70s, .model = "m", .deadline = 5min});  // 10 s, and 8 times 5 s: what is known by now
    auto const in_time = d.start({.at = 71s, .model = "m", .deadline = 120s});
    auto const too_late = d.start({.at = 72s, .model = "m", .deadline = 140s});
    CHECK(d.run());
    CHECK(d.outcome(in_time).succeeded());
    CHECK(d.outcome(in_time).ended == 140s);
    REQUIRE(d.outcome(too_late).failure);
    CHECK(d.outcome(too_late).failure->kind == bedrock::error_kind::deadline);
    CHECK(d.outcome(too_late).failure->story.end == bedrock::ending::deadline);
    CHECK(support::contains(d.outcome(too_late).failure->message, "calls of this model take"));
    CHECK(d.outcome(too_late).ended < 200s);
    CHECK(d.outcome(too_late).failure->story.attempts().empty());  // nothing was paid for
}

TEST_CASE("a wait may take half of a short deadline, whatever calls take") {
    virtual_driver d{bedrock::region::fixed<"us-east-1">{},
                     bedrock::quota::per_minute{.requests = 1, .window = bedrock::quota::window::sliding}};
    d.script([](auto const&) -> scripted_answer { return {.latency = 10s}; });
    d.start({.model = "m"});
    auto const waits = d.start({.at = 50s, .model = "m", .deadline = 25s});
    CHECK(d.run());
    CHECK(d.outcome(waits).succeeded());
}
