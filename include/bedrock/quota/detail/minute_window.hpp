// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include <bedrock/core/time.hpp>
#include <bedrock/quota/detail/ring.hpp>
#include <bedrock/quota/detail/saturating.hpp>

namespace bedrock::quota::detail {

/// The time a quota is for.
inline constexpr std::chrono::nanoseconds minute = std::chrono::minutes{1};

/// When the clock's minute ends.
constexpr steady_time end_of_clock_minute(instant now) {
    auto const into = std::chrono::nanoseconds{now.wall.time_since_epoch()} % minute;
    return now.steady + (into.count() < 0 ? -into : minute - into);
}

/// Requests and tokens, counted or allowed.
struct amount {
    std::int64_t requests = 0;
    std::int64_t tokens = 0;

    friend constexpr bool operator==(amount const&, amount const&) = default;
    friend constexpr amount operator-(amount const& a, amount const& b) {
        return {a.requests - b.requests, a.tokens - b.tokens};
    }
    constexpr bool holds(amount const& other) const {
        return other.requests <= requests && other.tokens <= tokens;
    }
    constexpr void add(amount const& other) {
        requests = saturating_add(requests, other.requests);
        tokens = saturating_add(tokens, other.tokens);
    }
};

/// What was used and still counts.
///
/// Uses expire in slices of 100 ms, never early: the sum is never less than that of exact times, and what is
/// kept of a minute is 601 slices at most. The tenth of a second also makes up for requests that overtake
/// each other on their way.
class minute_window {
 public:
    /// Counts it until a time, or until the latest that was named before. Returns which, for `take_back`.
    steady_time use(amount const& a, steady_time until) {
        if (slices_.empty() || slices_.back().until < until) {
            auto const since = until.time_since_epoch() + slice_length - std::chrono::nanoseconds{1};
            slices_.push_back({.until = steady_time{since / slice_length * slice_length}});
        }
        auto& last = slices_.back();
        last.used.add(a);
        used_.add(a);
        return last.until;
    }

    /// What was counted until then was not used after all; nothing if it is forgotten already.
    void take_back(amount const& a, steady_time until) {
        for (auto i = slices_.size(); i-- > 0 && slices_[i].until >= until;)
            if (auto& found = slices_[i]; found.until == until) {
                found.used = found.used - a;
                used_ = used_ - a;
            }
    }

    /// What counts now.
    amount const& used(steady_time now) {
        while (!slices_.empty() && slices_.front().until <= now) {
            used_ = used_ - slices_.front().used;
            slices_.pop_front();
        }
        return used_;
    }

    /// When no more than this counts, if nothing else happens; never, if it is less than nothing.
    steady_time when_at_most(amount const& most, steady_time now) {
        auto left = used(now);
        auto at = now;
        for (std::size_t i = 0; !most.holds(left); ++i) {
            if (i == slices_.size())
                return never;
            left = left - slices_[i].used;
            at = slices_[i].until;
        }
        return at;
    }

 private:
    static constexpr std::chrono::nanoseconds slice_length = std::chrono::milliseconds{100};

    struct slice {
        steady_time until{};
        amount used{};
    };

    ring<slice> slices_;
    amount used_{};
};

}  // namespace bedrock::quota::detail
