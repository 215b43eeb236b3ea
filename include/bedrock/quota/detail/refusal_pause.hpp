// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>

#include <bedrock/core/time.hpp>

namespace bedrock::quota::detail {

/// How long nothing goes after a refusal: twice as long after each in a row, four seconds at most, until a call is
/// taken. Longer ones would cost more than they spare.
class refusal_pause {
 public:
    explicit refusal_pause(std::chrono::nanoseconds first) : first_{first} {}

    /// A call that began then was refused. Whether it is the first after a pause, so that two are in a row.
    bool refused(steady_time began, steady_time now) {
        auto const after_pause = began > refused_at_;
        auto const again = after_pause && length_ != none;
        if (after_pause)
            length_ = again ? std::min(2 * length_, longest) : first_;
        refused_at_ = now;
        end_ = now + length_;
        return again;
    }

    /// A call that began then was taken. False where it began before the last refusal: what counted then may have been
    /// refused.
    bool taken(steady_time began) {
        if (began <= refused_at_)
            return false;
        length_ = none;
        return true;
    }

    void end_by(steady_time latest) { end_ = std::min(end_, latest); }

    steady_time end() const { return end_; }

 private:
    static constexpr std::chrono::nanoseconds none{};
    static constexpr std::chrono::nanoseconds longest = std::chrono::seconds{4};

    std::chrono::nanoseconds first_;
    std::chrono::nanoseconds length_{};  // after the last refusal, while nothing was taken since
    steady_time refused_at_{};
    steady_time end_{};
};

}  // namespace bedrock::quota::detail
