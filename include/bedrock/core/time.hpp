// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>

namespace bedrock {

using steady_time = std::chrono::steady_clock::time_point;
using wall_time = std::chrono::system_clock::time_point;

/// A moment as both clocks show it. Waits and durations use `steady`; signatures use `wall`.
/// Policies never read a clock: a driver hands them an instant.
struct instant {
    steady_time steady{};
    wall_time wall{};

    friend bool operator==(instant const&, instant const&) = default;
};

}  // namespace bedrock
