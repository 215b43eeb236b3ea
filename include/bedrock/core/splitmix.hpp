// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>

namespace bedrock::detail {

/// Scrambles a number so that it looks drawn: the output function of splitmix64 (Steele, Lea, Flood 2014).
constexpr std::uint64_t scrambled(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/// The step of its counter.
inline constexpr std::uint64_t splitmix_step = 0x9e3779b97f4a7c15;

/// In [0, 1).
constexpr double in_unit(std::uint64_t drawn) { return static_cast<double>(drawn >> 11) * 0x1p-53; }

}  // namespace bedrock::detail
