// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/quota/learned.hpp>

#include <catch2/catch.hpp>

#include <deque>
#include <limits>
#include <random>
#include <utility>

#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

#include "desk.hpp"

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::quota::answer;
using bedrock::quota::learned;
using bedrock::quota::shortage;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;

namespace {

constexpr bedrock::quota::settlement throttle(shortage lack) {
    return {.refused = true, .cause = error_kind::throttled, .lack = lack};
}

/// A service that takes so many requests in any 60 s, or in each minute of the clock, and how it went.
struct service {
    int limit = 60;
    bool fixed = false;
    std::deque<std::chrono::nanoseconds> taken{};
    int sent = 0, throttled = 0;

    scripted_answer operator()(scripted_try const& t) {
        auto const begin = fixed ? std::chrono::floor<std::chrono::minutes>(t.now) : t.now - 60s + 1ns;
        while (!taken.empty() && taken.front() < begin)
            taken.pop_front();
        ++sent;
        if (std::ssize(taken) >= limit) {
            ++throttled;
            auto refused = scripted_answer::refusal(error_kind::throttled, 0ms, 429);
            refused.failed->what.message = "Too many requests, please wait before trying again.";
            return refused;
        }
        taken.push_back(t.now);
        return {.latency = 2s, .used = bedrock::tokens_used{.input = 100, .output = 50}};
    }
};

}  // namespace

TEST_CASE("the service's words tell what a throttle is for") {
    using bedrock::quota::shortage_in;
    STATIC_REQUIRE(shortage_in("Too many tokens, please wait before trying again.") == shortage::tokens);
    STATIC_REQUIRE(shortage_in("Too many requests, please wait before trying again.") == shortage::requests);
    STATIC_REQUIRE(shortage_in("Rate exceeded") == shortage::unknown);
}

TEST_CASE(
    "nothing is held back before the first throttle, then calls wait for what was taken to leave the "
    "minute") {
    quota_desk d{learned{}};
    CHECK_FALSE(d.room(1, 0s, 100).known);
    for (std::uint64_t call = 1; call <= 60; ++call) {
        auto const one = d.admit(call, 0s, 100);
        CHECK(one.what == answer::granted);
        d.settle(one.ticket, {.used = {.input = 100}}, 1s);
    }
    auto const refused = d.admit(61, 20s, 100);
    d.settle(refused.ticket, throttle(shortage::requests), 20s);
    auto const next = d.admit(62, 20s, 100);
    CHECK(next.what == answer::wait);
    CHECK(next.wait >= 40s);
    CHECK(next.wait < 41s);
    CHECK(next.soonest == 0s);
    CHECK(d.room(63, 20s, 100).known);
    CHECK(d.admit(62, 59s, 100).what == answer::wait);
    CHECK(d.admit(62, 61s, 100).what == answer::granted);
    CHECK(d.room(64, 61s, 100).calls == 59);
}

