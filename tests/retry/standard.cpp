// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/retry/standard.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <bedrock/region/failover.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/testing/virtual_driver.hpp>

using namespace std::chrono_literals;
using bedrock::ending;
using bedrock::retry::attempt;
using bedrock::retry::standard;
using bedrock::retry::verdict;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;
using enum bedrock::error_kind;

namespace {

constexpr verdict ask(attempt const& a, standard const& policy = {}) {
    standard::memory fresh;
    return policy.decide(a, fresh, {});
}

}  // namespace

TEST_CASE("standard doubles the ceiling and draws below it") {
    constexpr standard many{.max_attempts = 20};
    STATIC_REQUIRE(ask({.kind = internal, .number = 1, .chance = 0.5}, many) == verdict::after(25ms, 14));
    STATIC_REQUIRE(ask({.kind = internal, .number = 3, .chance = 0.5}, many) == verdict::after(100ms, 14));
    STATIC_REQUIRE(ask({.kind = internal, .number = 2, .chance = 0.0}, many) == verdict::after(0ms, 14));
    STATIC_REQUIRE(ask({.kind = internal, .number = 12, .chance = 0.5}, many) == verdict::after(10s, 14));
    STATIC_REQUIRE(ask({.kind = internal, .number = 19, .chance = 0.5}, many) == verdict::after(10s, 14));
}

TEST_CASE("standard waits from a second on after a throttle, and pays less for it") {
    STATIC_REQUIRE(ask({.kind = throttled, .number = 1, .chance = 0.5}) == verdict::after(500ms, 5));
    STATIC_REQUIRE(ask({.kind = unavailable, .number = 2, .chance = 0.5}) == verdict::after(1s, 5));
}

