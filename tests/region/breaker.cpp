// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/region/breaker.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

#include <bedrock/region/failover.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::region::breaker;
using bedrock::region::failover;
using bedrock::region::fixed;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;

namespace {

// The first that is not barred; no health of its own, so that what is seen is the breaker's.
struct in_order {
    using slot = bedrock::region::slot;
    std::vector<std::string> regions;

    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, bedrock::instant) const {
        for (auto const& region : regions)
            if (q.room(region).wait < bedrock::region::room::never)
                return bedrock::place{.region = region, .model = q.model};
        return bedrock::place{.region = regions.front(), .model = q.model};
    }
    bool several() const { return true; }
};

using two = desk<breaker<in_order>>;

two opened(int failures = 5) {
    two d{{.inner = {{"a", "b"}}}};
    for (int i = 0; i < failures; ++i)
        d.failed("a", 0s, error_kind::network);
    return d;
}

}  // namespace

TEST_CASE("a breaker opens at five failures of the last ten tries, for five seconds") {
    auto d = opened(4);
    for (int i = 0; i < 6; ++i)
        d.succeeded("a", 0s);
    d.failed("a", 0s, error_kind::network);  // the eleventh: the first is forgotten
    CHECK(d.choose(0s) == "a");
    d.failed("a", 0s, error_kind::network);
    CHECK(d.choose(0s) == "a");
    for (int i = 0; i < 3; ++i)
        d.failed("a", 0s, error_kind::network);
    CHECK(d.choose(0s) == "b");
    CHECK(d.choose(4'999ms) == "b");
    CHECK(d.choose(5s) == "a");
}

TEST_CASE("only transport failures and internal errors open a breaker") {
    for (auto const why : {error_kind::network, error_kind::tls, error_kind::timeout, error_kind::interrupted,
                           error_kind::internal}) {
        two d{{.inner = {{"a", "b"}}, .failures = 1}};
        d.failed("a", 0s, why);
        CHECK(d.choose(0s) == "b");
    }
    for (auto const why : {error_kind::throttled, error_kind::daily_limit, error_kind::unavailable,
                           error_kind::model_not_ready, error_kind::validation, error_kind::access_denied,
                           error_kind::model_error, error_kind::cancelled, error_kind::deadline}) {
        two d{{.inner = {{"a", "b"}}, .failures = 1}};
        d.failed("a", 0s, why);
        CHECK(d.choose(0s) == "a");
    }
}

TEST_CASE("after its time a breaker lets one call through, and closes when that is answered") {
    auto d = opened();
    CHECK_FALSE(d.well("a", 5s));
    CHECK(d.choose(5s) == "a");
    CHECK(d.choose(5s) == "b");
    CHECK(d.choose(6s) == "b");
    CHECK_FALSE(d.well("a", 6s));
    d.succeeded_of(5s, "a", 7s);
    CHECK(d.choose(7s) == "a");
    CHECK(d.choose(7s) == "a");
    CHECK(d.well("a", 7s));
    for (int i = 0; i < 4; ++i)
        d.failed("a", 7s, error_kind::network);  // what was before is forgotten
    CHECK(d.choose(7s) == "a");
    d.failed("a", 7s, error_kind::network);
    CHECK(d.choose(11'999ms) == "b");
    CHECK(d.choose(12s) == "a");
}

TEST_CASE("each trial that fails doubles the time, up to a minute") {
    auto d = opened();
    auto now = 0s;
    for (auto const open : {5s, 10s, 20s, 40s, 60s, 60s}) {
        CHECK(d.choose(now + open - 1ms) == "b");
        now += open;
        CHECK(d.choose(now) == "a");
        d.failed("a", now, error_kind::internal);
    }
}

TEST_CASE("a trial of which nothing is heard is made again") {
    auto d = opened();
    CHECK(d.choose(5s) == "a");
    CHECK(d.choose(9'999ms) == "b");
    CHECK(d.choose(10s) == "a");
}

TEST_CASE("a trial's own call may look again before it is sent, others may not") {
    auto d = opened();
    CHECK(d.choose(5s, {.call = 7}) == "a");
    CHECK(d.choose(5s, {.call = 8}) == "b");
    CHECK(d.choose(6s, {.call = 7}) == "a");
    d.failed("a", 7s, error_kind::network);
    CHECK(d.choose(7s, {.call = 7}) == "b");
}

TEST_CASE("a trial that is throttled was answered: the breaker closes") {
    auto d = opened();
    CHECK(d.choose(5s) == "a");
    d.failed_of(5s, "a", 6s, error_kind::throttled);
    CHECK(d.well("a", 120s));
}

TEST_CASE("answers of every kind count among the last tries") {
    two d{{.inner = {{"a", "b"}}}};
    for (int i = 0; i < 10; ++i) {
        d.failed("a", 0s, error_kind::network);
        d.failed("a", 0s, error_kind::validation);
        d.failed("a", 0s, error_kind::validation);
    }
    CHECK(d.well("a", 120s));
}

TEST_CASE("tries that were out when a breaker opened say nothing about the time since") {
    auto d = opened();
    for (int i = 0; i < 20; ++i)
        d.failed_of(-1s, "a", 1s, error_kind::network);
    CHECK(d.choose(4'999ms) == "b");
    d.succeeded_of(-1s, "a", 4'999ms);
    CHECK(d.choose(4'999ms) == "b");
    CHECK(d.choose(5s) == "a");
    d.failed_of(-1s, "a", 5'100ms, error_kind::network);  // not the trial's
    d.succeeded_of(5s, "a", 5'200ms);
    CHECK(d.choose(5'200ms) == "a");
}

TEST_CASE("a breaker stands aside where all regions are open, or too small for the call") {
    auto d = opened();
    for (int i = 0; i < 5; ++i)
        d.failed("b", 0s, error_kind::network);
    CHECK(d.choose(1s) == "a");
    d.succeeded_of(1s, "a", 2s);  // no trial was due, but it works again
    CHECK(d.choose(2s) == "a");
    CHECK(d.choose(2s) == "a");

    auto narrow = opened();
    narrow.waits["b"] = bedrock::region::room::never;
    CHECK(narrow.choose(1s) == "a");

    desk<breaker<fixed<"a">>> alone{{.failures = 1}};
    alone.failed("a", 0s, error_kind::network);
    CHECK(alone.choose(0s) == "a");
    CHECK_FALSE(alone.policy.several());
}

TEST_CASE("parameters out of range are taken for the nearest that makes sense") {
    for (int const window : {-1, 0, 1'000}) {
        two d{{.inner = {{"a", "b"}}, .failures = 0, .window = window}};
        CHECK(d.choose(0s) == "a");
        d.failed("a", 0s, error_kind::network);
        CHECK(d.choose(0s) == "b");
    }
}

TEST_CASE("first tries keep away from a region whose connections break, throttled ones do not") {
    // A failover that forgives at once, so that the breaker alone keeps calls away.
    auto const run = [](error_kind why, int status) {
        virtual_driver d{breaker{failover{{"us-east-1", "us-west-2"}, {.cooldown = 0ms}}},
                         bedrock::retry::standard{.budget = 100'000}};
        int first_tries = 0;
        d.script([&](scripted_try const& t) -> scripted_answer {
            if (t.where.region == "us-west-2")
                return {.latency = 100ms};
            first_tries += t.attempt == 1;
            return scripted_answer::refusal(why, 1ms, status);
        });
        for (int i = 0; i < 290; ++i)
            d.start({.at = std::chrono::milliseconds{100 * i}});
        CHECK(d.run());
        return first_tries;
    };
    // The tries of two calls open it for 5 s; the trials are at about 5 and 15 of the 29 seconds.
    CHECK(run(error_kind::internal, 500) == 4);
    CHECK(run(error_kind::throttled, 429) == 290);
    CHECK(run(error_kind::unavailable, 503) == 290);
}
