// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/region/concept.hpp>
#include <bedrock/region/detail/inner.hpp>

namespace bedrock::region {

/// A circuit breaker for each region around another region policy: keeps calls, first tries too, away from
/// where tries keep breaking.
///
///     bedrock::client c{bedrock::region::breaker{bedrock::region::failover{"us-east-1", "us-west-2"}}};
///     bedrock::region::breaker{.inner = bedrock::region::by_capacity{"us-east-1", "us-west-2"}, .failures = 3};
///
/// It opens for a region when `failures` of the last `window` tries there were transport failures (name
/// lookup, connect, TLS, reset, silence, a cut stream) or a 500, 502 or 504. Throttles never open it, and
/// neither does a 503, which is Bedrock's word for capacity: they are the quota slot's and the retry slot's
/// business. When its time is over one call is let through, the trial: any other answer closes the breaker, a
/// failure of that sort opens it for twice the time. A trial from which nothing is heard for as long is made again by
/// another call. Where the inner policy has nothing but open regions the breaker stands aside: some region is
/// always chosen.
///
/// Constants: shared/peers.md, section 5, small ones for one client and few calls a second.
template <policy Region>
struct breaker {
    using slot = region::slot;

    Region inner{};
    int failures = 5;                           ///< that open it, …
    int window = 10;                            ///< … of so many last tries in a region; at most 64
    std::chrono::milliseconds open_for{5'000};  ///< the first time; doubles with each trial that fails, …
    std::chrono::milliseconds longest{60'000};  ///< … up to this

    struct memory {
        struct circuit {
            std::string region{};
            std::uint64_t broken = 0;  ///< of the last tries, the last one in the lowest bit
            int openings = 0;          ///< in a row, since it was closed last; 0: it is closed
            steady_time opened{};
            steady_time shut_until{};  ///< no call is let through: it is open, or a trial is under way, …
            std::uint64_t trial = 0;   ///< … which is this call's: it may look again before it is sent
        };
        std::vector<circuit> circuits{};
        [[no_unique_address]] detail::memory_of<Region> inner{};
    };

    bool several() const { return detail::several(inner); }

    bool well(std::string_view region, memory& m, instant now) const {
        auto const* const c = find(region, m);
        return (c == nullptr || c->openings == 0) && detail::well(inner, region, m.inner, now);
    }

    result<place> choose(question const& q, memory& m, instant now) const {
        auto const shut = [&](std::string_view region) {
            auto const* const c = find(region, m);
            return c != nullptr && now.steady < c->shut_until && (c->trial == 0 || c->trial != q.call);
        };
        detail::barring const others{q, shut};
        auto chosen = detail::choose(inner, others.asked(), m.inner, now);
        if (!chosen || others.asked().room(chosen->region).wait == room::never)
            chosen = detail::choose(inner, q, m.inner, now);
        if (!chosen)
            return chosen;
        auto* const c = find(chosen->region, m);
        if (c != nullptr && c->openings > 0 && now.steady >= c->shut_until) {
            c->shut_until = now.steady + time_open(*c);
            c->trial = q.call;
        }
        return chosen;
    }

    void failed(report const& r, memory& m, instant now) const {
        if (breaks(r.cause))
            broke(r, m, now);
        else
            answered(r, m);
        detail::failed(inner, r, m.inner, now);
    }

    void succeeded(report const& r, memory& m, instant now) const {
        answered(r, m);
        detail::succeeded(inner, r, m.inner, now);
    }

    /// True for what opens the breaker.
    static constexpr bool breaks(error_kind cause) {
        using enum error_kind;
        return cause == network || cause == tls || cause == timeout || cause == interrupted ||
               cause == internal;
    }

 private:
    static auto* find(std::string_view region, memory& m) {
        auto const found = std::ranges::find(m.circuits, region, &memory::circuit::region);
        return found == m.circuits.end() ? nullptr : &*found;
    }

    std::uint64_t last_tries() const { return ~std::uint64_t{0} >> (64 - std::clamp(window, 1, 64)); }

    std::chrono::milliseconds time_open(typename memory::circuit const& c) const {
        return std::min(open_for * (1 << std::clamp(c.openings - 1, 0, 16)), longest);
    }

    void answered(report const& r, memory& m) const {
        auto* const c = find(r.place.region, m);
        if (c == nullptr)
            return;
        if (c->openings == 0)
            c->broken = c->broken << 1 & last_tries();
        else if (r.sent >= c->opened)
            *c = {.region = std::move(c->region)};
    }

    void broke(report const& r, memory& m, instant now) const {
        auto* c = find(r.place.region, m);
        if (c == nullptr)
            c = &m.circuits.emplace_back(typename memory::circuit{.region = r.place.region});
        if (c->openings > 0 && r.sent < c->opened)
            return;  // of a try that was out when it opened: no word about the time since
        c->broken = (c->broken << 1 | 1) & last_tries();
        if (c->openings == 0 && std::popcount(c->broken) < failures)
            return;
        ++c->openings;
        c->opened = now.steady;
        c->trial = 0;
        c->shut_until = now.steady + time_open(*c);
    }
};

}  // namespace bedrock::region