TEST_CASE("standard does not overflow, however many tries it is allowed") {
    constexpr standard patient{.max_attempts = 2'000'000'000};
    STATIC_REQUIRE(ask({.kind = throttled, .number = 1'999'999'999, .chance = 0.5}, patient) ==
                   verdict::after(10s, 5));
}

TEST_CASE("standard makes max_attempts tries and no more") {
    STATIC_REQUIRE(ask({.kind = throttled, .number = 2}).again);
    STATIC_REQUIRE(ask({.kind = throttled, .number = 3}) == verdict::stop(ending::attempts_used_up));
    STATIC_REQUIRE(ask({.kind = throttled}, {.max_attempts = 1}) == verdict::stop(ending::attempts_used_up));
    STATIC_REQUIRE(ask({.kind = throttled}, {.max_attempts = 0}) == verdict::stop(ending::attempts_used_up));
}

TEST_CASE("standard heeds the service's wish between its own wait and five seconds more") {
    auto const wished = [](auto hint) {
        return ask({.kind = throttled, .chance = 0.5, .server_hint = hint}).wait;
    };
    CHECK(wished(100ms) == 500ms);
    CHECK(wished(3'000ms) == 3s);
    CHECK(wished(86'400'000ms) == 5'500ms);
    // the region that wished is not the one that is asked next
    CHECK(ask({.kind = throttled, .chance = 0.5, .elsewhere = true, .server_hint = 3'000ms}).wait == 500ms);
}

TEST_CASE("standard does not wait where the quota slot knows of room in another region, but pays") {
    STATIC_REQUIRE(ask({.kind = throttled, .chance = 0.5, .elsewhere = true, .room_there = true}) ==
                   verdict::after(0ms, 5));
    STATIC_REQUIRE(ask({.kind = throttled, .chance = 0.5, .elsewhere = true}).wait == 500ms);
    STATIC_REQUIRE(ask({.kind = throttled, .chance = 0.5, .room_there = true}).wait == 500ms);
}

TEST_CASE("standard tries a day's limit again in another region only") {
    STATIC_REQUIRE(ask({.kind = daily_limit}) == verdict::stop(ending::not_retryable));
    STATIC_REQUIRE(ask({.kind = daily_limit, .elsewhere = true}).again);
}

TEST_CASE("standard sends a whole request that was never answered again only when told to") {
    attempt const silent{.kind = timeout, .left_whole = true};
    CHECK(ask(silent) == verdict::stop(ending::unsafe_to_repeat));
    CHECK(ask(silent, {.resend_unanswered = true}).again);
    CHECK(ask({.kind = network}).again);                                     // it had not left
    CHECK(ask({.kind = network, .left_whole = true, .stale = true}).again);  // it was not read
    CHECK(ask({.kind = throttled, .answered = true, .left_whole = true}).again);
    // what is hopeless is called so, whether it was safe or not
    CHECK(ask({.kind = tls, .left_whole = true}) == verdict::stop(ending::not_retryable));
}

TEST_CASE("standard takes a stale connection for a passing thing") {
    STATIC_REQUIRE(ask({.kind = network, .chance = 0.5, .stale = true}) == verdict::after(25ms, 14));
    STATIC_REQUIRE(ask({.kind = network, .number = 3, .stale = true}) ==
                   verdict::stop(ending::attempts_used_up));
}

TEST_CASE("standard's budget is shared, runs out, and gets back what the last retry took, or one") {
    standard const policy{.budget = 20};
    standard::memory m;
    CHECK(policy.decide({.kind = internal}, m, {}).again);
    CHECK(m.spent == 14);
    CHECK(policy.decide({.kind = internal}, m, {}) == verdict::stop(ending::retry_budget_empty));
    CHECK(m.spent == 14);
    CHECK(policy.decide({.kind = throttled}, m, {}).again);  // six are left: enough for five
    CHECK(m.spent == 19);
    policy.succeeded({.number = 2, .paid = 5}, m, {});
    CHECK(m.spent == 14);
    policy.succeeded({.number = 1}, m, {});
    CHECK(m.spent == 13);
    policy.succeeded({.number = 2, .paid = 14}, m, {});
    CHECK(m.spent == 0);
}

TEST_CASE("standard's budget stays between nothing and its size, and moves only as documented") {
    std::mt19937 dice{7};
    standard const policy{.max_attempts = 5};
    standard::memory m;
    for (int i = 0; i < 20'000; ++i) {
        auto const before = m.spent;
        attempt const a{.kind = dice() % 2 ? throttled : internal,
                        .number = 1 + static_cast<int>(dice() % 6)};
        if (dice() % 4) {
            auto const v = policy.decide(a, m, {});
            CHECK(m.spent - before == v.paid);
            if (!v.again && v.why == ending::retry_budget_empty)
                CHECK(policy.budget - before < (a.kind == throttled ? 5 : 14));
        } else {
            policy.succeeded({.number = a.number, .paid = a.number > 1 ? 14 : 0}, m, {});
            CHECK(m.spent <= before);
        }
        CHECK(m.spent >= 0);
        CHECK(m.spent <= policy.budget);
    }
}

TEST_CASE("standard tries a request that was refused for its time again, once its clock is corrected") {
    CHECK(ask({.kind = clock_skew}) == verdict::stop(ending::not_retryable));
    CHECK(ask({.kind = clock_skew, .chance = 0.5, .answered = true, .clock_corrected = true}) ==
          verdict::after(25ms, 14));
    CHECK(ask({.kind = access_denied, .number = 3, .clock_corrected = true}) ==
          verdict::stop(ending::attempts_used_up));
}

TEST_CASE(
    "in mode 2.0 all back-offs begin at a second, timeouts cost more, and the service's wish is not heard") {
    auto policy = standard::mode_2_0();
    policy.max_attempts = 5;
    CHECK(ask({.kind = internal, .chance = 0.5}, policy) == verdict::after(500ms, 5));
    CHECK(ask({.kind = throttled, .number = 3, .chance = 0.5}, policy) == verdict::after(2s, 5));
    CHECK(ask({.kind = timeout, .chance = 0.5}, policy) == verdict::after(500ms, 10));
    CHECK(ask({.kind = timeout, .status = 400, .code = "RequestTimeout", .chance = 0.5}, policy).paid == 5);
    CHECK(ask({.kind = throttled, .chance = 0.5, .server_hint = 3'000ms}, policy).wait == 500ms);
    CHECK(policy.budget == standard{}.budget);
    CHECK(policy.longest == standard{}.longest);
}

TEST_CASE("a wish of the service that may add nothing, or less, changes no wait") {
    for (auto const most : {0ms, -7ms})
        CHECK(ask({.kind = throttled, .chance = 0.5, .server_hint = 3'000ms}, {.longest_hint = most}).wait ==
              500ms);
}

TEST_CASE("what the budget gets back is never more than was taken, whatever the order of calls' ends") {
    std::mt19937 dice{11};
    for (auto const& policy : {standard{.max_attempts = 6}, standard::mode_2_0()}) {
        standard::memory m;
        int taken = 0, given_back = 0;
        std::vector<int> open;  // what the last retry of each call under way took
        for (int i = 0; i < 20'000; ++i) {
            auto const before = m.spent;
            if (dice() % 2 && !open.empty()) {
                auto const at = open.begin() + static_cast<std::ptrdiff_t>(dice() % open.size());
                policy.succeeded({.number = *at == 0 ? 1 : 2, .paid = *at}, m, {});
                open.erase(at);
                given_back += before - m.spent;
            } else {
                auto const kind = dice() % 2 ? throttled : dice() % 2 ? internal : timeout;
                auto const v = policy.decide({.kind = kind}, m, {});
                taken += v.paid;
                open.push_back(v.paid);
            }
            CHECK(m.spent == taken - given_back);
            CHECK(m.spent >= 0);
            CHECK(m.spent <= policy.budget);
        }
    }
}

TEST_CASE("in an outage of everything the tries of all calls are bounded by the budget") {
    virtual_driver d{bedrock::region::fixed<"us-east-1">{}, standard{.max_attempts = 10}};
    d.script([](scripted_try const&) { return scripted_answer::refusal(internal, 5ms, 500); });
    for (int i = 0; i < 1'000; ++i)
        d.start({.at = std::chrono::milliseconds{i}});
    CHECK(d.run());
    std::size_t tries = 0;
    for (std::size_t i = 0; i < 1'000; ++i) {
        tries += d.outcome(i).story.attempts().size();
        auto const end = d.outcome(i).story.end;
        CHECK((end == ending::retry_budget_empty || end == ending::attempts_used_up));
    }
    CHECK(tries == 1'000 + 500 / 14);
}

TEST_CASE("calls over unsteady regions make few tries, wait in bounds and end before their deadline") {
    constexpr bedrock::error_kind kinds[] = {throttled, unavailable, internal,
                                             network,   daily_limit, validation};
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        std::mt19937_64 dice{seed};
        virtual_driver d{bedrock::region::failover{"us-east-1", "us-west-2"},
                         standard{.max_attempts = 4, .budget = 2'000}};
        d.script([&](scripted_try const&) {
            std::chrono::milliseconds const latency{dice() % 700};
            return dice() % 3 ? scripted_answer::refusal(kinds[dice() % std::size(kinds)], latency, 500)
                              : scripted_answer{.latency = latency};
        });
        for (std::size_t i = 0; i < 200; ++i)
            d.start({.at = std::chrono::milliseconds{dice() % 5'000},
                     .deadline = std::chrono::milliseconds{1 + dice() % 4'000},
                     .seed = dice()});
        CHECK(d.run());
        for (std::size_t i = 0; i < 200; ++i) {
            auto const& o = d.outcome(i);
            CHECK(o.over);
            auto const attempts = o.story.attempts();
            CHECK(attempts.size() >= 1);
            CHECK(attempts.size() <= 4);
            CHECK(o.ended - o.begun <= 4s);
            std::chrono::nanoseconds accounted{};
            for (std::size_t n = 0; n < attempts.size(); ++n) {
                accounted += attempts[n].backed_off + attempts[n].duration;
                auto const ceiling = n == 0 ? 0ms : 1'000ms * (1 << (n - 1));
                CHECK(attempts[n].backed_off <= ceiling);
            }
            CHECK(o.ended - o.begun >= accounted);
            // a wait that the deadline cuts is not begun: no time passes but in tries and waits that led on
            CHECK(o.ended - o.begun == accounted);
        }
        d.policies().retry.ask([](auto& policy, auto& m) {
            CHECK(m.spent >= 0);
            CHECK(m.spent <= policy.budget);
        });
    }
}

TEST_CASE("a retry that the deadline leaves no time for takes nothing from the budget") {
    standard const policy{};
    standard::memory m;
    attempt const a{.kind = throttled, .chance = 0.5, .answered = true, .time_left = 400ms};
    CHECK(policy.decide(a, m, {}) == verdict::stop(ending::deadline));
    CHECK(m.spent == 0);
}
