// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/retry/budgeted.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include <bedrock/quota/concurrency.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/retry/none.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/testing/virtual_driver.hpp>

using namespace std::chrono_literals;
using bedrock::ending;
using bedrock::retry::budgeted;
using bedrock::retry::standard;
using bedrock::retry::verdict;
using bedrock::testing::scripted_answer;
using bedrock::testing::scripted_try;
using bedrock::testing::virtual_driver;
using enum bedrock::error_kind;
using here = bedrock::region::fixed<"us-east-1">;

namespace {

/// So many calls under way.
template <class P>
typename P::memory under_way(P const& policy, int calls) {
    typename P::memory m;
    for (int i = 0; i < calls; ++i)
        policy.began(m);
    return m;
}

/// How many of so many calls that fail at once are let try again.
template <class P>
int granted(P const& policy, int calls) {
    auto m = under_way(policy, calls);
    int n = 0;
    for (int i = 0; i < calls; ++i)
        n += policy.decide({.kind = throttled}, m, {}).again;
    return n;
}

/// Another budget, told of calls itself.
struct counting {
    using slot = bedrock::retry::slot;
    struct memory {
        int began = 0, ended = 0, succeeded = 0;
    };
    verdict decide(bedrock::retry::attempt const&, memory&, bedrock::instant) const {
        return verdict::after(1ms);
    }
    void succeeded(bedrock::retry::attempt const&, memory& m, bedrock::instant) const { ++m.succeeded; }
    void began(memory& m) const { ++m.began; }
    void ended(bedrock::retry::attempt const&, memory& m) const { ++m.ended; }
    bedrock::result<void> check(bool adaptive) const {
        if (adaptive)
            return {};
        return bedrock::failure({.kind = configuration, .message = "not adaptive"});
    }
};

static_assert(bedrock::retry::policy<budgeted<standard>>);
static_assert(bedrock::retry::policy<budgeted<bedrock::retry::none>>);
static_assert(bedrock::retry::policy<budgeted<budgeted<counting>>>);

}  // namespace

TEST_CASE("of calls that fail at once a fifth is tried again, or three") {
    budgeted const policy{.retry = standard{}};
    CHECK(granted(policy, 1) == 1);
    CHECK(granted(policy, 10) == 3);
    CHECK(granted(policy, 15) == 3);
    CHECK(granted(policy, 19) == 3);
    CHECK(granted(policy, 20) == 4);
    CHECK(granted(policy, 80) == 16);
}

TEST_CASE("share and floor are parameters, and senseless ones do no harm") {
    CHECK(granted(budgeted{.retry = standard{}, .share = 0.5, .at_least = 0}, 10) == 5);
    CHECK(granted(budgeted{.retry = standard{}, .share = 0, .at_least = 1}, 50) == 1);
    CHECK(granted(budgeted{.retry = standard{}, .share = -1, .at_least = -1}, 50) == 0);
    CHECK(granted(budgeted{.retry = standard{}, .share = std::numeric_limits<double>::quiet_NaN()}, 50) == 3);
    CHECK(granted(budgeted{.retry = standard{}, .share = 1e300}, 30) == 30);
}

TEST_CASE("what the budget refuses takes nothing from the inner policy's own") {
    budgeted const policy{.retry = standard{}, .at_least = 1};
    auto m = under_way(policy, 2);
    CHECK(policy.decide({.kind = throttled}, m, {}).again);
    CHECK(m.inner.spent == 5);
    CHECK(policy.decide({.kind = throttled}, m, {}) == verdict::stop(ending::retry_budget_empty));
    CHECK(m.inner.spent == 5);
    CHECK(m.retries == 1);
}

TEST_CASE("what the inner policy refuses is refused with its reason, budget or not") {
    budgeted const policy{.retry = standard{}, .at_least = 0};
    auto m = under_way(policy, 1);
    CHECK(policy.decide({.kind = validation}, m, {}) == verdict::stop(ending::not_retryable));
    CHECK(policy.decide({.kind = throttled, .number = 3}, m, {}) == verdict::stop(ending::attempts_used_up));
    CHECK(policy.decide({.kind = throttled}, m, {}) == verdict::stop(ending::retry_budget_empty));
}

