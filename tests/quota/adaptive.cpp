// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/adaptive.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <bedrock/quota/unlimited.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/retry/none.hpp>
#include <bedrock/testing/virtual_driver.hpp>

using namespace std::chrono_literals;
using bedrock::quota::adaptive;
using bedrock::quota::answer;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;
using enum bedrock::error_kind;

namespace {

bedrock::instant since_start(std::chrono::nanoseconds t) { return {bedrock::steady_time{1'000s + t}, {}}; }

/// The policy's books, and calls by number.
struct adaptive_desk {
    adaptive policy{};
    adaptive::memory memory{};
    bedrock::place where{.region = "us-east-1", .model = "m"};

    auto admit(std::uint64_t call, std::chrono::nanoseconds t) {
        return policy.admit({.place = where, .call = call}, memory, since_start(t));
    }
    void answered(bedrock::error_kind cause, std::chrono::nanoseconds t) {
        policy.settle({}, {.cause = cause}, memory, since_start(t));
    }
    auto room(std::uint64_t call, std::chrono::nanoseconds t) {
        return policy.room({.place = where, .call = call}, memory, since_start(t));
    }
    void leave(std::uint64_t call) { policy.leave({.place = where, .call = call}, memory); }
};

/// One throttle at the very beginning: from here on a token comes every two seconds.
adaptive_desk throttled_at_once() {
    adaptive_desk d;
    CHECK(d.admit(1, 0s).what == answer::granted);
    d.answered(throttled, 0s);
    return d;
}

}  // namespace

TEST_CASE("adaptive lets everything go before the first throttle") {
    adaptive_desk d;
    for (std::uint64_t call = 0; call < 1'000; ++call)
        CHECK(d.admit(call, 0s).what == answer::granted);
    for (auto const cause : {none, unavailable, internal, network, timeout, validation, model_not_ready})
        d.answered(cause, 10ms);
    CHECK(d.admit(1'000, 10ms).what == answer::granted);
    CHECK_FALSE(d.room(1'001, 10ms).known);
}

TEST_CASE("after a throttle each try takes a token, and waits for it") {
    for (auto const cause : {throttled, daily_limit}) {
        adaptive_desk d;
        CHECK(d.admit(1, 0s).what == answer::granted);
        d.answered(cause, 0s);
        auto const told = d.admit(2, 500ms);
        CHECK(told.what == answer::wait);
        CHECK(told.wait == 1'500ms);
        CHECK(told.soonest == 0ms);  // a good answer raises the rate
        CHECK(d.admit(2, 1'999ms).wait == 1ms);
        CHECK(d.admit(2, 2s).what == answer::granted);
        CHECK(d.admit(3, 2s).wait == 2s);
    }
}

TEST_CASE("who waits for a token is served in the order of coming") {
    auto d = throttled_at_once();
    CHECK(d.admit(2, 0s).wait == 2s);
    CHECK(d.admit(3, 0s).wait == 4s);
    CHECK(d.admit(4, 0s).wait == 6s);
    CHECK(d.admit(4, 2s).what == answer::wait);  // there is a token, but not for this one
    CHECK(d.admit(2, 2s).what == answer::granted);
    d.leave(3);
    CHECK(d.admit(4, 4s).what == answer::granted);
    CHECK(d.admit(5, 5s).what == answer::wait);
}

TEST_CASE("adaptive knows of its room once it limits") {
    auto d = throttled_at_once();
    CHECK(d.room(2, 0s).known);
    CHECK(d.room(2, 0s).wait == 2s);
    CHECK(d.room(2, 0s).calls == 0);
    CHECK(d.admit(2, 0s).what == answer::wait);
    CHECK(d.room(2, 0s).wait == 2s);  // its own place in the line
    CHECK(d.room(3, 0s).wait == 4s);
    CHECK(d.room(2, 2s).wait == 0s);
    CHECK(d.room(3, 2s).wait == 2s);
    d.leave(2);
    CHECK(d.room(3, 2s).wait == 0s);
    CHECK(d.room(3, 2s).calls == 1);
}

TEST_CASE("each limit of the service has a rate of its own") {
    auto d = throttled_at_once();
    CHECK(d.admit(2, 0s).what == answer::wait);
    d.where.region = "us-west-2";
    CHECK(d.admit(2, 0s).what == answer::granted);
    d.where = {.region = "us-east-1", .model = "other"};
    CHECK(d.admit(2, 0s).what == answer::granted);
    d.where = {.region = "us-east-1", .model = "m", .account = 1};
    CHECK(d.admit(2, 0s).what == answer::granted);
    d.where = {.region = "us-east-1", .model = "us.m"};
    CHECK(d.admit(2, 0s).what == answer::granted);
    CHECK(d.memory.limits.size() == 5);
}

TEST_CASE("a cancelled try is no answer") {
    adaptive_desk d;
    CHECK(d.admit(1, 0s).what == answer::granted);
    for (int i = 1; i <= 20; ++i)
        d.answered(i % 2 ? cancelled : deadline, i * 100ms);
    CHECK(d.memory.limits[0].rate.meter.rate == 0);
    d.answered(none, 2'100ms);
    CHECK(d.memory.limits[0].rate.meter.rate > 0);
}

TEST_CASE("a try that was never sent gives its token back and is no answer") {
    auto d = throttled_at_once();
    CHECK(d.admit(2, 2s).what == answer::granted);
    auto const counted = d.memory.limits[0].rate.meter.count;
    d.policy.settle({}, {.unsent = true}, d.memory, since_start(2s));
    CHECK(d.memory.limits[0].rate.meter.count == counted);
    CHECK(d.admit(3, 2s).what == answer::granted);
    CHECK(d.admit(4, 2s).what == answer::wait);
    d.policy.settle({}, {.unsent = true}, d.memory, since_start(2s));
    d.policy.settle({}, {.unsent = true}, d.memory, since_start(2s));  // no more than the bucket holds
    CHECK(d.memory.limits[0].rate.bucket.tokens == 1);
}

TEST_CASE("adaptive says that it has AWS's sending rate, and no other policy does") {
    STATIC_REQUIRE(bedrock::quota::has_adaptive_rate<adaptive>);
    STATIC_REQUIRE_FALSE(bedrock::quota::has_adaptive_rate<bedrock::quota::unlimited>);
}

TEST_CASE("against a service of ten tries a second, adaptive is throttled seldom where unlimited is always") {
    auto const throttled_share = [](auto quota) {
        virtual_driver d{bedrock::region::fixed<"us-east-1">{}, bedrock::retry::none{}, quota};
        std::vector<std::chrono::nanoseconds> taken;
        int sent = 0, refused = 0;
        d.script([&](scripted_try const& t) {
            ++sent;
            std::erase_if(taken, [&](auto then) { return then + 1s <= t.now; });
            if (taken.size() >= 10) {
                ++refused;
                return scripted_answer::refusal(throttled, 20ms, 429);
            }
            taken.push_back(t.now);
            return scripted_answer{.latency = 100ms};
        });
        for (int i = 0; i < 6'000; ++i)  // thirty a second are wanted
            d.start({.at = i * 33ms, .deadline = 20s});
        CHECK(d.run());
        CHECK(sent - refused > 1'000);
        return static_cast<double>(refused) / sent;
    };
    CHECK(throttled_share(bedrock::quota::unlimited{}) > 0.6);
    CHECK(throttled_share(adaptive{}) < 0.15);
}
