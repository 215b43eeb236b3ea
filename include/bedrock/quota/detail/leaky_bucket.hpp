// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

#include <bedrock/core/time.hpp>

namespace bedrock::quota::detail {

/// A bucket that drains evenly, kept as the one time at which it is empty (GCRA). Amounts are the times in which they
/// drain, and not negative. What does not fit into the burst waits; what is larger than the burst goes when the
/// bucket is empty. A debt is carried for ten minutes at most.
class leaky_bucket {
 public:
    /// Whether what takes so long to drain fits.
    bool fits(std::chrono::nanoseconds time, std::chrono::nanoseconds burst, steady_time now) const {
        return empty_ <= now || empty_ - now + time <= burst;
    }

    void charge(std::chrono::nanoseconds time, steady_time now) {
        empty_ = std::min(std::max(empty_, now) + time, now + longest_debt);
    }

    /// What has drained already is not given a second time: a bucket is never less than empty.
    void refund(std::chrono::nanoseconds time, steady_time now) {
        if (empty_ > now)
            empty_ = std::max(empty_ - time, now);
    }

    /// As full as its burst.
    void fill(std::chrono::nanoseconds burst, steady_time now) { empty_ = std::max(empty_, now + burst); }

    /// How long until there is room for `own` behind others, all of them `need`, if nothing else happens.
    std::chrono::nanoseconds until(std::chrono::nanoseconds need, std::chrono::nanoseconds own,
                                   std::chrono::nanoseconds burst, steady_time now) const {
        return std::max(level(now) + need - std::max(burst, own), {});
    }

    /// How many such amounts fit now.
    std::int64_t fit(std::chrono::nanoseconds each, std::chrono::nanoseconds burst, steady_time now) const {
        return each.count() > 0 ? std::max((burst - level(now)) / each, std::int64_t{empty(now)})
                                : std::numeric_limits<std::int64_t>::max();
    }

    bool empty(steady_time now) const { return empty_ <= now; }

 private:
    static constexpr std::chrono::nanoseconds longest_debt = std::chrono::minutes{10};

    std::chrono::nanoseconds level(steady_time now) const { return std::max(empty_ - now, {}); }

    steady_time empty_{};
};

}  // namespace bedrock::quota::detail
