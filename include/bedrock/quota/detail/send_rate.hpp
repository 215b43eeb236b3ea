// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cmath>

namespace bedrock::quota::detail {

// The parts of AWS's adaptive mode, in its own numbers. Times are seconds of one clock, rates are tries a
// second. Constants: botocore's `retries/adaptive.py`, `bucket.py` and `throttling.py`.

/// How often tries really ended: counted in slices of time, smoothed from slice to slice.
struct rate_meter {
    double slice_began = 0;
    double smoothing = 0.8;  ///< weight of the newest slice
    double slice = 0.5;      ///< seconds
    double rate = 0;
    double count = 0;  ///< in this slice

    double record(double now) {
        auto const began = std::floor(now / slice) * slice;
        ++count;
        if (began > slice_began) {
            rate = count / (began - slice_began) * smoothing + rate * (1 - smoothing);
            count = 0;
            slice_began = began;
        }
        return rate;
    }
};

/// The rate that CUBIC would send at: back below the last throttle's rate at once, soon near it again, long
/// about it, then beyond.
struct cubic {
    double max_rate = 0;       ///< at the last throttle
    double last_throttle = 0;  ///< when that was
    double beta = 0.7;         ///< what a throttle leaves of the rate
    double scale = 0.4;

    /// Seconds from a throttle until its rate is reached again.
    double recovery() const { return std::cbrt(max_rate * (1 - beta) / scale); }

    double rate_at(double now) const {
        auto const since = now - last_throttle - recovery();
        return scale * since * since * since + max_rate;
    }

    /// A throttle came at that rate; the rate to go on with.
    double throttled(double rate, double now) {
        max_rate = rate;
        last_throttle = now;
        return rate * beta;
    }
};

/// Send tokens, which come in at a rate and are kept up to a second's worth, but at least one.
struct token_bucket {
    double rate = 1;
    double filled_at = 0;
    double min_rate = 0.5;
    double capacity = 1;
    double tokens = 0;

    void fill(double now) {
        if (now <= filled_at)
            return;
        tokens = std::min(capacity, tokens + (now - filled_at) * rate);
        filled_at = now;
    }

    void set_rate(double wanted, double now) {
        fill(now);  // at the old rate up to here
        rate = std::max(wanted, min_rate);
        capacity = std::max(wanted, 1.0);
        tokens = std::min(tokens, capacity);
    }

    bool take(double amount, double now) {
        fill(now);
        if (amount > tokens)
            return false;
        tokens -= amount;
        return true;
    }

    void give_back(double amount) { tokens = std::min(capacity, tokens + amount); }

    /// Seconds until there will be so many.
    double until(double amount) const { return std::max(0.0, amount - tokens) / rate; }
};

/// The sending rate of AWS's adaptive mode. It limits nothing before the first throttle.
struct send_rate {
    rate_meter meter{};
    detail::cubic cubic{};
    token_bucket bucket{};
    bool limits = false;  ///< since the first throttle

    static constexpr double most_over_measured = 2;

    static send_rate from(double now) {
        return {.meter = {.slice_began = std::floor(now)},
                .cubic = {.last_throttle = now},
                .bucket = {.filled_at = now}};
    }

    /// A try was answered.
    void answered(bool throttled, double now) {
        auto const measured = meter.record(now);
        auto const wanted = throttled
                                ? cubic.throttled(limits ? std::min(measured, bucket.rate) : measured, now)
                                : cubic.rate_at(now);
        limits = limits || throttled;
        bucket.set_rate(capped(wanted, measured), now);
    }

    static double capped(double wanted, double measured) {
        return std::min(wanted, most_over_measured * measured);
    }
};

}  // namespace bedrock::quota::detail
