// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/call_costs.hpp>
#include <bedrock/quota/detail/leaky_bucket.hpp>
#include <bedrock/quota/detail/line.hpp>
#include <bedrock/quota/detail/minute_probe.hpp>
#include <bedrock/quota/detail/minute_window.hpp>
#include <bedrock/quota/detail/refusal_pause.hpp>
#include <bedrock/quota/detail/supposed_minute.hpp>

namespace bedrock::quota::detail {

/// One limit of the service, of which neither the size nor the way of counting is known.
///
/// Theory of operation. Every way in which the service may count is kept beside the others, each with the limits that
/// it would imply. Calls are admitted by the one that is contradicted least. A way that is too careful would never
/// be contradicted, so the bold are tried: output reserved at its rate is supposed first, since more is free once
/// such a call is settled; and at the start of some minutes of the clock a few calls go that the last 60 seconds have
/// no room for: if the service takes them, it counts in fixed minutes.
///
/// Calls do not go all at once. In the last 60 seconds those would be free again at once too, a minute later and ever
/// after: once half of the limit is used, they go at twice its pace at most. A fixed minute's limit may be used as it
/// begins, but within a second or two, so that a refusal is heard in time where others were quicker.
class learned_counter {
 public:
    struct ticket {
        std::array<supposed_minute::use, 4> uses{};
        std::int64_t held = 0;
        steady_time since{};
        std::chrono::nanoseconds paced{};
        std::size_t counter = 0;  ///< its number
    };

    learned_counter(std::optional<std::int64_t> requests, std::optional<std::int64_t> tokens,
                    call_costs const& costs)
        : ways_{{{{false, true}, requests, tokens},
                 {{true, true}, requests, tokens},
                 {{false, false}, requests, tokens},
                 {{true, false}, requests, tokens}}},
          costs_{costs},
          bounded_{requests || tokens} {}

    /// `number` is this counter's, for the ticket.
    admission<ticket> admit(demand const& d, std::size_t number, instant now) {
        now = tick(now);
        auto const own = held_by(d, active());
        auto const place = line_.place_of(d.call);
        auto const wait = until(own, place, now);
        auto const probe = wait > none && probes(place, now);
        if (place > 0 || (wait > none && !probe)) {
            line_.join(d.call, own);
            return admission<ticket>::wait_for(
                std::max(std::min(wait, until_probe(place, now)), shortest_wait), {});
        }
        line_.leave(d.call);
        if (probe)
            probe_.take(now.steady);
        auto const paced = crowded(now.steady) ? paced_time({1, own}) : none;
        pace_.charge(paced, now.steady);
        ++under_way_;
        ticket t{.held = own, .since = now.steady, .paced = paced, .counter = number};
        for (std::size_t i = 0; auto& way : ways())
            t.uses[i++] = way.take(held_by(d, way), now);
        return admission<ticket>::granted(t);
    }

    receipt settle(ticket const& t, settlement const& s, instant now) {
        now = tick(now);
        --under_way_;
        auto const free = s.refused || s.unsent;
        auto const counted = free ? 0 : s.as_held ? t.held : costs_.settled(s.used);
        if (counted < t.held)
            pace_.refund(std::min(t.paced, paced_time({1, t.held}) - paced_time({1, counted})), now.steady);
        for (std::size_t i = 0; auto& way : ways()) {
            auto const& use = t.uses[i++];
            way.settle(use, s.as_held ? use.held : counted, free ? 0 : 1, now);
        }
        if (s.cause == error_kind::throttled)
            refused(t, s.lack, now);
        else if (!free)
            taken(t, s, now.steady);
        return {.held = t.held, .counted = counted};
    }

    quota::room room(demand const& d, instant now) {
        now = tick(now);
        if (!bounded_)
            return {};
        auto const own = held_by(d, active());
        auto const place = line_.place_of(d.call);
        auto const wait = until(own, place, now);
        if (place > 0)
            return {.known = true, .wait = std::max(wait, shortest_wait), .calls = 0};
        if (wait == none)
            return {.known = true, .calls = fit(own, now.steady)};
        return probes(place, now) ? quota::room{.known = true, .calls = 1}
                                  : quota::room{.known = true, .wait = wait, .calls = 0};
    }

    void leave(std::uint64_t call) { line_.leave(call); }

    bool idle(instant now) {
        constexpr std::chrono::hours worth_knowing{1};
        return under_way_ == 0 && line_.empty() && now.steady - latest_ > worth_knowing;
    }

 private:
    static constexpr std::chrono::nanoseconds none{};
    static constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds{1};
    static constexpr double full = 31.0 / 32;
    static constexpr std::size_t with_rate = 2;  // the first ways reserve output at its rate