TEST_CASE("once half of a limit is used calls go at twice its pace at most") {
    quota_desk d{learned{.requests = 60}};
    std::uint64_t call = 0;
    for (; call < 31; ++call)
        CHECK(d.admit(call + 1, 1s).what == answer::granted);
    CHECK(d.room(++call, 1s).calls == 1);
    CHECK(d.admit(call, 1s).what == answer::granted);
    auto const next = d.admit(++call, 1s);
    CHECK(next.what == answer::wait);
    CHECK(next.wait == 500ms);
    CHECK(d.admit(call + 1, 1s).wait == 1s);
    CHECK(d.room(call, 1s).wait == 500ms);
    CHECK(d.admit(call, 1'500ms).what == answer::granted);
}

TEST_CASE("a fixed minute's limit is used as it begins, within a second or two") {
    service service{.limit = 120, .fixed = true};
    bedrock::testing::virtual_driver d{bedrock::region::fixed<"us-east-1">{}, learned{}};
    d.script([&](scripted_try const& t) { return service(t); });
    for (int i = 0; i < 6'000; ++i)  // more than the limit, for half an hour
        d.start({.at = std::chrono::milliseconds{300 * i},
                 .asked = {.input_estimate = 100, .output_limit = 100},
                 .deadline = 90s});
    auto const sent_by = [&](std::chrono::nanoseconds until) {
        CHECK(d.run_until(until));
        return service.sent;
    };
    auto const before = sent_by(25min - 1ms);
    CHECK(sent_by(25min + 250ms) - before < 60);
    CHECK(sent_by(25min + 2s) - before >= 110);
}

TEST_CASE("the pace of tokens is that of what calls use, not of what they hold") {
    quota_desk d{learned{.tokens = 1'000}};
    d.admit(1, 1s, 600);
    auto const large = d.admit(2, 1s, 200);
    CHECK(large.what == answer::granted);
    CHECK(d.admit(3, 1s, 50).wait == 6s);
    d.settle(large.ticket, {.used = {.input = 50}}, 2s);
    CHECK(d.admit(3, 2s, 50).wait == 500ms);
    CHECK(d.admit(3, 2'500ms, 50).what == answer::granted);
}

TEST_CASE("refusals in a row are followed by longer pauses, of up to 4 s, until a call is taken") {
    quota_desk d{learned{}};
    std::uint64_t call = 0;
    auto const taken_at = [&](std::chrono::nanoseconds now) {
        d.settle(d.admit(++call, now, 1).ticket, {.used = {.input = 1}}, now);
    };
    for (int i = 0; i < 100; ++i)
        taken_at(0s);
    auto now = std::chrono::nanoseconds{70s};
    for (auto const pause : {1s, 2s, 4s, 4s}) {
        auto const one = d.admit(++call, now, 1);
        CHECK(one.what == answer::granted);
        d.settle(one.ticket, throttle(shortage::tokens), now);
        CHECK(d.admit(++call, now, 1).wait >= pause);
        d.leave(call);
        now += pause;
    }
    taken_at(now);
    d.settle(d.admit(++call, now + 1s, 0).ticket, throttle(shortage::tokens), now + 1s);
    CHECK(d.admit(++call, now + 1'900ms, 0).what == answer::wait);
    CHECK(d.admit(call, now + 2s, 0).what == answer::granted);
}

TEST_CASE("a throttle for requests leaves the rate of tokens alone, and the other way") {
    for (auto const lack : {shortage::requests, shortage::tokens}) {
        quota_desk d{learned{}};
        d.settle(d.admit(1, 0s, 1'000).ticket, {.used = {.input = 1'000}}, 0s);
        d.settle(d.admit(2, 1s, 1'000).ticket, throttle(lack), 1s);
        // one request, of a thousand tokens, a minute
        auto const small = d.admit(3, 90s, 1);
        CHECK(small.what == answer::granted);
        CHECK((d.room(4, 90s, 1).wait > 0s) == (lack == shortage::requests));
    }
}

TEST_CASE("a first guess holds from the first call on") {
    quota_desk d{learned{.requests = 2}};
    CHECK(d.admit(1, 10s, 100).what == answer::granted);
    CHECK(d.admit(2, 10s, 100).what == answer::granted);
    CHECK(d.admit(3, 10s, 100).what == answer::wait);
    CHECK(d.admit(4, 10s, 100).wait >= 50s);  // behind it
    d.leave(3);
    CHECK(d.admit(4, 71s, 100).what == answer::granted);
}

TEST_CASE("guesses, figures and clocks without sense do no harm") {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    for (std::int64_t const guess : {std::int64_t{0}, std::int64_t{-1}, -most, most}) {
        quota_desk d{learned{.requests = guess, .tokens = guess, .burndown = most}};
        std::uint64_t call = 0;
        for (auto const now : {0s, -3'600s, 3'600s, 7'200s}) {
            auto const one = d.admit(++call, now, most);
            if (one.what == answer::granted)
                d.settle(one.ticket, {.used = {.input = most, .output = most, .cache_write = -most}},
                         now - 1s);
            CHECK(one.wait <= 1h + 1s);
            d.settle(d.admit(++call, now + 10h, -most).ticket, throttle(shortage::unknown), now);
            d.leave(call);
        }
    }
}

TEST_CASE("an unknown limit is found, kept to and followed when it moves") {
    service service;
    bedrock::testing::virtual_driver d{bedrock::region::fixed<"us-east-1">{}, learned{}};
    d.script([&](scripted_try const& t) { return service(t); });
    std::mt19937_64 dice{5};
    for (int i = 0; i < 7'200; ++i)  // twice the limit, for an hour
        d.start({.at = std::chrono::milliseconds{500 * i + static_cast<int>(dice() % 500)},
                 .asked = {.input_estimate = 100, .output_limit = 100},
                 .deadline = 40s});
    auto const from_to = [&](std::chrono::minutes from, std::chrono::minutes to) {
        CHECK(d.run_until(from));
        auto const before = std::pair{service.sent, service.throttled};
        CHECK(d.run_until(to));
        return std::pair{service.sent - before.first, service.throttled - before.second};
    };
    auto const [sent, throttled] = from_to(10min, 30min);
    CHECK(sent - throttled >= 92 * 1'200 / 100);
    CHECK(throttled * 50 <= sent);
    service.limit = 30;
    auto const [less, refused] = from_to(30min, 45min);
    CHECK(less - refused >= 90 * 450 / 100);
    CHECK(refused * 100 <= 8 * less);
    service.limit = 60;
    auto const [more, again] = from_to(50min, 60min);
    CHECK(more - again >= 75 * 600 / 100);  // the way up takes ten minutes
}

TEST_CASE("whether its minutes are the clock's is found out: then all of a minute is used as it begins") {
    for (bool const fixed : {false, true}) {
        service service{.limit = 100, .fixed = fixed};
        bedrock::testing::virtual_driver d{bedrock::region::fixed<"us-east-1">{}, learned{}};
        d.script([&](scripted_try const& t) { return service(t); });
        for (int i = 0; i < 6'000; ++i)  // twice the limit, for half an hour
            d.start({.at = std::chrono::milliseconds{300 * i},
                     .asked = {.input_estimate = 100, .output_limit = 100},
                     .deadline = 90s});
        CHECK(d.run_until(25min - 1ms));
        auto const before = std::pair{service.sent, service.throttled};
        CHECK(d.run_until(25min + 5s));
        auto const burst = service.sent - before.first;
        CHECK((burst >= 95) == fixed);
        CHECK(d.run_until(26min - 1ms));
        auto const refused = service.throttled - before.second;
        CHECK(service.sent - before.first - refused >= 90);
        CHECK(service.throttled * 100 <= 3 * service.sent);
    }
}
