// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>

#include <bedrock/retry/classifier.hpp>
#include <bedrock/retry/concept.hpp>

namespace bedrock::retry {

/// The AWS SDKs' "standard" mode 2.1 (their default since November 2026): exponential back-off with full
/// jitter, and a budget shared by all calls of a client, so that an outage does not multiply the load.
///
///     bedrock::client c{bedrock::retry::standard{.max_attempts = 5}};
///
/// The wait before try n + 1 is `chance × min(base × 2^(n-1), longest)`; the base is `throttling_base` for
/// throttles. The service's `x-amz-retry-after` is honoured between that wait and 5 s more. A retry takes 14
/// from the budget, 5 after a throttle; a success gives back what its last retry took, or 1. No wait when the
/// next try goes to another region in which the quota slot knows of room. A whole request that was never
/// answered may have been billed: it is sent again only with `resend_unanswered`. Constants:
/// shared/bedrock-facts.md, section 7.1.
template <classifying Classifier>
struct basic_standard {
    using slot = retry::slot;

    int max_attempts = 3;                              ///< the first try included
    std::chrono::milliseconds base{50};                ///< first back-off's ceiling
    std::chrono::milliseconds throttling_base{1'000};  ///< the same after a throttle
    std::chrono::milliseconds longest{20'000};         ///< ceiling of any back-off
    int budget = 500;                                  ///< of the shared memory, at its start and at most
    bool resend_unanswered = false;                    ///< send a whole request again that was never answered

    struct memory {
        int spent = 0;  ///< of the budget
    };

    static constexpr int cost_of_retry = 14;
    static constexpr int cost_of_throttled_retry = 5;

    constexpr verdict decide(attempt const& a, memory& m, instant) const {
        auto const failure = a.stale ? failure_class::transient : Classifier::classify(a);
        if (failure == failure_class::permanent || (failure == failure_class::elsewhere_only && !a.elsewhere))
            return verdict::stop(ending::not_retryable);
        if (a.left_whole && !a.answered && !a.stale && !resend_unanswered)
            return verdict::stop(ending::unsafe_to_repeat);
        if (a.number >= max_attempts)
            return verdict::stop(ending::attempts_used_up);

        auto const throttling = failure == failure_class::throttling;
        auto const cost = throttling ? cost_of_throttled_retry : cost_of_retry;
        if (budget - m.spent < cost)
            return verdict::stop(ending::retry_budget_empty);
        auto const pause = wait(a, throttling);
        if (pause >= a.time_left)
            return verdict::stop(ending::deadline);
        m.spent += cost;
        return verdict::after(pause, cost);
    }

    constexpr void succeeded(attempt const& a, memory& m, instant) const {
        m.spent = std::max(0, m.spent - (a.number > 1 ? a.paid : 1));
    }

 private:
    constexpr std::chrono::milliseconds wait(attempt const& a, bool throttling) const {
        if (a.elsewhere && a.room_there)
            return {};
        // Past 2^20 the ceiling has long won.
        auto const doubled = (throttling ? throttling_base : base) * (1 << std::clamp(a.number - 1, 0, 20));
        auto const ceiling = std::chrono::duration<double, std::milli>{std::min(doubled, longest)};
        auto const drawn = std::chrono::round<std::chrono::milliseconds>(ceiling * a.chance);
        if (!a.server_hint || a.elsewhere)
            return drawn;
        return std::clamp(*a.server_hint, drawn, drawn + std::chrono::seconds{5});
    }
};

/// `basic_standard` with Bedrock's classifier; the default of the slot.
using standard = basic_standard<classifier::bedrock>;

static_assert(policy<standard>);

}  // namespace bedrock::retry
