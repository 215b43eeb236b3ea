// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/call_costs.hpp>
#include <bedrock/quota/detail/counter_table.hpp>
#include <bedrock/quota/detail/found_counter.hpp>
#include <bedrock/quota/terms.hpp>

namespace bedrock::quota {

/// Keeps to the service's requests and tokens a minute, as `per_minute` does, and finds out what the service does not
/// document: whether its minutes are the clock's, the last 60 seconds or a bucket, and whether it reserves output at
/// its rate.
///
///     bedrock::client c{bedrock::quota::per_minute_found{.tokens = 400'000}};
///
/// The boldest way of counting is tried first, and left for the next when the service contradicts it: a handful of
/// calls are throttled until then. So it serves nearly as much as `per_minute` that is told the window, where
/// `per_minute` that is not keeps to what every window allows. The limits have to be right, and nobody else may use
/// them: else take `learned`. Who waits is served in the order of coming; a call that could never fit is refused at once.
struct per_minute_found {
    using slot = quota::slot;

    std::optional<std::int64_t> requests{};  ///< a minute; none: not limited
    std::optional<std::int64_t> tokens{};    ///< a minute; none: not limited
    double share = 1.0;                      ///< of the limits, for one of N processes that share them
    std::vector<regional_limits> at{};       ///< source regions whose limits differ
    std::optional<std::int64_t>
        burndown{};  ///< quota tokens that one output token takes; none: as `known` says, else 1
    std::optional<std::int64_t>
        unset_output{};  ///< output tokens taken to be reserved by a call without a limit; none: as `known` says, else 4,096
    terms_source known{};  ///< for what is not said above

    using ticket = detail::found_counter::ticket;
    using memory = detail::counter_table<detail::found_counter>;

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
            auto const terms = known(b, p.region);
            auto const limit = detail::limits_in(p.region, at, {requests, tokens}, terms.limits);
            return detail::found_counter{
                {detail::scaled(limit.requests, share), detail::scaled(limit.tokens, share)},
                {burndown, unset_output, terms}};
        });
    }
};

static_assert(policy<per_minute_found>);

}  // namespace bedrock::quota
