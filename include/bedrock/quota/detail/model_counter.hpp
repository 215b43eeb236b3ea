// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstdint>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/call_costs.hpp>
#include <bedrock/quota/detail/line.hpp>
#include <bedrock/quota/detail/minute_counter.hpp>

namespace bedrock::quota::detail {

/// One limit of the service: its counter, the calls that wait for it, and what its calls cost.
class model_counter {
 public:
    struct ticket {
        std::int64_t tokens = 0;    ///< held
        std::int64_t reserved = 0;  ///< of these, by the service
        steady_time until{};
        std::size_t counter = 0;  ///< its number
    };

    model_counter(amount const& limit, counting how, call_costs const& costs, bool burndown_at_start)
        : minute_{limit, how},
          costs_{costs},
          burndown_at_start_{burndown_at_start},
          holds_expected_{how.window != window::fixed} {}

    /// `number` is this counter's, for the ticket.
    admission<ticket> admit(demand const& d, std::size_t number, instant now) {
        now = tick(now);
        auto const reserved = costs_.reserved(d.asked, burndown_at_start_);
        if (reserved > minute_.limit().tokens || minute_.limit().requests < 1)
            return never(reserved);
        auto const own = amount_of(d.asked, reserved);
        if (line_.place_of(d.call) != 0 || !minute_.fits(own.tokens, now))
            return wait(d.call, own, now);
        line_.leave(d.call);
        return admission<ticket>::granted(
            {own.tokens, std::min(reserved, own.tokens), minute_.take(own.tokens, now), number});
    }

    receipt settle(ticket const& t, settlement const& s, instant now) {
        now = tick(now);
        auto const counted = s.refused || s.unsent ? 0 : s.as_held ? t.tokens : costs_.settled(s.used);
        minute_.settle(t.tokens, t.reserved, counted, t.until, now);
        if (s.unsent)
            minute_.give_back_request(t.until, now);
        else if (s.cause == error_kind::throttled)
            minute_.throttled(s.lack, now);
        else if (!s.estimated && !s.refused)
            costs_.learn(s.used.output);
        return {.held = t.tokens, .counted = counted};
    }

    quota::room room(demand const& d, instant now) {
        now = tick(now);
        auto const reserved = costs_.reserved(d.asked, burndown_at_start_);
        if (reserved > minute_.limit().tokens || minute_.limit().requests < 1)
            return {.known = true, .wait = quota::room::never, .calls = 0};
        auto const own = amount_of(d.asked, reserved);
        auto const place = line_.place_of(d.call);
        return {
            .known = true,
            .wait = std::max(minute_.until(need_of(own, place), own, now), place == 0 ? none : shortest_wait),
            .calls = place == 0 ? minute_.fit(own, now) : 0};
    }

    void leave(std::uint64_t call) { line_.leave(call); }

    bool idle(instant now) { return line_.empty() && minute_.idle(tick(now)); }

 private:
    static constexpr std::chrono::nanoseconds none{};
    static constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds{1};
    [[gnu::noinline]] admission<ticket> never(std::int64_t reserved) const {
        auto const& limit = minute_.limit();
        return reserved > limit.tokens ? admission<ticket>::never(reserved, limit.tokens)
                                       : admission<ticket>::never(1, limit.requests);
    }

    [[gnu::noinline]] admission<ticket> wait(std::uint64_t call, amount const& own, instant now) {
        auto const need = need_of(own, line_.place_of(call));
        line_.join(call, own.tokens);
        return admission<ticket>::wait_for(std::max(minute_.until(need, own, now), shortest_wait),
                                           minute_.until_at_best({need.requests, own.tokens}, own, now));
    }

    // A clock that steps back stands still.
    instant tick(instant now) {
        latest_ = std::max(latest_, now.steady);
        return {latest_, now.wall};
    }

    amount amount_of(tokens_asked const& asked, std::int64_t reserved) const {
        auto const held =
            holds_expected_ ? costs_.held(asked, reserved) : std::min(reserved, costs_.countable);
        return {1, std::min(held, minute_.limit().tokens)};
    }

    amount need_of(amount const& own, std::size_t place) const {
        auto need = line_.ahead_of(place);
        need.add(own);
        return need;
    }

    minute_counter minute_;
    detail::line line_;
    call_costs costs_;
    bool burndown_at_start_;
    bool holds_expected_;  // what is more than reserved ends with a fixed minute
    steady_time latest_{};
};

}  // namespace bedrock::quota::detail
