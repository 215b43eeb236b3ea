// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

#include <bedrock/core/time.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/minute_window.hpp>
#include <bedrock/quota/detail/pacer.hpp>
#include <bedrock/quota/terms.hpp>

namespace bedrock::quota::detail {

/// How a minute is counted.
struct counting {
    quota::window window = window::any;
    std::chrono::nanoseconds burst{};  ///< of `any` and `bucket`

    constexpr bool by_window() const { return window != window::bucket; }
    constexpr bool paced() const { return window == window::any || window == window::bucket; }
};

/// Requests and tokens of one limit: what counts, what is held by calls under way, and when there is room.
///
/// | window  | tokens count                                                      | paced |
/// |---------|-------------------------------------------------------------------|-------|
/// | any     | while held; what was settled, for 60 s from then                  | yes   |
/// | sliding | for 60 s from the beginning; what is more than reserved, from then | no    |
/// | fixed   | the same, until the clock's minute ends                           | no    |
/// | bucket  | until drained                                                     | yes   |
class minute_counter {
 public:
    minute_counter(amount const& limit, counting how)
        : limit_{limit}, how_{how}, request_pace_{limit.requests}, token_pace_{limit.tokens} {}

    amount const& limit() const { return limit_; }

    /// How long until there is room for `own` behind others, all of them `need`; zero: now.
    std::chrono::nanoseconds until(amount const& need, amount const& own, instant now) {
        return std::max(until_in_window(need, held(), now.steady), until_paced(need, own, 0, now.steady));
    }

    /// The same if all that is held came back at once: it cannot be earlier.
    std::chrono::nanoseconds until_at_best(amount const& need, amount const& own, instant now) {
        return std::max(until_in_window(need, held() - held_, now.steady),
                        until_paced(need, own, held_, now.steady));
    }

    /// How many such calls fit now.
    std::int64_t fit(amount const& one, instant now) {
        auto most = std::numeric_limits<std::int64_t>::max();
        if (how_.by_window()) {
            auto const free = left(held(), now.steady);
            most = std::min(free.requests, free.tokens / std::max<std::int64_t>(one.tokens, 1));
        }
        if (how_.paced())
            most = std::min({most,
                             request_pace_.fit(request_pace_.time_of(one.requests), how_.burst, now.steady),
                             token_pace_.fit(token_pace_.time_of(one.tokens), how_.burst, now.steady)});
        return positive(most);
    }

    /// Whether a request that holds so many tokens may go now.
    bool fits(std::int64_t tokens, instant now) {
        if (how_.by_window() && !left(held(), now.steady).holds({1, tokens}))
            return false;
        return !how_.paced() || (request_pace_.fits(time_of_request_, how_.burst, now.steady) &&
                                 token_pace_.fits(token_pace_.time_of(tokens), how_.burst, now.steady));
    }

    /// It goes. Returns until when it counts, for `settle` and `give_back_request`.
    steady_time take(std::int64_t tokens, instant now) {
        held_ += tokens;
        if (how_.paced()) {
            request_pace_.charge(time_of_request_, now.steady);
            token_pace_.charge(token_pace_.time_of(tokens), now.steady);
        }
        if (!how_.by_window())
            return {};
        return window_.use({1, how_.window == window::any ? 0 : tokens}, end_of_window(now));
    }

    /// What was held becomes what is counted: as far as the service had reserved it, from the beginning on; what
    /// is more than that, from now on.
    void settle(std::int64_t hold, std::int64_t reserved, std::int64_t counted, steady_time until,
                instant now) {
        held_ -= hold;
        if (how_.window == window::any) {
            window_.use({0, counted}, end_of_window(now));
        } else if (how_.by_window()) {
            window_.take_back({0, hold - std::min(counted, reserved)}, until);
            if (counted > reserved)
                window_.use({0, counted - reserved}, end_of_window(now));
        }
        if (!how_.paced())
            return;
        if (counted < hold)
            token_pace_.refund(token_pace_.time_of(hold - counted), now.steady);
        else
            token_pace_.charge(token_pace_.time_of(counted - hold), now.steady);
    }

    /// The request was never made.
    void give_back_request(steady_time until, instant now) {
        if (how_.by_window())
            window_.take_back({1, 0}, until);
        if (how_.paced())
            request_pace_.refund(time_of_request_, now.steady);
    }

    /// The service has no room where some is left here: others use it, or estimates are low. Where calls are paced
    /// there is no burst for now; else what is left counts as used for a while.
    void throttled(shortage lack, instant now) {
        if (how_.paced()) {
            request_pace_.fill(how_.burst, now.steady);
            token_pace_.fill(how_.burst, now.steady);
            return;
        }
        auto const free = left(held(), now.steady);
        auto const lost = [](std::int64_t n, std::int64_t limit) {
            return limit < unlimited ? positive(n) : 0;
        };
        missing_.add({lack == shortage::tokens ? 0 : lost(free.requests, limit_.requests),
                      lack == shortage::requests ? 0 : lost(free.tokens, limit_.tokens)});
        missing_until_ = now.steady + a_while;
    }

    /// Nothing counts any more.
    bool idle(instant now) {
        return held_ == 0 && window_.used(now.steady) == amount{} && request_pace_.empty(now.steady) &&
               token_pace_.empty(now.steady);
    }

 private:
    static constexpr auto unlimited = std::numeric_limits<std::int64_t>::max();
    static constexpr std::chrono::nanoseconds a_while = std::chrono::seconds{10};

    // What counts beside the window: holds are in it but for `any`.
    std::int64_t held() const { return how_.window == window::any ? held_ : 0; }

    amount left(std::int64_t held, steady_time now) {
        auto const& used = window_.used(now);
        if (missing_until_ <= now)
            missing_ = {};
        return {limit_.requests - used.requests - missing_.requests,
                limit_.tokens - positive(saturating_add(used.tokens, held)) - missing_.tokens};
    }

    std::chrono::nanoseconds until_in_window(amount const& need, std::int64_t held, steady_time now) {
        if (!how_.by_window() || left(held, now).holds(need))
            return {};
        amount const most{limit_.requests - need.requests,
                          saturating_add(limit_.tokens - need.tokens, -held)};
        if (auto const at = window_.when_at_most(most, now); at != never)
            return std::max(at, missing_until_) - now;
        // Calls under way hold too much, or many are ahead: an estimate.
        auto const minutes = [](std::int64_t n, std::int64_t limit) { return limit > 0 ? n / limit : 0; };
        return minute *
               (1 + std::max(minutes(need.requests, limit_.requests), minutes(need.tokens, limit_.tokens)));
    }

    std::chrono::nanoseconds until_paced(amount const& need, amount const& own, std::int64_t returned,
                                         steady_time now) const {
        if (!how_.paced())
            return {};
        auto const until = [&](pacer const& pace, std::int64_t all, std::int64_t one) {
            return pace.until(pace.time_of(all), pace.time_of(one), how_.burst, now);
        };
        auto best = token_pace_;
        best.refund(best.time_of(returned), now);
        return std::max(until(request_pace_, need.requests, own.requests),
                        until(best, need.tokens, own.tokens));
    }

    steady_time end_of_window(instant now) const {
        return how_.window == window::fixed ? end_of_clock_minute(now) : now.steady + minute;
    }

    amount limit_;
    counting how_;
    minute_window window_;
    pacer request_pace_, token_pace_;
    std::chrono::nanoseconds time_of_request_ = request_pace_.time_of(1);
    std::int64_t held_ = 0;
    amount missing_{};  // used by nobody knows whom, …
    steady_time missing_until_{};
};

}  // namespace bedrock::quota::detail
