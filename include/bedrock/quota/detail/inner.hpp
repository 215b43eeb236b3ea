// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <type_traits>

#include <bedrock/core/inner_memory.hpp>
#include <bedrock/quota/concept.hpp>

/// What policies around another quota policy ask and tell it, whatever of the optional parts it has.
namespace bedrock::quota::detail {

using bedrock::detail::with_memory_of;

template <class P>
using memory_of = bedrock::detail::inner_memory_of<P>;

template <policy P>
admission<typename P::ticket> admit(P const& p, demand const& d, memory_of<P>& m, instant now) {
    return with_memory_of<P>(m, [&](auto&... memory) { return p.admit(d, memory..., now); });
}

/// None from a policy that does not say what it counted.
template <policy P>
std::optional<receipt> settle(P const& p, typename P::ticket const& t, settlement const& s, memory_of<P>& m,
                              instant now) {
    return with_memory_of<P>(m, [&](auto&... memory) -> std::optional<receipt> {
        if constexpr (std::is_void_v<decltype(p.settle(t, s, memory..., now))>) {
            p.settle(t, s, memory..., now);
            return std::nullopt;
        } else {
            return p.settle(t, s, memory..., now);
        }
    });
}

template <policy P>
quota::room room(P const& p, demand const& d, memory_of<P>& m, instant now) {
    return with_memory_of<P>(m, [&](auto&... memory) -> quota::room {
        if constexpr (requires { p.room(d, memory..., now); })
            return p.room(d, memory..., now);
        else
            return {};
    });
}

template <policy P>
void leave(P const& p, demand const& d, memory_of<P>& m) {
    with_memory_of<P>(m, [&](auto&... memory) {
        if constexpr (requires { p.leave(d, memory...); })
            p.leave(d, memory...);
    });
}

/// The answer of a policy inside another, but for the ticket: no grant.
template <class Ticket, class Inner>
admission<Ticket> passed_on(admission<Inner> const& a) {
    return {.what = a.what, .wait = a.wait, .soonest = a.soonest, .cost = a.cost, .limit = a.limit};
}

}  // namespace bedrock::quota::detail
