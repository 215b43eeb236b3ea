// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace bedrock::quota::detail {

/// A sum that stays at the end of the range instead of overflowing.
constexpr std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(a, b, &sum))
        return sum;
    return a < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

/// A product of two numbers that are not negative, which stays at the end of the range instead of
/// overflowing.
constexpr std::int64_t saturating_multiply(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::int64_t>::max() : product;
}

/// Figures from outside are not trusted to make sense: a negative count is none.
constexpr std::int64_t positive(std::int64_t n) { return n < 0 ? 0 : n; }

/// Part of a limit. More than all of it is all; what is no number is nothing.
constexpr std::int64_t part_of(std::int64_t limit, double share) {
    if (share >= 1.0)
        return limit;
    return share > 0 ? static_cast<std::int64_t>(static_cast<double>(limit) * share) : 0;
}

/// The same of a limit that may be none, which is then beyond any.
constexpr std::int64_t scaled(std::optional<std::int64_t> limit, double share) {
    return limit ? part_of(*limit, share) : std::numeric_limits<std::int64_t>::max();
}

}  // namespace bedrock::quota::detail
