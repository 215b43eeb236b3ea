// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

#include <bedrock/core/time.hpp>
#include <bedrock/quota/detail/minute_window.hpp>
#include <bedrock/quota/detail/saturating.hpp>

namespace bedrock::quota::detail {

/// A bucket that drains a minute's limit in a minute, kept as the one time at which it is empty (GCRA). What
/// does not fit into the burst waits; what is larger than the burst goes when the bucket is empty.
///
/// Amounts are not negative. A debt is carried for ten minutes at most.
class pacer {
 public:
    explicit pacer(std::int64_t limit) {
        if (limit > 0 && limit < unpaced)
            time_of_one_ =
                (minute_scaled + static_cast<std::uint64_t>(limit) - 1) / static_cast<std::uint64_t>(limit);
    }

    /// How long the bucket takes to drain it.
    std::chrono::nanoseconds time_of(std::int64_t n) const {
        __extension__ using wide = unsigned __int128;
        constexpr std::int64_t longest = std::int64_t{1} << 56;  // two years: sums stay in range
        auto const time = static_cast<wide>(n) * time_of_one_ >> scale;
        return std::chrono::nanoseconds{time < longest ? static_cast<std::int64_t>(time) : longest};
    }

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
    std::chrono::nanoseconds until(std::int64_t need, std::int64_t own, std::chrono::nanoseconds burst,
                                   steady_time now) const {
        return std::max(level(now) + time_of(need) - std::max(burst, time_of(own)), {});
    }

    /// How many such amounts fit now.
    std::int64_t fit(std::int64_t one, std::chrono::nanoseconds burst, steady_time now) const {
        if (auto const each = time_of(one); each.count() > 0)
            return std::max((burst - level(now)) / each, std::int64_t{empty(now)});
        return std::numeric_limits<std::int64_t>::max();
    }

    bool empty(steady_time now) const { return empty_ <= now; }

 private:
    // 2^28 parts of a nanosecond: a minute of them fits into 64 bits.
    static constexpr int scale = 28;
    static constexpr std::uint64_t minute_scaled = std::uint64_t{60'000'000'000} << scale;
    static constexpr std::int64_t unpaced = std::int64_t{1} << 40;  // nobody's limit: as good as none
    static constexpr std::chrono::nanoseconds longest_debt = std::chrono::minutes{10};

    std::chrono::nanoseconds level(steady_time now) const { return std::max(empty_ - now, {}); }

    std::uint64_t time_of_one_ = 0;  // 0: not paced
    steady_time empty_{};
};

}  // namespace bedrock::quota::detail
