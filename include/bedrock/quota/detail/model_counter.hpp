// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstdint>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/line.hpp>
#include <bedrock/quota/detail/minute_counter.hpp>
#include <bedrock/quota/detail/saturating.hpp>

namespace bedrock::quota::detail {

/// How a model's calls are reserved and settled.
struct rates {
    std::int64_t burndown = 1;
    std::int64_t unset_output = 4'096;
    bool burndown_at_start = false;
};

/// One limit of the service: its counter, the calls that wait for it, and what its calls cost.
class model_counter {
 public:
    struct ticket {
        std::int64_t tokens = 0;    ///< held
        std::int64_t reserved = 0;  ///< of these, by the service
        steady_time until{};
        std::size_t counter = 0;  ///< its number
    };

    model_counter(amount const& limit, counting how, rates const& r) : minute_{limit, how}, rates_{r} {}

    /// `number` is this counter's, for the ticket.
    admission<ticket> admit(demand const& d, std::size_t number, instant now) {
        now = tick(now);
        auto const reserved = reserved_for(d.asked);
        if (reserved > minute_.limit().tokens || minute_.limit().requests < 1)
            return never(reserved);
        auto const own = cost_of(d.asked, reserved);
        if (line_.place_of(d.call) != 0 || !minute_.fits(own.tokens, now))
            return wait(d.call, own, now);
        line_.leave(d.call);
        return admission<ticket>::granted(
            {own.tokens, std::min(reserved, own.tokens), minute_.take(own.tokens, now), number});
    }

    receipt settle(ticket const& t, settlement const& s, instant now) {
        now = tick(now);
        auto const counted = s.refused || s.unsent ? 0 : s.as_held ? t.tokens : settled(s.used);
        minute_.settle(t.tokens, t.reserved, counted, t.until, now);
        if (s.unsent)
            minute_.give_back_request(t.until, now);
        else if (s.cause == error_kind::throttled)
            minute_.throttled(s.lack, now);
        else if (!s.estimated && !s.refused)
            mean_output_ += (positive(std::min(s.used.output, countable)) * mean_scale - mean_output_) / 8;
        return {.held = t.tokens, .counted = counted};
    }

    quota::room room(demand const& d, instant now) {
        now = tick(now);
        auto const reserved = reserved_for(d.asked);
        if (reserved > minute_.limit().tokens || minute_.limit().requests < 1)
            return {.known = true, .wait = quota::room::never, .calls = 0};
        auto const own = cost_of(d.asked, reserved);
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
    // More tokens than these are counted as these: sums of them stay far from the end of the range.
    static constexpr std::int64_t countable = std::int64_t{1} << 40;
    static constexpr std::int64_t mean_scale = 16;

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

    std::int64_t reserved_for(tokens_asked const& asked) const {
        auto const output = positive(asked.output_limit.value_or(rates_.unset_output));
        auto const rate = rates_.burndown_at_start ? rates_.burndown : 1;
        return saturating_add(positive(asked.input_estimate), saturating_multiply(output, rate));
    }

    // The greater of what the service reserves and what the call is expected to be settled at.
    amount cost_of(tokens_asked const& asked, std::int64_t reserved) const {
        auto const output = std::min(mean_output_ / mean_scale, asked.output_limit.value_or(countable));
        auto const expected = saturating_add(positive(asked.input_estimate),
                                             saturating_multiply(positive(output), rates_.burndown));
        return {1, std::min({std::max(reserved, expected), minute_.limit().tokens, countable})};
    }

    amount need_of(amount const& own, std::size_t place) const {
        auto need = line_.ahead_of(place);
        need.add(own);
        return need;
    }

    std::int64_t settled(tokens_used const& used) const {
        auto const input = saturating_add(positive(used.input), positive(used.cache_write));
        auto const output = saturating_multiply(positive(used.output), rates_.burndown);
        return std::min(saturating_add(input, output), countable);
    }

    minute_counter minute_;
    detail::line line_;
    rates rates_;
    std::int64_t mean_output_ = 0;  // in parts of mean_scale
    steady_time latest_{};
};

}  // namespace bedrock::quota::detail
