// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <limits>

#include <bedrock/core/time.hpp>

namespace bedrock::quota::detail {

/// Requests and tokens, counted or allowed.
struct amount {
    std::int64_t requests = 0;
    std::int64_t tokens = 0;

    friend constexpr bool operator==(amount const&, amount const&) = default;
};

/// A sum that stays at the end of the range instead of overflowing.
constexpr std::int64_t saturating_add(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(a, b, &sum))
        return sum;
    return a < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

/// A product of two numbers that are not negative, which stays at the end of the range instead of
/// overflowing.
constexpr std::int64_t saturating_multiply(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::int64_t>::max() : product;
}

/// What was used in the last 60 seconds, and what is held by calls under way.
///
/// Uses are kept in slices of 100 ms, each until 60 s after its end: the sum is never less than what a window
/// of exactly 60 s would hold, and at most 601 slices are kept.
class minute_window {
 public:
    void use(amount a, steady_time now) {
        forget_old(now);
        auto const end = slice_end(now);
        if (slices_.empty() || slices_.back().end < end)
            slices_.push_back({.end = end});
        add(slices_.back().used, a);
        add(used_, a);
    }

    /// What was used then was not used after all; nothing if it is forgotten already.
    void take_back(amount a, steady_time then) {
        auto const counted = std::ranges::find(slices_, slice_end(then), &slice::end);
        if (counted == slices_.end())
            return;
        for (auto* const from : {&counted->used, &used_}) {
            from->requests -= a.requests;
            from->tokens -= a.tokens;
        }
    }

    void hold(std::int64_t tokens) { held_ = saturating_add(held_, tokens); }
    void release(std::int64_t tokens) { held_ -= tokens; }

    /// What may still be admitted; negative where debt is carried.
    amount free(amount limit, steady_time now) {
        forget_old(now);
        return {limit.requests - used_.requests, limit.tokens - saturating_add(used_.tokens, held_)};
    }

    /// How long until `need` is free, if nothing is settled meanwhile; an estimate where calls under way hold
    /// too much.
    std::chrono::nanoseconds until_free(amount need, amount limit, steady_time now) {
        return until_enough(need, free(limit, now), limit, now);
    }

    /// The same if all that is held comes back at once: it cannot be earlier.
    std::chrono::nanoseconds until_free_at_best(amount need, amount limit, steady_time now) {
        auto available = free(limit, now);
        available.tokens = saturating_add(available.tokens, held_);
        return until_enough(need, available, limit, now);
    }

    static constexpr std::chrono::seconds window{60};

 private:
    std::chrono::nanoseconds until_enough(amount need, amount available, amount limit,
                                          steady_time now) const {
        auto const enough = [&] {
            return need.requests <= available.requests && need.tokens <= available.tokens;
        };
        auto at = now;
        for (auto oldest = slices_.begin(); !enough() && oldest != slices_.end(); ++oldest) {
            add(available, oldest->used);
            at = oldest->end + window;
        }
        if (!enough())
            at += window *
                  (1 + std::max(minutes(need.requests, limit.requests), minutes(need.tokens, limit.tokens)));
        return at - now;
    }

    static constexpr std::chrono::milliseconds slice_length{100};

    struct slice {
        steady_time end;
        amount used{};
    };

    static steady_time slice_end(steady_time now) {
        auto const since = now.time_since_epoch();
        return steady_time{since - since % slice_length + slice_length};
    }
    static std::int64_t minutes(std::int64_t need, std::int64_t limit) {
        return limit > 0 ? need / limit : 0;
    }
    static void add(amount& to, amount const& a) {
        to.requests = saturating_add(to.requests, a.requests);
        to.tokens = saturating_add(to.tokens, a.tokens);
    }

    void forget_old(steady_time now) {
        while (!slices_.empty() && slices_.front().end + window <= now) {
            used_.requests -= slices_.front().used.requests;
            used_.tokens -= slices_.front().used.tokens;
            slices_.pop_front();
        }
    }

    std::deque<slice> slices_;
    amount used_{};
    std::int64_t held_ = 0;
};

}  // namespace bedrock::quota::detail
