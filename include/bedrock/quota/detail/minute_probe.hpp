// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

#include <bedrock/core/time.hpp>
#include <bedrock/quota/detail/minute_window.hpp>

namespace bedrock::quota::detail {

/// Leave for a few calls, one after the other, at the beginning of some minutes of the clock, until one is refused:
/// after one minute, two, four and so on, at last every sixteenth, since what they find out holds for long.
class minute_probe {
 public:
    /// Whether a call may go now; `size`: how many may, if it is the first.
    bool open(std::size_t size, instant now) {
        constexpr int longest_interval = 16;
        auto const end = end_of_clock_minute(now);
        if (end - now.steady < minute - opening)
            return false;
        if (now.steady >= next_) {
            left_ = size;
            spacing_ = spacing_of(size);
            next_call_ = now.steady;
            closes_ = now.steady + opening;
            next_ = end + (interval_ - 1) * minute;
            interval_ = std::min(2 * interval_, longest_interval);
        }
        return left_ > 0 && now.steady >= next_call_ && now.steady < closes_;
    }

    void take(steady_time now) {
        --left_;
        next_call_ = now + spacing_;
    }

    /// A call was refused: now it is known.
    void end() { left_ = 0; }

    /// When the call at that place in the line may go, in this minute or at the beginning of the next; or never.
    steady_time time_for(std::size_t place, std::size_t size, instant now) const {
        if (now.steady < closes_ && place < left_)
            return next_call_ + static_cast<int>(place) * spacing_;
        auto const begin = end_of_clock_minute(now);
        return place < size && begin >= next_ ? begin + static_cast<int>(place) * spacing_of(size) : never;
    }

 private:
    static constexpr std::chrono::nanoseconds opening = std::chrono::seconds{2};

    static std::chrono::nanoseconds spacing_of(std::size_t size) {
        return opening / (static_cast<int>(size) + 1);
    }

    steady_time next_{};
    steady_time closes_{};
    steady_time next_call_{};
    std::chrono::nanoseconds spacing_{};
    std::size_t left_ = 0;
    int interval_ = 1;  // minutes
};

}  // namespace bedrock::quota::detail
