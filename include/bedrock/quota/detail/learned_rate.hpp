// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

#include <bedrock/core/time.hpp>

namespace bedrock::quota::detail {

/// A rate that is found from throttles: a bucket whose draining is cut by a throttle and grows with each call
/// that the service takes.
///
/// A cut is small if many calls went well since the last one, and large if few did: then the rate is far off. If
/// none did, the service's window is still full: the rate stays, and the pause doubles.
/// It grows slowly at first, where the limit was met last, then ever faster, since the limit has moved. It
/// grows with calls and not with time, so that throttles are a share of the calls whatever the limit is; and
/// only while calls wait for it. Amounts are requests or tokens, times those of a monotonic clock.
class learned_rate {
 public:
    /// A first guess a minute; infinity: none.
    explicit learned_rate(double a_minute = unknown) : a_minute_{std::max(a_minute, 1.0)} {}

    double a_minute() const { return a_minute_; }
    bool known() const { return a_minute_ < unknown; }

    /// How long until there is room for `own` behind others, all of them `need`; zero: now.
    std::chrono::nanoseconds until(double need, double own, std::chrono::nanoseconds burst, steady_time now) {
        if (!known())
            return {};
        drain(now);
        auto const excess = level_ + need - std::max(room_of(burst), own);
        if (excess <= 0)
            return {};
        pressed_ = true;
        constexpr double longest = 3.6e12;  // an hour
        return std::chrono::nanoseconds{
            static_cast<std::chrono::nanoseconds::rep>(std::min(excess / per_nanosecond() + 1, longest))};
    }

    void charge(double amount, steady_time now) {
        drain(now);
        level_ = std::max(level_ + amount, 0.0);
    }

    /// A call was taken.
    void accepted() {
        ++well_;
        if (!known() || !pressed_)
            return;
        constexpr double cautious = 0.0001, calm = 100;
        auto const haste = static_cast<double>(well_) / calm;
        a_minute_ *= 1 + cautious * std::clamp(haste * haste, 1.0, 20.0);
    }

    /// A call that was sent then was not. `recent`: what was taken in the minute before.
    void throttled(steady_time sent, double recent, std::chrono::nanoseconds burst, steady_time now) {
        drain(now);
        if (sent < cut_)
            return;  // it was out when the rate was cut
        if (well_ > 0 || !known()) {
            auto const met = std::max(recent, 1.0) * 0.97;
            a_minute_ = known() ? std::max(std::min(a_minute_, met), a_minute_ * 0.8) : met;
            pause_ = std::chrono::seconds{2};
        } else {
            pause_ = std::min<std::chrono::nanoseconds>(2 * pause_, std::chrono::seconds{20});
        }
        cut_ = now;
        well_ = 0;
        pressed_ = false;
        level_ = std::max(level_, room_of(burst + pause_));
    }

    static constexpr double unknown = std::numeric_limits<double>::infinity();

 private:
    double per_nanosecond() const { return a_minute_ / 60e9; }
    double room_of(std::chrono::nanoseconds burst) const {
        return static_cast<double>(burst.count()) * per_nanosecond();
    }
    void drain(steady_time now) {
        if (now <= at_)
            return;
        if (known())
            level_ = std::max(level_ - static_cast<double>((now - at_).count()) * per_nanosecond(), 0.0);
        else
            level_ = 0;
        at_ = now;
    }

    double a_minute_;
    double level_ = 0;
    steady_time at_{};
    steady_time cut_{};                 // of the last throttle
    std::chrono::nanoseconds pause_{};  // after the last throttle
    int well_ = 0;                      // calls taken since then
    bool pressed_ = false;              // a call had to wait since then
};

}  // namespace bedrock::quota::detail