TEST_CASE("a retry is under way until it fails or its call ends") {
    budgeted const policy{.retry = standard{.max_attempts = 9}, .at_least = 1};
    auto m = under_way(policy, 2);
    CHECK(policy.decide({.kind = throttled}, m, {}).again);
    CHECK(policy.decide({.kind = throttled, .number = 2}, m, {}).again);  // its own place
    CHECK(m.retries == 1);
    CHECK_FALSE(policy.decide({.kind = throttled}, m, {}).again);
    policy.ended({.number = 3}, m);
    CHECK(m.retries == 0);
    CHECK(m.calls == 1);
    CHECK(policy.decide({.kind = throttled}, m, {}).again);
}

TEST_CASE("a retry that the deadline leaves no time for is not under way") {
    budgeted<counting> const policy{};
    auto m = under_way(policy, 1);
    CHECK(policy.decide({.kind = throttled, .time_left = 1ms}, m, {}).again);
    CHECK(m.retries == 0);
    CHECK(policy.decide({.kind = throttled, .time_left = 2ms}, m, {}).again);
    CHECK(m.retries == 1);
}

TEST_CASE("a budget in a budget hears of everything") {
    budgeted<counting> const policy{};
    auto m = under_way(policy, 2);
    policy.succeeded({}, m, {});
    policy.ended({}, m);
    CHECK(m.inner.began == 2);
    CHECK(m.inner.succeeded == 1);
    CHECK(m.inner.ended == 1);
    CHECK(policy.check(true));
    CHECK_FALSE(policy.check(false));
    CHECK(budgeted<bedrock::retry::none>{}.check(false));
}

TEST_CASE("no retry is granted that would take the retries under way over the budget") {
    std::mt19937 dice{3};
    budgeted<counting> const policy{};
    auto m = under_way(policy, 0);
    std::vector<int> calls;  // tries granted to each that is under way
    for (int i = 0; i < 50'000; ++i) {
        auto const which = calls.empty() ? 0 : dice() % calls.size();
        if (calls.empty() || dice() % 3 == 0) {
            policy.began(m);
            calls.push_back(1);
        } else if (dice() % 2) {
            auto const before = m.retries;
            auto const again = policy.decide({.kind = throttled, .number = calls[which]}, m, {}).again;
            calls[which] += again;
            if (m.retries > before)
                CHECK(m.retries <= std::max(3.0, 0.2 * m.calls));
        } else {
            policy.ended({.number = calls[which]}, m);
            calls.erase(calls.begin() + static_cast<std::ptrdiff_t>(which));
        }
        CHECK(m.calls == static_cast<int>(calls.size()));
        CHECK(m.retries == std::ranges::count_if(calls, [](int tries) { return tries > 1; }));
    }
}

TEST_CASE("whatever becomes of calls, at the end none and no retry is under way") {
    constexpr bedrock::error_kind kinds[] = {throttled, unavailable, internal, network, validation};
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        std::mt19937_64 dice{seed};
        virtual_driver d{here{}, budgeted{.retry = standard{.max_attempts = 5}},
                         bedrock::quota::concurrency{60}};
        d.script([&](scripted_try const&) {
            std::chrono::milliseconds const latency{dice() % 700};
            return dice() % 3 ? scripted_answer::refusal(kinds[dice() % std::size(kinds)], latency, 500)
                              : scripted_answer{.latency = latency, .first_content = latency / 2};
        });
        for (std::size_t i = 0; i < 400; ++i) {
            std::chrono::milliseconds const at{dice() % 5'000};
            d.start({.at = at,
                     .deadline = std::chrono::milliseconds{1 + dice() % 4'000},
                     .cancel_at = dice() % 4 ? std::optional<std::chrono::milliseconds>{} : at + 300ms,
                     .seed = dice()});
        }
        auto const books = [&] {
            return d.policies().retry.ask([](auto&, auto& m) { return std::pair{m.calls, m.retries}; });
        };
        CHECK(d.run_until(2'500ms));
        CHECK(books().first > 20);
        CHECK(books().second >= 3);
        CHECK(d.run());
        CHECK(books() == std::pair{0, 0});
    }
}

TEST_CASE("in an outage the load grows by the share and no more") {
    virtual_driver d{here{}, budgeted{.retry = standard{.max_attempts = 3, .budget = 1'000'000}}};
    d.script([](scripted_try const&) { return scripted_answer::refusal(internal, 1s, 500); });
    constexpr std::size_t calls = 1'000;
    for (std::size_t i = 0; i < calls; ++i)
        d.start({});
    CHECK(d.run());
    std::size_t tries = 0;
    for (std::size_t i = 0; i < calls; ++i)
        tries += d.outcome(i).story.attempts().size();
    CHECK(tries > calls);
    // of 1,000 calls 200 at most are tried again, and each of those once more
    CHECK(tries <= calls + 2 * calls / 5);
}
