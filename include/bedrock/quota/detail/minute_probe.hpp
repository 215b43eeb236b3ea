// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>

#include <bedrock/core/time.hpp>
#include <bedrock/quota/detail/minute_window.hpp>

namespace bedrock::quota::detail {

/// Leave for a few calls at the beginning of some minutes of the clock: after one minute, two, four and so
/// on, at last every sixteenth, since what they find out holds for long.
class minute_probe {
 public:
    /// Whether a call may go now; `size`: how many may, if it is the first.
    bool open(int size, instant now) {
        constexpr std::chrono::seconds opening{2};
        constexpr int longest_interval = 16;
        auto const end = end_of_clock_minute(now);
        if (end - now.steady < minute - opening)
            return false;
        if (now.steady >= next_) {
            left_ = size;
            closes_ = now.steady + opening;
            next_ = end + (interval_ - 1) * minute;
            interval_ = std::min(2 * interval_, longest_interval);
        }
        return now.steady < closes_ && left_ > 0;
    }

    void take() { --left_; }

    /// Whether it will be open at the beginning of that minute.
    bool due(steady_time begin) const { return begin >= next_; }

 private:
    steady_time next_{};
    steady_time closes_{};
    int interval_ = 1;  // minutes
    int left_ = 0;
};

}  // namespace bedrock::quota::detail
