// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/core/ending.hpp>
#include <bedrock/core/error_kind.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/time.hpp>

namespace bedrock::retry {

struct slot;  // never defined; a policy names it

/// A failed try, as a retry policy sees it.
struct attempt {
    error_kind kind = error_kind::unknown;
    int status = 0;                ///< HTTP status; 0 when no reply was read
    std::string_view code{};       ///< the service's name of the error
    std::string_view message{};    ///< the service's words
    int number = 1;                ///< tries made so far, this one included
    double chance = 0;             ///< in [0, 1), drawn by the driver
    bool answered = false;         ///< a reply began
    bool left_whole = false;       ///< the whole request had left
    bool stale = false;            ///< a reused connection was found closed: the request was not read
    bool clock_corrected = false;  ///< refused for its time, and the next is signed by the service's clock;
                                   ///< said once a call
    bool elsewhere = false;        ///< the next try would go to another region
    bool room_there = false;       ///< the quota slot knows of room where the next try would go
    std::chrono::nanoseconds time_left = std::chrono::nanoseconds::max();  ///< to the call's deadline
    int paid = 0;  ///< what this call's last retry took from a shared budget
    std::optional<std::chrono::milliseconds> server_hint{};  ///< `x-amz-retry-after`, or `Retry-After`
};

/// Again after a time, or stop and why.
struct verdict {
    bool again = false;
    std::chrono::milliseconds wait{};    ///< before the next try
    ending why = ending::not_retryable;  ///< of a stop
    int paid = 0;  ///< what the retry took from a shared budget; handed back in `attempt::paid`

    static constexpr verdict after(std::chrono::milliseconds wait, int paid = 0) {
        return {.again = true, .wait = wait, .paid = paid};
    }
    static constexpr verdict stop(ending why = ending::not_retryable) { return {.why = why}; }

    friend constexpr bool operator==(verdict const&, verdict const&) = default;
};

/// A retry policy answers whether a failed try is made again, and when. Pure: it never sleeps.
///
/// | expression            | returns        | means |
/// |-----------------------|----------------|-------|
/// | `p.decide(a, now)`    | `verdict`      | again or not, after a failure before anything reached the caller |
/// | `p.succeeded(a, now)` | void           | optional: a good reply began; `a.number` tries were needed |
/// | `p.check(adaptive)`   | `result<void>` | optional: asked first of all; an error ends the call. `adaptive`: the quota slot has the sending rate of AWS's adaptive mode |
///
/// With a nested `memory` (a budget that all calls share, guarded by the client) `decide` and `succeeded` take
/// it before `now`, `p.decide(a, memory, now)`, and there may be two more, both or neither:
///
/// | expression            | returns | means |
/// |-----------------------|---------|-------|
/// | `p.began(memory)`     | void    | a call began |
/// | `p.ended(a, memory)`  | void    | it is over; `a.number` tries were granted, whether or not the last was made |
template <class P>
concept policy = std::same_as<typename P::slot, slot> && (requires(P const& p, attempt const& a, instant now) {
                     { p.decide(a, now) } -> std::same_as<verdict>;
                 } || requires(P const& p, attempt const& a, typename P::memory& memory, instant now) {
                     { p.decide(a, memory, now) } -> std::same_as<verdict>;
                 });

template <class P>
concept told_of_calls = requires(P const& p, attempt const& a, typename P::memory& memory) {
    p.began(memory);
    p.ended(a, memory);
};

template <class P>
concept checked = requires(P const& p, bool adaptive) {
    { p.check(adaptive) } -> std::same_as<result<void>>;
};

}  // namespace bedrock::retry
