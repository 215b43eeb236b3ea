// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/call_costs.hpp>
#include <bedrock/quota/detail/line.hpp>
#include <bedrock/quota/detail/refusal_pause.hpp>
#include <bedrock/quota/detail/tried_window.hpp>

namespace bedrock::quota::detail {

/// One limit of the service, whose size is known and whose way of counting is not.
///
/// Theory of operation. Every way in which the service may count is kept beside the others, the boldest first. Calls
/// are admitted by the first that the service did not contradict: one that is too bold is refused soon, and what is
/// left is how the service counts, or something as good.
class found_counter {
    static constexpr std::size_t reservations = 4;  // ways for each way of reserving output

 public:
    struct ticket {
        std::array<tried_window::use, 2 * reservations> uses{};
        std::int64_t held = 0;
        steady_time since{};
        std::size_t counter = 0;  ///< its number
    };

    found_counter(amount const& limit, call_costs const& costs)
        : limit_{limit},
          ways_{{{window::fixed, false, limit},
                 {window::bucket, false, limit},
                 {window::sliding, false, limit},
                 {window::any, false, limit},
                 {window::fixed, true, limit},
                 {window::bucket, true, limit},
                 {window::sliding, true, limit},
                 {window::any, true, limit}}},
          costs_{costs} {}

    /// `number` is this counter's, for the ticket.
    admission<ticket> admit(demand const& d, std::size_t number, instant now) {
        now = tick(now);
        if (auto const least = costs_.reserved(d.asked, false); least > limit_.tokens)
            return admission<ticket>::never(least, limit_.tokens);
        if (limit_.requests < 1)
            return admission<ticket>::never(1, limit_.requests);
        auto const own = held_by(d, active());
        auto const place = line_.place_of(d.call);
        auto const wait = until(own, place, now);
        if (place > 0 || wait > none) {
            line_.join(d.call, own);
            return admission<ticket>::wait_for(std::max(wait, shortest_wait), {});
        }
        line_.leave(d.call);
        ++under_way_;
        ticket t{.held = own, .since = now.steady, .counter = number};
        for (std::size_t i = 0; auto& way : ways())
            t.uses[i++] = way.take(held_by(d, way), costs_.reserved(d.asked, way.burndown_at_start()), now);
        return admission<ticket>::granted(t);
    }

    receipt settle(ticket const& t, settlement const& s, instant now) {
        now = tick(now);
        --under_way_;
        auto const free = s.refused || s.unsent;
        auto const counted = free ? 0 : s.as_held ? t.held : costs_.settled(s.used);
        for (std::size_t i = 0; auto& way : ways()) {
            auto const& use = t.uses[i++];
            way.settle(use, s.as_held ? use.held : counted, free, now);
        }
        if (s.cause == error_kind::throttled)
            refused(t, s.lack, now);
        else if (!free)
            taken(t, s, now);
        return {.held = t.held, .counted = counted};
    }

    quota::room room(demand const& d, instant now) {
        now = tick(now);
        if (costs_.reserved(d.asked, false) > limit_.tokens || limit_.requests < 1)
            return {.known = true, .wait = quota::room::never, .calls = 0};
        auto const own = held_by(d, active());
        auto const place = line_.place_of(d.call);
        auto const wait = until(own, place, now);
        if (place > 0)
            return {.known = true, .wait = std::max(wait, shortest_wait), .calls = 0};
        return {.known = true, .wait = wait, .calls = wait == none ? active().fit({1, own}, now) : 0};
    }

    void leave(std::uint64_t call) { line_.leave(call); }

    bool idle(instant now) {
        constexpr std::chrono::hours worth_knowing{1};
        return under_way_ == 0 && line_.empty() && now.steady - latest_ > worth_knowing;
    }

 private:
    static constexpr std::chrono::nanoseconds none{};
    static constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds{1};

    // A clock that steps back stands still.
    instant tick(instant now) {
        latest_ = std::max(latest_, now.steady);
        return {latest_, now.wall};
    }

    // Where the rate is one the last ways are the same as the first.
    std::span<tried_window> ways() {
        return std::span{ways_}.first(costs_.burndown() > 1 ? 2 * reservations : reservations);
    }
    tried_window& active() { return ways_[active_]; }

    // What is more than reserved ends with a fixed minute.
    std::int64_t held_by(demand const& d, tried_window const& way) const {
        auto const reserved = costs_.reserved(d.asked, way.burndown_at_start());
        auto const held = way.fixed() ? std::min(reserved, costs_.countable) : costs_.held(d.asked, reserved);
        return std::min(held, limit_.tokens);
    }

    std::chrono::nanoseconds until(std::int64_t own, std::size_t place, instant now) {
        amount need = line_.ahead_of(place);
        need.add({1, own});
        return std::max(active().until(need, {1, own}, now), pause_.end() - now.steady);
    }

    void refused(ticket const& t, shortage lack, instant now) {
        pause_.refused(t.since, now.steady);
        for (std::size_t i = 0; auto& way : ways())
            way.refused(t.uses[i++], lack, now);
        choose();
    }

    void taken(ticket const& t, settlement const& s, instant now) {
        if (!s.estimated)
            costs_.learn(s.used.output);
        if (!pause_.taken(t.since))
            return;
        for (std::size_t i = 0; auto& way : ways())
            way.taken(t.uses[i++], now);
        choose();
    }

    // Of equals the boldest; not for a few contradictions, since requests overtake each other on their way.
    void choose() {
        constexpr double few = 3, by_far = 1.4;
        auto const best = std::ranges::min_element(ways(), {}, &tried_window::contradicted);
        if (active().contradicted() >= by_far * best->contradicted() + few)
            active_ = static_cast<std::size_t>(best - ways().begin());
    }

    amount limit_;
    std::array<tried_window, 2 * reservations> ways_;
    call_costs costs_;
    std::size_t active_ = 0;  // of the ways in use
    detail::line line_{};
    int under_way_ = 0;
    steady_time latest_{};
    refusal_pause pause_{std::chrono::milliseconds{200}};
};

}  // namespace bedrock::quota::detail
