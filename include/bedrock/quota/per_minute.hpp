// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/counter_table.hpp>
#include <bedrock/quota/detail/model_counter.hpp>
#include <bedrock/quota/terms.hpp>

namespace bedrock::quota {

/// Keeps to the service's requests and tokens a minute: counts before sending, and makes a call wait rather
/// than be throttled.
///
///     bedrock::client c{bedrock::quota::per_minute{
///         .requests = 50, .tokens = 400'000, .at = {{"us-west-2", {250, 2'000'000}}}}};
///
/// Counted as the service does, per account, source region, kind of bucket (on demand, geographic, global)
/// and model. A call holds the greater of what the service reserves, its input and its output limit, and what
/// it is expected to cost (in fixed minutes, what it reserves: their end forgives what is more); it is settled at input + cache write + output × `burndown`. A settlement above the
/// hold is a debt that later calls wait for, and its receipt says so. Who waits is served in the order of
/// coming; a refund moves the line up. A call that could never fit is refused at once.
///
/// Law, where the window is not told (`window::any`): nothing is admitted while the open holds, what was
/// settled in the last 60 s and its own hold exceed the limit, nor, `burst` apart, faster than the limit is
/// spread over the minute. So a service that keeps to fixed minutes, sliding ones or a bucket of that size
/// has no reason to throttle. That is safe, and less than some of these would serve: the longer calls run,
/// and the larger their output limit, the more. Who knows the window tells it; `per_minute_found` finds it out. Where the service throttles all
/// the same, others use the limit too or estimates are low: then there is no burst for now, or, in a fixed or
/// sliding window, what is left counts as used for ten seconds.
///
/// Values: your account's, by Service Quotas, or the catalogue's: see `per_minute_of`.
struct per_minute {
    using slot = quota::slot;

    std::optional<std::int64_t> requests{};  ///< a minute; none: not limited
    std::optional<std::int64_t> tokens{};    ///< a minute; none: not limited
    double share = 1.0;                      ///< of the limits, for one of N processes that share them
    std::vector<regional_limits> at{};       ///< source regions whose limits differ
    std::optional<std::int64_t> burndown{};  ///< quota tokens that one output token takes (5 for Claude 3.7
                                             ///< to 4.7); none: as `known` says, else 1
    std::optional<std::int64_t>
        unset_output{};  ///< output tokens taken to be reserved by a call without a limit; none: as
                         ///< `known` says, else 4,096
    bool burndown_at_start = false;      ///< whether the service reserves output at its rate
    quota::window window = window::any;  ///< how its minute passes, if you know
    std::optional<std::chrono::milliseconds>
        burst{};  ///< of `any` and `bucket`: the smallest bucket that the service may keep, as the time in which
                  ///< it drains, of which 100 ms are left free; none: 5 s where the window is not known, a
                  ///< minute where it is a bucket
    terms_source known{};  ///< for what is not said above

    using ticket = detail::model_counter::ticket;
    using memory = detail::counter_table<detail::model_counter>;

    admission<ticket> admit(demand const& d, memory& m, instant now) const {
        auto const n = counter_of(d.place, m, now);
        return m[n].admit(d, n, now);
    }

    receipt settle(ticket const& t, settlement const& s, memory& m, instant now) const {
        return m[t.counter].settle(t, s, now);
    }

    quota::room room(demand const& d, memory& m, instant now) const {
        return m[counter_of(d.place, m, now)].room(d, now);
    }

    void leave(demand const& d, memory& m) const {
        if (auto* const c = m.known(d.place))
            c->leave(d.call);
    }

 private:
    std::size_t counter_of(bedrock::place const& p, memory& m, instant now) const {
        return m.find(p, now, [&](bucket const& b) {
            auto const known_terms = known(b, p.region);
            auto const limit = detail::limits_in(p.region, at, {requests, tokens}, known_terms.limits);
            return detail::model_counter{
                {detail::scaled(limit.requests, share), detail::scaled(limit.tokens, share)},
                {window, burst_time()},
                {burndown, unset_output, known_terms},
                burndown_at_start};
        });
    }

    // A little less, for requests that overtake each other on their way.
    std::chrono::nanoseconds burst_time() const {
        using namespace std::chrono_literals;
        auto const all = std::clamp<std::chrono::nanoseconds>(
            burst.value_or(window == quota::window::bucket ? 60s : 5s), 1ms, detail::minute);
        return all - std::min<std::chrono::nanoseconds>(all / 50, 100ms);
    }
};

static_assert(policy<per_minute>);

}  // namespace bedrock::quota
