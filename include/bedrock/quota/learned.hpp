// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/counter_table.hpp>
#include <bedrock/quota/detail/learned_rate.hpp>
#include <bedrock/quota/detail/line.hpp>
#include <bedrock/quota/detail/minute_window.hpp>
#include <bedrock/quota/detail/saturating.hpp>

namespace bedrock::quota {

/// Requests and tokens a minute that nobody knows, or that others use too: found from the service's throttles,
/// and probed upwards again.
///
///     bedrock::client c{bedrock::quota::learned{}};
///     bedrock::client d{bedrock::quota::learned{.tokens = 400'000}};  // a first guess
///
/// One pair of rates for each account, source region, kind of bucket and model. Nothing is held back before
/// the first throttle, unless a guess is given; from then on calls are spread over the minute at the rate
/// found, but for a small burst. A throttle "too many tokens" cuts the rate of tokens, "too many requests" that
/// of requests, any other both. What a call will cost is told from what such calls have come to. Who waits is
/// served in the order of coming.
///
/// Where the limits are known and nobody else uses them, `per_minute` serves more and is not throttled.
struct learned {
    using slot = quota::slot;

    std::optional<std::int64_t> requests{};  ///< a minute, a first guess
    std::optional<std::int64_t> tokens{};    ///< a minute, a first guess
    std::int64_t burndown = 1;               ///< quota tokens that one output token takes
    std::int64_t unset_output = 4'096;       ///< output tokens taken to be reserved by a call without a limit
    std::chrono::milliseconds burst{3'000};  ///< what the rate allows in this time may go at once

    struct ticket {
        std::size_t counter = 0;
        double charged = 0;  ///< tokens
        std::int64_t asked = 0;
        steady_time since{};
        steady_time until{};  ///< it counts
    };

    class counter {
     public:
        counter(double requests, double tokens) : requests_{requests}, tokens_{tokens} {}

        bool idle(instant now) {
            constexpr std::chrono::hours worth_knowing{1};
            return under_way_ == 0 && line_.empty() && now.steady - latest_ > worth_knowing;
        }

     private:
        friend learned;
        detail::learned_rate requests_, tokens_;
        detail::minute_window recent_{};  // taken by the service in the last minute
        detail::line line_{};
        double ratio_ = 1;  // of what calls cost to what they asked for
        int under_way_ = 0;
        steady_time latest_{};
    };
    using memory = detail::counter_table<counter>;

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        auto const n = counter_of(d.place, m, now);
        auto& c = m[n];
        auto const at = tick(c, now);
        auto const asked = cost_of(d.asked);
        auto const charge = static_cast<double>(asked) * c.ratio_;
        auto const place = c.line_.place_of(d.call);
        auto const wait = until(c, place, charge, at);
        if (place > 0 || wait.count() > 0) {
            c.line_.join(d.call, asked);
            return admission<ticket>::wait_for(std::max(wait, shortest_wait), {});
        }
        c.line_.leave(d.call);
        c.requests_.charge(1, at);
        c.tokens_.charge(charge, at);
        ++c.under_way_;
        auto const counts_until = c.recent_.use({1, static_cast<std::int64_t>(charge)}, at + detail::minute);
        return admission<ticket>::granted({n, charge, asked, at, counts_until});
    }

    receipt settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        auto& c = m[t.counter];
        auto const at = tick(c, now);
        --c.under_way_;
        auto const counted = s.refused || s.unsent ? 0 : s.as_held ? t.asked : settled(s.used);
        c.tokens_.charge(static_cast<double>(counted) - t.charged, at);
        c.recent_.take_back({s.refused || s.unsent ? 1 : 0, static_cast<std::int64_t>(t.charged) - counted},
                            t.until);
        if (s.cause == error_kind::throttled)
            throttled(c, s.lack, t.since, at);
        else if (!s.refused && !s.unsent)
            taken(c, t, s, counted);
        return {.held = static_cast<std::int64_t>(t.charged), .counted = counted};
    }

    quota::room room(demand const& d, memory& m, instant now) const {
        auto& c = m[counter_of(d.place, m, now)];
        if (!c.requests_.known() && !c.tokens_.known())
            return {};
        auto const place = c.line_.place_of(d.call);
        auto const wait = until(c, place, static_cast<double>(cost_of(d.asked)) * c.ratio_, tick(c, now));
        if (place > 0)
            return {.known = true, .wait = std::max(wait, shortest_wait), .calls = 0};
        return {.known = true, .wait = wait, .calls = wait.count() <= 0 ? 1 : 0};
    }

    void leave(demand const& d, memory& m) const {
        if (auto* const c = m.known(d.place))
            c->line_.leave(d.call);
    }

 private:
    static constexpr std::chrono::nanoseconds shortest_wait = std::chrono::milliseconds{1};
    static constexpr std::int64_t countable = std::int64_t{1} << 40;

    static steady_time tick(counter& c, instant now) { return c.latest_ = std::max(c.latest_, now.steady); }

    std::chrono::nanoseconds until(counter& c, std::size_t place, double charge, steady_time now) const {
        auto const ahead = c.line_.ahead_of(place);
        return std::max(
            c.requests_.until(static_cast<double>(ahead.requests) + 1, 1, burst, now),
            c.tokens_.until(static_cast<double>(ahead.tokens) * c.ratio_ + charge, charge, burst, now));
    }

    void throttled(counter& c, shortage lack, steady_time sent, steady_time now) const {
        auto const& recent = c.recent_.used(now);
        if (lack != shortage::tokens)
            c.requests_.throttled(sent, static_cast<double>(recent.requests), burst, now);
        if (lack != shortage::requests)
            c.tokens_.throttled(sent, static_cast<double>(recent.tokens), burst, now);
    }

    void taken(counter& c, ticket const& t, settlement const& s, std::int64_t counted) const {
        c.requests_.accepted();
        c.tokens_.accepted();
        if (!s.estimated && t.asked > 0)
            c.ratio_ +=
                (std::min(static_cast<double>(counted) / static_cast<double>(t.asked), 100.0) - c.ratio_) /
                16;
    }

    std::int64_t cost_of(tokens_asked const& asked) const {
        using namespace detail;
        return std::min(countable, saturating_add(positive(asked.input_estimate),
                                                  positive(asked.output_limit.value_or(unset_output))));
    }

    std::int64_t settled(tokens_used const& used) const {
        using namespace detail;
        auto const input = saturating_add(positive(used.input), positive(used.cache_write));
        auto const output = saturating_multiply(positive(used.output), positive(burndown));
        return std::min(saturating_add(input, output), countable);
    }

    std::size_t counter_of(bedrock::place const& p, memory& m, instant now) const {
        auto const guess = [](std::optional<std::int64_t> n) {
            return n ? static_cast<double>(*n) : detail::learned_rate::unknown;
        };
        return m.find(p, now, [&](bucket const&) { return counter{guess(requests), guess(tokens)}; });
    }
};

static_assert(policy<learned>);

}  // namespace bedrock::quota
