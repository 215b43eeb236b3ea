// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>

#include <bedrock/core/time.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/minute_counter.hpp>
#include <bedrock/quota/terms.hpp>

namespace bedrock::quota::detail {

/// What would count if the service's minute passed in one way and output was reserved in one way, and how often the
/// service said otherwise.
class tried_window {
 public:
    /// What a call took, for `settle` and what follows from its end.
    struct use {
        std::int64_t held = 0;
        std::int64_t reserved = 0;  ///< of these, by the service
        steady_time until{};
        bool had_room = true;  ///< it might have gone if only this window was asked
    };

    tried_window(quota::window window, bool burndown_at_start, amount const& limit)
        : minute_{limit, {window, burst_of(window)}},
          fixed_{window == window::fixed},
          burndown_at_start_{burndown_at_start} {}

    bool fixed() const { return fixed_; }
    bool burndown_at_start() const { return burndown_at_start_; }

    /// How often the service took what this had no room for, or (ten times as bad) refused what it had: halved every
    /// 20 minutes.
    double contradicted() const { return contradicted_; }

    /// How long until there is room for `own` behind others, all of them `need`; zero: now.
    std::chrono::nanoseconds until(amount const& need, amount const& own, instant now) {
        return minute_.until(need, own, now);
    }
    std::int64_t fit(amount const& one, instant now) { return minute_.fit(one, now); }

    use take(std::int64_t held, std::int64_t reserved, instant now) {
        auto const had_room = minute_.fits(held, now);
        return {held, std::min(reserved, held), minute_.take(held, now), had_room};
    }

    /// `free`: not even a request counts.
    void settle(use const& u, std::int64_t counted, bool free, instant now) {
        minute_.settle(u.held, u.reserved, counted, u.until, now);
        if (free)
            minute_.give_back_request(u.until, now);
    }

    /// A call was refused: if there is room for it here, the service has used more than is counted.
    void refused(use const& u, shortage lack, instant now) {
        if (!minute_.fits(u.held, now))
            return;
        constexpr double in_vain = 10;  // as many calls as might have been taken
        contradict(in_vain, now.steady);
        minute_.throttled(lack, now);
    }

    void taken(use const& u, instant now) {
        if (!u.had_room)
            contradict(1, now.steady);
    }

 private:
    // A little less than a minute, and the smallest bucket that `any` allows for, as per_minute has them.
    static std::chrono::nanoseconds burst_of(quota::window window) {
        return std::chrono::milliseconds{window == window::bucket ? 59'900 : 4'900};
    }

    void contradict(double by, steady_time now) {
        constexpr std::chrono::duration<double> half_life = std::chrono::minutes{20};
        contradicted_ = contradicted_ * std::exp2(-((now - told_) / half_life)) + by;
        told_ = now;
    }

    minute_counter minute_;
    bool fixed_;
    bool burndown_at_start_;
    double contradicted_ = 0;
    steady_time told_{};
};

}  // namespace bedrock::quota::detail
