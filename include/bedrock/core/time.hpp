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

/// A time that does not come.
inline constexpr steady_time never = steady_time::max();

/// A time from then; one beyond what a clock can show never comes.
template <class Rep, class Period>
constexpr steady_time after(steady_time then, std::chrono::duration<Rep, Period> time) {
    using coarse = std::chrono::duration<Rep, Period>;
    return time < std::chrono::duration_cast<coarse>(never - then) ? then + time : never;
}

}  // namespace bedrock
