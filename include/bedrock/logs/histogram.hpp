// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace bedrock::logs {

/// Durations counted in buckets that grow with them: whatever is added, it stays at 7 KiB, and a quantile is
/// off by 1/64 (1.6 %) at most; up to 63 ms it is exact, and so are mean, least and most. Durations beyond 49
/// days (2^32 ms) count as that, negative ones as 0.
class histogram {
 public:
    using milliseconds = std::chrono::milliseconds;

    void add(milliseconds taken);

    std::uint64_t count() const { return count_; }
    milliseconds least() const { return milliseconds{count_ == 0 ? 0 : least_}; }
    milliseconds most() const { return milliseconds{most_}; }

    /// 0 where there is nothing.
    double mean() const { return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_); }

    /// The least duration that no less than a share of all are at or below: 0.5 for the median. 0 where there
    /// is nothing.
    milliseconds quantile(double share) const;

 private:
    // Each doubling has as many buckets; those of the first two doublings hold one value each.
    static constexpr unsigned bits = 5;
    static constexpr std::int64_t limit = std::numeric_limits<std::uint32_t>::max();

    static constexpr unsigned shift(std::uint64_t value) {
        auto const width = static_cast<unsigned>(std::bit_width(value));
        return width > bits + 1 ? width - (bits + 1) : 0;
    }
    static constexpr std::size_t bucket(std::uint64_t value) {
        return (std::size_t{shift(value)} << bits) + static_cast<std::size_t>(value >> shift(value));
    }
    static constexpr std::int64_t middle(std::size_t bucket) {
        auto const wide = bucket >> bits > 1 ? (bucket >> bits) - 1 : 0;
        auto const low = static_cast<std::int64_t>(bucket - (wide << bits)) << wide;
        return low + ((std::int64_t{1} << wide) - 1) / 2;
    }

    std::array<std::uint64_t, (32 - bits + 1) << bits> buckets_{};  // of 32-bit values
    std::uint64_t count_ = 0, sum_ = 0;
    std::int64_t least_ = limit, most_ = 0;
};

inline void histogram::add(milliseconds taken) {
    auto const value = std::clamp<std::int64_t>(taken.count(), 0, limit);
    ++buckets_[bucket(static_cast<std::uint64_t>(value))];
    ++count_;
    sum_ += static_cast<std::uint64_t>(value);
    least_ = std::min(least_, value);
    most_ = std::max(most_, value);
}

inline histogram::milliseconds histogram::quantile(double share) const {
    auto const wanted = share * static_cast<double>(count_);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i != buckets_.size(); ++i)
        if (seen += buckets_[i]; seen != 0 && static_cast<double>(seen) >= wanted)
            return milliseconds{std::clamp(middle(i), least_, most_)};
    return most();
}

}  // namespace bedrock::logs
