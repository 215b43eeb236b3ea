// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include <bedrock/core/time.hpp>

namespace bedrock::quota::detail {

/// A minute's limit that nobody told: found from what counted when a call was taken, and when one was refused.
///
/// A refusal lowers it to what counted then. While calls wait for it, it grows with each that is taken: up to where
/// calls were mostly refused of late by a twentieth of what that takes, since others who use the limit come and go;
/// beyond by a two-hundredth. When more calls than mostly are taken without a refusal, it grows ever faster, since the
/// limit has moved.
///
/// Both answer by what share of the greater it differs from what was known, if that is contradicted: which tells how
/// good the count is.
class learned_limit {
 public:
    explicit learned_limit(std::optional<std::int64_t> guess) {
        if (guess)
            limit_ = shown_ = static_cast<double>(std::max<std::int64_t>(*guess, 1));
    }

    bool known() const { return limit_ <= greatest; }

    std::int64_t value() const {
        return known() ? static_cast<std::int64_t>(limit_) : std::numeric_limits<std::int64_t>::max();
    }

    /// What part of it that is; none, while it is not known.
    double part(std::int64_t n) const { return static_cast<double>(n) / limit_; }

    /// A call waits for it.
    void press() { pressed_ = true; }

    /// A call that takes `own` was refused where so much counted; `again`: the first after a pause that follows a
    /// refusal, so even that is too much.
    double refused(std::int64_t own, std::int64_t counted, bool again, steady_time now) {
        auto const least = static_cast<double>(counted) - (again ? 0.5 * static_cast<double>(own) : 0);
        auto const most = std::max(least, 1.0);
        auto const contradicts = known() && most < shown_ ? 1 - most / shown_ : 0;
        shown_ = std::min(shown_, most);
        limit_ = std::min(limit_, most);
        usual_ += (most - usual_) / (usual_ > 0 ? 16 : 1);
        if (taken_ > 0)
            interval_ += (std::min(static_cast<double>(taken_), longest_interval) - interval_) / 8;
        refused_ = now;
        taken_ = 0;
        pressed_ = false;
        return contradicts;
    }

    /// A call that takes `own` was taken, and `counted` was the sum with it.
    double taken(std::int64_t own, std::int64_t counted, steady_time now) {
        ++taken_;
        if (!known())
            return 0;
        auto const fitted = static_cast<double>(counted);
        auto const contradicts = fitted > limit_ ? 1 - limit_ / fitted : 0;
        shown_ = std::max(shown_, fitted);
        limit_ = std::max(limit_, fitted);
        if (pressed_)
            limit_ = std::min(limit_ + static_cast<double>(own) * growth(now), greatest);
        return contradicts;
    }

 private:
    static constexpr double greatest = 4e18;         // fits into an integer
    static constexpr double longest_interval = 100;  // calls

    // By what part of a call the limit grows with it.
    double growth(steady_time now) const {
        constexpr double back_to_usual = 0.05, beyond = 0.005, shortest_interval = 5, fastest = 100;
        auto const minutes = std::chrono::duration<double, std::ratio<60>>{now - refused_}.count();
        auto const calls = static_cast<double>(taken_) / std::max(interval_, shortest_interval);
        auto const haste = std::max({std::min(calls, minutes), minutes / 4, 1.0});
        return (limit_ < usual_ ? back_to_usual : beyond) * std::min(haste * haste * haste * haste, fastest);
    }

    double limit_ = std::numeric_limits<double>::infinity();
    double shown_ = limit_;               // to fit
    double usual_ = 0;                    // what mostly counted at a refusal
    double interval_ = longest_interval;  // calls that are mostly taken between two refusals
    steady_time refused_{};               // the last time
    std::int64_t taken_ = 0;              // since then
    bool pressed_ = false;                // since then
};

}  // namespace bedrock::quota::detail
