// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/core/cell.hpp>
#include <bedrock/quota/unlimited.hpp>
#include <bedrock/region/fixed.hpp>
#include <bedrock/retry/concept.hpp>
#include <bedrock/testing/laws/report.hpp>
#include <bedrock/testing/virtual_driver.hpp>

namespace bedrock::testing {

struct retry_laws {
    std::uint64_t seeds = 200;        ///< histories that are played, from 1 on
    bool resends_unanswered = false;  ///< the policy was told that it may send again what was never answered
};

/// Laws of any retry policy, by random calls that fail and fail:
///
/// | law                          | says                                                                     |
/// |------------------------------|--------------------------------------------------------------------------|
/// | `attempts are bounded`       | however a call fails, it ends after some tries                           |
/// | `waits are not negative`     |                                                                          |
/// | `the hopeless is not repeated` | what would fail the same way again: validation, access, …              |
/// | `the unanswered is not sent again` | a whole request without an answer may have been billed             |
/// | `a budget does not grow by failures` | refused for want of budget, the same is refused again            |
/// | `nothing outlasts the deadline`  | a call in virtual time ends by its deadline                          |
/// | `the same again gives the same`  | no chance, clock or state of its own but what it is handed           |
///
///     auto const found = bedrock::testing::check_retry(my_retry{.patience = 3});
///     if (!found.kept())
///         std::fputs(found.describe().c_str(), stderr);
template <retry::policy P>
law_report check_retry(P const& policy = {}, retry_laws const& options = {}) {
    using enum error_kind;
    static constexpr error_kind kinds[] = {
        throttled,   daily_limit, quota_exceeded, validation, access_denied, not_found,   model_timeout,
        model_error, unavailable, internal,       network,    timeout,       interrupted, malformed_reply};
    static constexpr error_kind hopeless[] = {quota_exceeded, validation, access_denied, not_found};
    static constexpr int many = 1'000;

    law_report found;
    for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
        detail::trial t{found, seed};
        bedrock::detail::cell<P> one{policy}, other{policy};
        instant now{.steady = steady_time{std::chrono::hours{1}}};
        auto const ask = [&](auto& of, retry::attempt const& a) {
            return of.ask([&](auto& p, auto&... memory) { return p.decide(a, memory..., now); });
        };
        bool const always_the_same = t.chance(30);  // throttled again and again
        for (int number = 1; !t.over(); ++number) {
            auto const kind = always_the_same ? throttled : kinds[t.number(0, std::ssize(kinds) - 1)];
            retry::attempt a{.kind = kind,
                             .number = number,
                             .chance = t.unit(),
                             .answered = t.chance(80),
                             .left_whole = t.chance(80),
                             .elsewhere = t.chance(20),
                             .room_there = t.chance(20),
                             .time_left = std::chrono::milliseconds{t.number(1, 100'000)}};
            auto const told = ask(one, a), again = ask(other, a);
            t.step("attempt " + std::to_string(number) + " failed: " + std::string{to_string(kind)} +
                   (told.again ? ", again after " + std::to_string(told.wait.count()) + " ms" : ", stop"));
            if (!t.demand("the same again gives the same",
                          told.again == again.again && told.wait == again.wait) ||
                !t.demand("attempts are bounded", !told.again || number < many) ||
                !t.demand("waits are not negative", told.wait.count() >= 0))
                break;
            if (!told.again) {
                if (told.why == ending::retry_budget_empty)
                    t.demand("a budget does not grow by failures", !ask(one, a).again);
                break;
            }
            t.demand("the hopeless is not repeated", std::ranges::find(hopeless, kind) == std::end(hopeless));
            auto const unanswered = a.left_whole && !a.answered && (kind == network || kind == timeout);
            t.demand("the unanswered is not sent again", !unanswered || options.resends_unanswered);
            now.steady += told.wait + std::chrono::milliseconds{50};
        }

        virtual_driver d{region::fixed<"us-east-1">{}, policy};
        std::chrono::milliseconds const deadline{t.number(1, 20'000)};
        d.script([&](scripted_try const&) {
            return scripted_answer::refusal(t.chance(50) ? throttled : internal,
                                            std::chrono::milliseconds{t.number(1, 300)}, 429);
        });
        auto const call = d.start({.deadline = deadline, .seed = seed});
        auto const ran = d.run(100'000);
        t.step("a call with a deadline of " + std::to_string(deadline.count()) + " ms");
        t.demand("attempts are bounded", ran.has_value());
        t.demand("nothing outlasts the deadline", !ran || d.outcome(call).ended <= deadline);
    }
    return found;
}

}  // namespace bedrock::testing
