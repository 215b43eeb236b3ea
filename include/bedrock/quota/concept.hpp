// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/core/error_kind.hpp>
#include <bedrock/core/place.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/core/tokens.hpp>
#include <bedrock/region/concept.hpp>

namespace bedrock::quota {

struct slot;  // never defined; a policy names it

using region::room;

/// A call that wants to be admitted at a place.
struct demand {
    bedrock::place const& place;
    tokens_asked asked{};
    std::uint64_t call = 0;    ///< tells calls apart, so that a waiting one keeps its place in the line
    std::uint64_t tenant = 0;  ///< `call::session_key` of the caller's tenant; 0: none was named
};

/// What a throttle was for, where the service says so.
enum class shortage : std::uint8_t { unknown, requests, tokens };

/// Told from the service's words. Source: shared/bedrock-facts.md, section 5.5.
constexpr shortage shortage_in(std::string_view message) {
    if (message.find("Too many tokens") != message.npos)
        return shortage::tokens;
    return message.find("Too many requests") != message.npos ? shortage::requests : shortage::unknown;
}

/// What became of an admitted call.
struct settlement {
    tokens_used used{};
    bool estimated = false;               ///< the service did not say: a stream broke, a reply never came
    bool as_held = false;                 ///< nobody saw anything of it: it counts as what it held
    bool refused = false;                 ///< the service refused it before doing any work: it cost no tokens
    bool unsent = false;                  ///< it never left: it cost neither tokens nor a request
    error_kind cause = error_kind::none;  ///< why the try failed, or was dropped
    shortage lack = shortage::unknown;    ///< of `cause` throttled
};

/// What a settlement came to.
struct receipt {
    std::int64_t held = 0;
    std::int64_t counted = 0;
    std::optional<std::chrono::nanoseconds>
        held_back{};  ///< by `shadow`: how long the call would have had to wait, longest: it would have been refused

    /// What was counted beyond the hold: a debt.
    constexpr std::int64_t beyond() const { return counted > held ? counted - held : 0; }
};

/// Go, ask again later, or do not ask again: the call is larger than the limit, or what there is for a long
/// while (a day) is used up, which is not waited for.
enum class answer : std::uint8_t { granted, wait, never, spent };

/// The answer to a demand: go (with a ticket, to be settled), wait, never, or spent.
template <class Ticket>
struct admission {
    answer what = answer::granted;
    Ticket ticket{};
    std::chrono::nanoseconds
        wait{};  ///< of `wait`: when to ask again, an estimate; asking earlier is allowed; of `spent`: when
                 ///< there is more
    std::chrono::nanoseconds soonest{};  ///< of `wait`: not earlier, whatever is settled meanwhile
    std::int64_t cost = 0;               ///< of `never` and `spent`: what the call would hold, …
    std::int64_t limit = 0;              ///< … and what is allowed at most

    static admission granted(Ticket t) { return {.what = answer::granted, .ticket = std::move(t)}; }
    static admission wait_for(std::chrono::nanoseconds t) { return wait_for(t, t); }
    static admission wait_for(std::chrono::nanoseconds t, std::chrono::nanoseconds soonest) {
        return {.what = answer::wait, .wait = t, .soonest = soonest};
    }
    static admission never(std::int64_t cost, std::int64_t limit) {
        return {.what = answer::never, .cost = cost, .limit = limit};
    }
    static admission spent(std::chrono::nanoseconds until_more, std::int64_t cost, std::int64_t limit) {
        return {.what = answer::spent, .wait = until_more, .cost = cost, .limit = limit};
    }
};

/// A quota policy admits calls before they are sent and settles them afterwards. Pure: it never waits, the
/// driver does.
///
/// | expression                 | returns             | means                                              |
/// |----------------------------|---------------------|----------------------------------------------------|
/// | `P::ticket`                | a value type        | what an admitted call holds                        |
/// | `p.admit(demand, now)`     | `admission<ticket>` | may it go there now                                |
/// | `p.settle(ticket, s, now)` | void, or a `receipt` (or perhaps one) | what it really cost; once for each admitted call |
/// | `p.room(demand, now)`      | `room`              | optional: how much room there is (default: unknown) |
/// | `p.leave(demand)`          | void                | optional: a waiting call gives up its place in line |
///
/// `room` waits for nothing where `admit` would grant, and only there.
///
/// With a nested `memory` (what all calls share, guarded by the client) each takes it before `now`, or last:
/// `p.admit(demand, memory, now)`, `p.leave(demand, memory)`.
///
/// One with the sending rate of AWS's adaptive mode says so: `static constexpr bool adaptive_rate = true;`; one
/// that lets everything go: `never_waits`.
template <class P>
concept policy = std::same_as<typename P::slot, slot> && std::copyable<typename P::ticket> &&
                 (requires(P const& p, demand const& d, typename P::ticket const& t, settlement const& s, instant now) {
                      { p.admit(d, now) } -> std::same_as<admission<typename P::ticket>>;
                      p.settle(t, s, now);
                  } || requires(P const& p, demand const& d, typename P::ticket const& t, settlement const& s,
                                typename P::memory& memory, instant now) {
                      { p.admit(d, memory, now) } -> std::same_as<admission<typename P::ticket>>;
                      p.settle(t, s, memory, now);
                  });

template <class P>
inline constexpr bool has_adaptive_rate = requires { requires P::adaptive_rate; };
template <class P>
inline constexpr bool never_waits = requires { requires P::never_waits; };

}  // namespace bedrock::quota
