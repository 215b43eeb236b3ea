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
/// throttles. The service's `x-amz-retry-after` is honoured between that wait and `longest_hint` more. A retry
/// takes its cost from the budget; a success gives back what its last retry took, or 1. No wait when the next
/// try goes to another region in which the quota slot knows of room. A whole request that was never answered
/// may have been billed: it is sent again only with `resend_unanswered`. (AWS's rule for long polls, which
/// wait before they fail for an empty budget, has no operation of Bedrock to apply to.) Constants:
/// shared/bedrock-facts.md, section 7.1.
template <classifying Classifier>
struct basic_standard {
    using slot = retry::slot;

    int max_attempts = 3;                              ///< the first try included
    std::chrono::milliseconds base{50};                ///< first back-off's ceiling
    std::chrono::milliseconds throttling_base{1'000};  ///< the same after a throttle
    std::chrono::milliseconds longest{20'000};         ///< ceiling of any back-off
    std::chrono::milliseconds longest_hint{5'000};     ///< what the service may add to one; zero: nothing
    int budget = 500;                                  ///< of the shared memory, at its start and at most
    int cost = 14;                                     ///< of a retry, from the budget
    int throttling_cost = 5;                           ///< of one after a throttle
    int timeout_cost = 14;           ///< of one after a connection or a reply that did not come in time
    bool resend_unanswered = false;  ///< send a whole request again that was never answered

    /// The numbers of mode 2.0, the SDKs' default until November 2026; whose table is `classifier::aws_2_0`.
    ///
    ///     bedrock::client c{bedrock::retry::standard::mode_2_0()};
    static constexpr basic_standard mode_2_0() {
        return {.base = std::chrono::milliseconds{1'000},
                .longest_hint = {},
                .cost = 5,
                .throttling_cost = 5,
                .timeout_cost = 10};
    }

    struct memory {
        int spent = 0;  ///< of the budget
    };

    constexpr verdict decide(attempt const& a, memory& m, instant) const {
        auto const failure =
            a.stale || a.clock_corrected ? failure_class::transient : Classifier::classify(a);
        if (failure == failure_class::permanent || (failure == failure_class::elsewhere_only && !a.elsewhere))
            return verdict::stop(ending::not_retryable);
        if (a.left_whole && !a.answered && !a.stale && !resend_unanswered)
            return verdict::stop(ending::unsafe_to_repeat);
        if (a.number >= max_attempts)
            return verdict::stop(ending::attempts_used_up);

        auto const throttling = failure == failure_class::throttling;
        auto const price = throttling ? throttling_cost : timed_out(a) ? timeout_cost : cost;
        if (budget - m.spent < price)
            return verdict::stop(ending::retry_budget_empty);
        auto const pause = wait(a, throttling);
        if (pause >= a.time_left)
            return verdict::stop(ending::deadline);
        m.spent += price;
        return verdict::after(pause, price);
    }

    constexpr void succeeded(attempt const& a, memory& m, instant) const {
        m.spent = std::max(0, m.spent - (a.number > 1 ? a.paid : 1));
    }

 private:
    // Not where the service says by a code that it waited.
    static constexpr bool timed_out(attempt const& a) {
        return a.kind == error_kind::timeout && a.code.empty();
    }

    constexpr std::chrono::milliseconds wait(attempt const& a, bool throttling) const {
        if (a.elsewhere && a.room_there)
            return {};
        // Past 2^20 the ceiling has long won.
        auto const doubled = (throttling ? throttling_base : base) * (1 << std::clamp(a.number - 1, 0, 20));
        auto const ceiling = std::chrono::duration<double, std::milli>{std::min(doubled, longest)};
        auto const drawn = std::chrono::round<std::chrono::milliseconds>(ceiling * a.chance);
        if (!a.server_hint || a.elsewhere)
            return drawn;
        return std::max(drawn, std::min(*a.server_hint, drawn + longest_hint));
    }
};

/// `basic_standard` with Bedrock's classifier.
using standard = basic_standard<classifier::bedrock>;

static_assert(policy<standard>);

}  // namespace bedrock::retry
