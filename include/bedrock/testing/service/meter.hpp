// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <limits>

#include <bedrock/testing/service/limit.hpp>

namespace bedrock::testing::service {

/// A moment, from any origin that the caller keeps to. With the epoch as origin fixed windows begin with the
/// minute of the clock.
using moment = std::chrono::nanoseconds;

inline constexpr moment never = moment::max();

/// More than anything counted here reaches; as a limit it means none.
inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

/// A sum of two amounts, neither negative, which stays at the end of the range instead of overflowing.
constexpr std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? unlimited : sum;
}

/// The same for a product.
constexpr std::int64_t saturating_multiply(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? unlimited : product;
}

constexpr std::int64_t positive(std::int64_t n) { return n < 0 ? 0 : n; }

/// The time a limit is for, and how it passes.
struct period {
    testing::window kind = window::fixed;
    std::chrono::nanoseconds length = std::chrono::minutes{1};  ///< more than 0
    /// Of a bucket: it holds what drains in this time, so a short one allows small bursts only. Not longer
    /// than the length.
    std::chrono::nanoseconds burst = std::chrono::minutes{1};
};

/// What was used of one limit, as its kind of window counts it. Never negative and never overflowing,
/// whatever it is told; amounts and limits are not negative. Times that step back are taken for the latest seen.
/// A bucket without a limit keeps nothing.
///
///     if (m.when(amount, limit, now) <= now)
///         booking = m.add(amount);
///     …
///     m.used(limit, later);            // first the time, then the correction
///     m.give_back(too_much, booking);
class meter {
 public:
    explicit meter(period p = {}) : period_(p) {}

    /// What counts now.
    std::int64_t used(std::int64_t limit, moment now) {
        now = now < latest_ ? latest_ : now;
        switch (period_.kind) {
            case window::fixed:
                if (auto const number = now / period_.length; number != number_) {
                    number_ = number;
                    total_ = 0;
                }
                break;
            case window::sliding:
                while (!uses_.empty() && now - uses_.front().when >= period_.length) {
                    take(uses_.front().amount);
                    uses_.pop_front();
                    ++number_;
                }
                break;
            case window::bucket:
                drain(limit, now - latest_);
                break;
        }
        latest_ = now;
        return total_;
    }

    /// When so much more fits, if nothing else happens: `now` if it does, `never` if it is more than the
    /// limit.
    moment when(std::int64_t amount, std::int64_t limit, moment now) {
        auto const counted = used(limit, now);
        auto const room = capacity(limit);
        if (amount > room)
            return never;
        auto excess = counted - (room - amount);
        if (excess <= 0)
            return now;
        switch (period_.kind) {
            case window::fixed:
                return moment{saturating_multiply(period_.length.count(), number_ + 1)};
            case window::sliding:
                for (auto const& u : uses_)
                    if ((excess -= u.amount) <= 0)
                        return moment{saturating_add(u.when.count(), period_.length.count())};
                return never;
            case window::bucket:
                break;
        }
        if (limit == 0)
            return never;  // nothing drains
        // The last nanosecond begins with what is left over of a token: rounded up.
        auto const owed = static_cast<wide>(excess) * static_cast<wide>(period_.length.count()) - remainder_;
        auto const rate = static_cast<wide>(limit);
        auto const wait = (owed + rate - 1) / rate;
        auto const most = static_cast<wide>((never - latest_).count());
        return wait >= most ? never : latest_ + moment{static_cast<std::int64_t>(wait)};
    }

    /// Counts it, as of the last time asked about. Returns where it was booked, for `give_back`.
    std::int64_t add(std::int64_t amount) {
        total_ = saturating_add(total_, amount);
        if (period_.kind != window::sliding)
            return number_;
        uses_.push_back({latest_, amount});
        return number_ + static_cast<std::int64_t>(uses_.size()) - 1;
    }

    /// Takes back part of what was booked there, as far as it still counts: what has passed with its window
    /// is not given a second time. (A bucket does not know whose tokens drained; it is never less than
    /// empty.)
    void give_back(std::int64_t amount, std::int64_t booking) {
        if (period_.kind == window::sliding) {
            if (booking < number_)
                return;
            auto& booked = uses_[static_cast<std::size_t>(booking - number_)].amount;
            amount = amount < booked ? amount : booked;
            booked -= amount;
        } else if (period_.kind == window::fixed && booking != number_) {
            return;
        }
        take(amount);
    }

 private:
    __extension__ using wide = unsigned __int128;

    struct use {
        moment when{};
        std::int64_t amount = 0;
    };

    std::int64_t capacity(std::int64_t limit) const {
        if (period_.kind != window::bucket || period_.burst >= period_.length || limit == 0)
            return limit;
        auto const part = static_cast<wide>(limit) * static_cast<wide>(period_.burst.count()) /
                          static_cast<wide>(period_.length.count());
        return part == 0 ? 1 : static_cast<std::int64_t>(part);
    }

    void drain(std::int64_t limit, std::chrono::nanoseconds time) {
        auto const length = static_cast<wide>(period_.length.count());
        auto const drained = static_cast<wide>(time.count()) * static_cast<wide>(limit) + remainder_;
        if (drained / length >= static_cast<wide>(total_)) {
            total_ = 0;
            remainder_ = 0;
        } else {
            total_ -= static_cast<std::int64_t>(drained / length);
            remainder_ = drained % length;
        }
    }

    void take(std::int64_t amount) { total_ = amount < total_ ? total_ - amount : 0; }

    period period_;
    moment latest_{};
    std::int64_t total_ = 0;
    std::int64_t number_ = 0;  // fixed: of the window; sliding: of the first use kept
    wide remainder_ = 0;       // bucket: what drained of the next token, in parts of the length
    std::deque<use> uses_{};   // sliding: oldest first
};

}  // namespace bedrock::testing::service
