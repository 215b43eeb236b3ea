// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include <bedrock/core/place.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/time.hpp>

namespace bedrock::region {

struct slot;  // never defined; a policy names it

/// Room for this call at a place, as the quota slot sees it.
struct room {
    bool known = false;               ///< false: the quota slot keeps no count there
    std::chrono::nanoseconds wait{};  ///< until this call would be admitted; zero: now; or `never`
    std::int64_t calls = std::numeric_limits<std::int64_t>::max();  ///< how many calls like this fit now
    bool barred = false;  ///< a policy around this one keeps calls away: only where there is no other

    static constexpr auto never = std::chrono::nanoseconds::max();  ///< it is larger than the limit

    /// As a policy around another shows a region that it keeps calls away from.
    static constexpr room bar() { return {.known = true, .wait = never, .calls = 0, .barred = true}; }
};

/// Looks up the room of a region; asks the quota slot only when called.
class room_view {
 public:
    using look_up = room (*)(void const* context, std::string_view region);

    constexpr room_view(void const* context, look_up look) : context_{context}, look_{look} {}
    room operator()(std::string_view region) const { return look_(context_, region); }

 private:
    void const* context_;
    look_up look_;
};

/// What a region policy is asked with.
struct question {
    std::string_view model{};                 ///< the model ID of the call
    std::span<attempt_record const> tried{};  ///< this call's attempts so far
    room_view room;                           ///< room of any region for this call
    double chance = 0;                        ///< in [0, 1), drawn by the driver
    std::uint64_t session = 0;                ///< key of the caller's session; 0: none was named
    std::uint64_t call = 0;                   ///< tells the calls of a client apart; never 0 of a client's
};

/// How a try went, told to policies that keep a memory.
struct report {
    bedrock::place const& place;
    error_kind cause = error_kind::none;
    double chance = 0;   ///< in [0, 1), drawn by the driver
    steady_time sent{};  ///< when the try was sent
};

/// True for failures that are the region's and not the request's: another region may do better.
constexpr bool is_regional(error_kind kind) {
    using enum error_kind;
    return kind == throttled || kind == daily_limit || kind == unavailable || kind == internal ||
           kind == network || kind == timeout || kind == model_not_ready;
}

/// A region policy answers where a try goes. Pure: it reads no clock and opens no socket.
///
/// | expression              | returns         | means                                                   |
/// |-------------------------|-----------------|---------------------------------------------------------|
/// | `p.choose(q, now)`      | `result<place>` | where the next try goes, or why nowhere                 |
/// | `p.failed(report, now)` | void            | optional: a try there failed                            |
/// | `p.succeeded(report, now)` | void         | optional: a good reply began                            |
/// | `p.several()`           | bool            | optional: may answer with more than one region (false)  |
/// | `p.well(region, now)`   | bool            | optional: it is not avoided because of failures (true)  |
///
/// It is asked before each try, and once more before a wait for quota is taken. A place's `model` is a view
/// that must live as long as the client: the question's own, a literal, or text of the policy that never moves.
///
/// With a nested `memory` (what all calls share, guarded by the client) each takes it before `now`:
/// `p.choose(q, memory, now)`.
template <class P>
concept policy = std::same_as<typename P::slot, slot> &&
                 (requires(P const& p, question const& q, instant now) {
                      { p.choose(q, now) } -> std::same_as<result<place>>;
                  } || requires(P const& p, question const& q, typename P::memory& memory, instant now) {
                      { p.choose(q, memory, now) } -> std::same_as<result<place>>;
                  });

}  // namespace bedrock::region
