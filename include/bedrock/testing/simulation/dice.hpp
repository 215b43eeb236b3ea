// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <span>

#include <bedrock/core/splitmix.hpp>

namespace bedrock::testing::simulation {

/// Chance from a seed, the same for the same seed with each standard library (splitmix64; the distributions of
/// <random> are each library's own).
class dice {
 public:
    explicit dice(std::uint64_t seed) : state_{seed} {}

    std::uint64_t number() { return bedrock::detail::scrambled(state_ += bedrock::detail::splitmix_step); }

    /// In [0, 1).
    double unit() { return bedrock::detail::in_unit(number()); }

    /// The time between two events of which there are `rate` in a unit of time on average.
    double exponential(double rate) { return -std::log1p(-unit()) / rate; }

    /// An index, each as often as its weight is part of all.
    std::size_t weighted(std::span<double const> weights) {
        auto left = unit() * std::accumulate(weights.begin(), weights.end(), 0.0);
        std::size_t i = 0;
        while (i + 1 < weights.size() && left >= weights[i])
            left -= weights[i++];
        return i;
    }

    /// Log-normal, at least 1; `sigma` is the deviation of the logarithm.
    std::int64_t log_normal(double mean, double sigma) {
        constexpr double most = 1e15;
        auto const normal = std::sqrt(-2 * std::log1p(-unit())) * std::cos(2 * std::numbers::pi * unit());
        auto const value = mean * std::exp(sigma * normal - sigma * sigma / 2);
        return static_cast<std::int64_t>(std::clamp(std::round(value), 1.0, most));
    }

 private:
    std::uint64_t state_;
};

}  // namespace bedrock::testing::simulation
