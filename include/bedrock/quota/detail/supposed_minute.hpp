// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>

#include <bedrock/core/time.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/learned_limit.hpp>
#include <bedrock/quota/detail/minute_window.hpp>
#include <bedrock/quota/detail/saturating.hpp>

namespace bedrock::quota::detail {

/// A way in which the service may count.
struct way_of_counting {
    bool fixed = false;              ///< in minutes of the clock; else in the last 60 seconds
    bool burndown_at_start = false;  ///< output is reserved at its rate
};

/// What would count now if the service counted in one way, and the limits that follow from what it took and
/// refused. Of several the one is right whose limits are contradicted least.
class supposed_minute {
 public:
    /// What a call took, for `settle` and `taken`.
    struct use {
        std::int64_t held = 0;
        steady_time until{};  ///< it counts
        amount counted{};     ///< with it, at its start
    };

    supposed_minute(way_of_counting how, std::optional<std::int64_t> requests,
                    std::optional<std::int64_t> tokens)
        : how_{how}, requests_{requests}, tokens_{tokens} {}

    way_of_counting const& how() const { return how_; }

    /// How much its limits were contradicted of late: shares of them, halved every two minutes.
    double contradicted() const { return contradicted_; }

    /// How long until there is room for so much; zero: now. A single call larger than the limit goes when nothing
    /// else counts.
    std::chrono::nanoseconds until(amount const& need, std::int64_t own, steady_time now) {
        auto const limit = limit_for(own);
        auto const free = limit - window_.used(now);
        if (free.holds(need))
            return {};
        if (need.requests > free.requests)
            requests_.press();
        if (need.tokens > free.tokens)
            tokens_.press();
        auto const at = window_.when_at_most(limit - need, now);
        return at == never ? minute : at - now;
    }

    /// How long it takes to use so much evenly; no time where nothing is known.
    std::chrono::nanoseconds time_of(amount const& a) const {
        auto const part = std::max(requests_.part(a.requests), tokens_.part(a.tokens));
        return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>{minute} *
                                                                    std::min(part, 1.0));
    }

    /// How many calls that take so much fit now.
    std::int64_t fit(std::int64_t own, steady_time now) {
        auto const free = limit_for(own) - window_.used(now);
        return positive(std::min(free.requests, free.tokens / std::max<std::int64_t>(own, 1)));
    }

    /// The part of a limit that counts now, of the one that is nearer.
    double filled(steady_time now) {
        auto const& used = window_.used(now);
        return std::max(requests_.part(used.requests), tokens_.part(used.tokens));
    }

    use take(std::int64_t held, instant now) {
        auto const until = window_.use({1, held}, end_of_window(now));
        return {held, until, window_.used(now.steady)};
    }

    /// What it came to; `requests`: 0, if not even one counts.
    void settle(use const& u, std::int64_t counted, std::int64_t requests, instant now) {
        window_.take_back({1 - requests, u.held - std::min(counted, u.held)}, u.until);
        if (counted > u.held)
            window_.use({0, counted - u.held}, end_of_window(now));
    }

    /// A call was refused, for lack of what; `again`: as was the one before it.
    void refused(use const& u, shortage lack, bool again, steady_time now) {
        auto const& used = window_.used(now);
        double contradicts = 0;
        if (lack != shortage::tokens)
            contradicts = requests_.refused(1, used.requests, again, now);
        if (lack != shortage::requests)
            contradicts = std::max(contradicts, tokens_.refused(u.held, used.tokens, again, now));
        contradict(contradicts, now);
    }

    /// A call was taken.
    void taken(use const& u, steady_time now) {
        auto const requests = requests_.taken(1, u.counted.requests, now);
        auto const tokens = tokens_.taken(u.held, u.counted.tokens, now);
        contradict(std::max(requests, tokens), now);
    }

 private:
    steady_time end_of_window(instant now) const {
        return how_.fixed ? end_of_clock_minute(now) : now.steady + minute;
    }
    amount limit_for(std::int64_t own) const { return {requests_.value(), std::max(tokens_.value(), own)}; }

    void contradict(double by, steady_time now) {
        constexpr std::chrono::duration<double> half_life = std::chrono::minutes{2};
        contradicted_ *= std::exp2(-((now - told_) / half_life));
        contradicted_ += by;
        told_ = now;
    }

    way_of_counting how_;
    minute_window window_{};
    learned_limit requests_, tokens_;
    double contradicted_ = 0;
    steady_time told_{};
};

}  // namespace bedrock::quota::detail
