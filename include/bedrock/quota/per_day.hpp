// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/saturating.hpp>

namespace bedrock::quota {

/// Other tokens a day in one source region.
struct regional_day {
    std::string region;
    std::int64_t tokens = 0;
};

/// Keeps to the tokens of a day, which the service counts per account and source region over all models.
///
///     bedrock::client c{bedrock::region::failover{"us-east-1", "us-west-2"},
///                       bedrock::quota::all{bedrock::quota::per_minute{.tokens = 400'000},
///                                           bedrock::quota::per_day{.tokens = 150'000'000}}};
///
/// A day is never waited for: a region without tokens is left by region policies that have another, and else
/// the call ends with `error_kind::daily_limit`. A call holds its input and its output limit and is settled at
/// input + cache write + output × `burndown`. The day is taken to end at midnight UTC. When the service itself
/// says that the day's tokens are used up, the region is left alone for `recheck`; for that alone no limit
/// need be given.
///
/// Source: shared/bedrock-facts.md, section 5.4. Since September 2026 the service weighs tokens by price, with
/// a formula it does not publish: leave some room.
struct per_day {
    using slot = quota::slot;

    std::optional<std::int64_t> tokens{};            ///< a day; none: not limited
    double share = 1.0;                              ///< of them, for one of N processes that share them
    std::vector<regional_day> at{};                  ///< source regions that differ
    std::int64_t burndown = 1;                       ///< quota tokens that one output token takes
    std::int64_t unset_output = 4'096;               ///< output tokens held by a call without a limit
    std::chrono::milliseconds recheck{15 * 60'000};  ///< after a refusal for the day's sake

    struct ticket {
        std::size_t day = 0;
        std::int64_t tokens = 0;  ///< held
    };

    struct memory {
        struct day {
            std::uint32_t account = 0;
            std::string region{};
            std::chrono::days date{};
            std::int64_t used = 0;
            std::int64_t held = 0;
            steady_time closed_until{};  ///< by the service's word
        };
        std::vector<day> days{};  ///< one for each account and source region
    };

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        using told = admission<ticket>;
        auto const cost = cost_of(d.asked);
        auto const limit = limit_at(d.place.region);
        if (cost > limit)
            return told::never(cost, limit);
        auto const index = day_of(d.place, m, now);
        auto& day = m.days[index];
        if (now.steady < day.closed_until)
            return told::spent(day.closed_until - now.steady, cost, limit);
        if (cost > left(day, limit))
            return told::spent(until_midnight(now), cost, limit);
        day.held = detail::saturating_add(day.held, cost);
        return told::granted({index, cost});
    }

    receipt settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        auto& day = m.days[t.day];
        turn(day, now);
        auto const counted = s.refused || s.unsent ? 0 : s.as_held ? t.tokens : settled(s.used);
        day.held -= t.tokens;
        day.used = detail::saturating_add(day.used, counted);
        if (s.cause == error_kind::daily_limit)
            day.closed_until = std::max(day.closed_until, after(now.steady, recheck));
        return {.held = t.tokens, .counted = counted};
    }

    quota::room room(demand const& d, memory& m, instant now) const {
        auto const cost = cost_of(d.asked);
        auto const limit = limit_at(d.place.region);
        auto const& day = m.days[day_of(d.place, m, now)];
        auto const calls = left(day, limit) / std::max<std::int64_t>(cost, 1);
        if (now.steady < day.closed_until || cost > left(day, limit))
            return {.known = true, .wait = quota::room::never, .calls = 0};
        return {.known = limit != unlimited, .calls = calls};
    }

 private:
    static constexpr auto unlimited = std::numeric_limits<std::int64_t>::max();
    // More tokens than these are counted as these: sums of them stay far from the end of the range.
    static constexpr std::int64_t countable = std::int64_t{1} << 40;

    static std::int64_t left(memory::day const& day, std::int64_t limit) {
        return limit == unlimited ? limit : limit - detail::saturating_add(day.used, day.held);
    }

    std::int64_t limit_at(std::string_view region) const {
        auto const found = std::ranges::find(at, region, &regional_day::region);
        auto const limit = found == at.end() ? tokens : found->tokens;
        return limit ? detail::part_of(*limit, share) : unlimited;
    }

    std::int64_t cost_of(tokens_asked const& asked) const {
        return std::min(countable,
                        detail::saturating_add(detail::positive(asked.input_estimate),
                                               detail::positive(asked.output_limit.value_or(unset_output))));
    }

    std::int64_t settled(tokens_used const& used) const {
        using namespace detail;
        auto const input = saturating_add(positive(used.input), positive(used.cache_write));
        auto const output = saturating_multiply(positive(used.output), positive(burndown));
        return std::min(saturating_add(input, output), countable);
    }

    static std::chrono::nanoseconds until_midnight(instant now) {
        auto const since = now.wall.time_since_epoch();
        return std::chrono::floor<std::chrono::days>(since) + std::chrono::days{1} - since;
    }

    // A day that was over does not come back with a clock that steps.
    static void turn(memory::day& day, instant now) {
        auto const date = std::chrono::floor<std::chrono::days>(now.wall.time_since_epoch());
        if (date > day.date) {
            day.date = date;
            day.used = 0;
        }
    }

    static std::size_t day_of(bedrock::place const& p, memory& m, instant now) {
        auto const found = std::ranges::find_if(
            m.days, [&](auto const& day) { return day.account == p.account && day.region == p.region; });
        auto const index = static_cast<std::size_t>(found - m.days.begin());
        if (found == m.days.end())
            m.days.push_back({.account = p.account, .region = p.region});
        turn(m.days[index], now);
        return index;
    }
};

static_assert(policy<per_day>);

}  // namespace bedrock::quota
