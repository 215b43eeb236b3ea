// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>

#include <bedrock/quota/detail/leaky_bucket.hpp>

namespace bedrock::quota::detail {

/// A bucket that drains a minute's limit in a minute.
class pacer : public leaky_bucket {
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

 private:
    // 2^28 parts of a nanosecond: a minute of them fits into 64 bits.
    static constexpr int scale = 28;
    static constexpr std::uint64_t minute_scaled = std::uint64_t{60'000'000'000} << scale;
    static constexpr std::int64_t unpaced = std::int64_t{1} << 40;  // nobody's limit: as good as none

    std::uint64_t time_of_one_ = 0;  // 0: not paced
};

}  // namespace bedrock::quota::detail