    // A clock that steps back stands still.
    instant tick(instant now) {
        latest_ = std::max(latest_, now.steady);
        return {latest_, now.wall};
    }

    // Where the rate is one the first ways are the same as the last.
    std::span<supposed_minute> ways() {
        return std::span{ways_}.subspan(costs_.burndown() > 1 ? 0 : with_rate);
    }
    supposed_minute& active() { return ways()[active_]; }

    // What is more than reserved ends with a fixed minute.
    std::int64_t held_by(demand const& d, supposed_minute const& way) const {
        auto const reserved = costs_.reserved(d.asked, way.how().burndown_at_start);
        return way.how().fixed ? std::min(reserved, costs_.countable) : costs_.held(d.asked, reserved);
    }

    std::chrono::nanoseconds until(std::int64_t own, std::size_t place, instant now) {
        amount need = line_.ahead_of(place);
        need.add({1, own});
        return std::max({active().until(need, own, now.steady), until_paced(need, own, now.steady),
                         pause_.end() - now.steady});
    }

    std::chrono::nanoseconds until_paced(amount const& need, std::int64_t own, steady_time now) {
        return crowded(now) ? pace_.until(paced_time(need), paced_time({1, own}), burst(), now) : none;
    }

    std::int64_t fit(std::int64_t own, steady_time now) {
        auto const in_window = active().fit(own, now);
        return crowded(now) ? std::min(in_window, pace_.fit(paced_time({1, own}), burst(), now)) : in_window;
    }

    bool crowded(steady_time now) { return active().how().fixed || active().filled(now) > 0.5; }

    // Times a minute in which its limit could be used.
    int pace() { return active().how().fixed ? 40 : 2; }
    std::chrono::nanoseconds burst() { return std::chrono::nanoseconds{std::chrono::seconds{1}} / pace(); }
    std::chrono::nanoseconds paced_time(amount const& a) { return active().time_of(a) / pace(); }

    // Whether a call goes now that the last 60 seconds have no room for.
    bool probes(std::size_t place, instant now) {
        return place == 0 && now.steady >= pause_.end() && sliding_full(now.steady) &&
               probe_.open(probe_size(now.steady), now);
    }

    bool sliding_full(steady_time now) {
        return !active().how().fixed && std::ranges::all_of(ways(), [&](auto& way) {
            return way.how().fixed || way.filled(now) >= full;
        });
    }

    // Enough to be told from a limit that has moved.
    std::size_t probe_size(steady_time now) {
        return std::max<std::size_t>(2, static_cast<std::size_t>(recent_.used(now).requests) / 10);
    }

    // Those who would go in a probe are woken for it.
    std::chrono::nanoseconds until_probe(std::size_t place, instant now) {
        if (active().how().fixed)
            return minute;
        auto const at = probe_.time_for(place, probe_size(now.steady), now);
        return at == never ? minute : at - now.steady;
    }

    void refused(ticket const& t, shortage lack, instant now) {
        bounded_ = true;
        probe_.end();
        auto const again = pause_.refused(t.since, now.steady);
        for (std::size_t i = 0; auto& way : ways())
            way.refused(t.uses[i++], lack, again, now.steady);
        choose();
        if (active().how().fixed)
            pause_.end_by(end_of_clock_minute(now));
    }

    void taken(ticket const& t, settlement const& s, steady_time now) {
        recent_.use({1, 0}, t.since + minute);
        if (!s.estimated)
            costs_.learn(s.used.output);
        if (!pause_.taken(t.since))
            return;
        for (std::size_t i = 0; auto& way : ways())
            way.taken(t.uses[i++], now);
        choose();
    }

    void choose() {
        auto const score = [](supposed_minute const& way) {
            constexpr double careful = 0.05;
            return way.contradicted() + (way.how().burndown_at_start ? 0 : careful);
        };
        constexpr double clearly = 0.03, by_far = 1.4;
        auto const best = std::ranges::min_element(ways(), {}, score);
        if (score(active()) >= by_far * score(*best) + clearly)
            active_ = static_cast<std::size_t>(best - ways().begin());
    }

    std::array<supposed_minute, 4> ways_;
    call_costs costs_;
    std::size_t active_ = 0;  // of the ways in use
    bool bounded_;            // a limit was guessed, or something refused
    detail::line line_{};
    leaky_bucket pace_{};
    minute_window recent_{};  // calls that were taken
    int under_way_ = 0;
    steady_time latest_{};
    refusal_pause pause_{std::chrono::seconds{1}};
    minute_probe probe_{};
};

}  // namespace bedrock::quota::detail
