// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <bedrock/quota/concept.hpp>
#include <bedrock/quota/detail/call_costs.hpp>
#include <bedrock/quota/detail/counter_table.hpp>
#include <bedrock/quota/detail/learned_counter.hpp>
#include <bedrock/quota/terms.hpp>

namespace bedrock::quota {

/// Requests and tokens a minute that nobody knows, or that others use too: found from the service's throttles,
/// and followed when they move.
///
///     bedrock::client c{bedrock::quota::learned{}};
///     bedrock::client d{bedrock::quota::learned{.tokens = 400'000}};  // a first guess
///
/// One pair of limits for each account, source region, kind of bucket and model. Nothing is held back before the
/// first throttle, unless a guess is given; from then on calls wait for what counts to fall below what was refused. A
/// throttle "too many tokens" tells of the limit of tokens, "too many requests" of that of requests, any other of
/// both. Learned too is what the service does not document: whether its minutes are the clock's or the last 60 seconds,
/// and whether it reserves output at its rate. About one call in a hundred is throttled, which is how it learns; two or
/// three where others use the limits too. Once half of a minute's limit is used, the rest goes at twice its pace at
/// most, unless minutes are the clock's. Who waits is served in the order of coming.
///
/// A service that allows a few seconds' worth at once serves less by this than by `per_minute{.burst = …}`; that one is
/// also right where the limits are known and nobody else uses them.
struct learned {
    using slot = quota::slot;

    std::optional<std::int64_t> requests{};  ///< a minute, a first guess
    std::optional<std::int64_t> tokens{};    ///< a minute, a first guess
    std::vector<regional_limits> at{};       ///< source regions where another guess is better
    std::optional<std::int64_t>
        burndown{};  ///< quota tokens that one output token takes; none: as `known` says, else 1
    std::optional<std::int64_t>
        unset_output{};  ///< output tokens taken to be reserved by a call without a limit; none: as `known` says, else 4,096
    terms_source known{};  ///< for what is not said above

    using ticket = detail::learned_counter::ticket;
    using memory = detail::counter_table<detail::learned_counter>;

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
            auto const guess = detail::limits_in(p.region, at, {requests, tokens}, terms.limits);
            return detail::learned_counter{guess.requests, guess.tokens, {burndown, unset_output, terms}};
        });
    }
};

static_assert(policy<learned>);

}  // namespace bedrock::quota
