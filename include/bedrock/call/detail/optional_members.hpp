// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include <bedrock/core/cell.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/quota/concept.hpp>
#include <bedrock/region/concept.hpp>
#include <bedrock/retry/concept.hpp>

/// Members that a policy may have or not: one that is there but cannot be called as its slot calls it would be
/// passed over in silence.
namespace bedrock::detail {

// A name that two bases have is ambiguous: so a class is found to have a member, whatever its type.
struct named_failed {
    int failed;
};
struct named_succeeded {
    int succeeded;
};
struct named_several {
    int several;
};
struct named_room {
    int room;
};
struct named_leave {
    int leave;
};

template <class P, class Named>
struct both : P, Named {};

template <class P>
concept names_failed = !requires { &both<P, named_failed>::failed; };
template <class P>
concept names_succeeded = !requires { &both<P, named_succeeded>::succeeded; };
template <class P>
concept names_several = !requires { &both<P, named_several>::several; };
template <class P>
concept names_room = !requires { &both<P, named_room>::room; };
template <class P>
concept names_leave = !requires { &both<P, named_leave>::leave; };

/// Whether `Call` can be made of a policy and its memory, if it has one.
template <class P, class Call>
consteval bool can() {
    if constexpr (with_memory<P>)
        return std::invocable<Call, P const&, typename P::memory&>;
    else
        return std::invocable<Call, P const&>;
}

using call_failed =
    decltype([](auto const& p, auto&... memory)
                 requires requires(region::report const& r, instant now) { p.failed(r, memory..., now); }
             {});
using call_region_succeeded =
    decltype([](auto const& p, auto&... memory)
                 requires requires(region::report const& r, instant now) { p.succeeded(r, memory..., now); }
             {});
using call_room = decltype([](auto const& p, auto&... memory)
                               requires requires(quota::demand const& d, instant now) {
                                   { p.room(d, memory..., now) } -> std::same_as<quota::room>;
                               }
                           {});
using call_leave = decltype([](auto const& p, auto&... memory)
                                requires requires(quota::demand const& d) { p.leave(d, memory...); }
                            {});
using call_retry_succeeded =
    decltype([](auto const& p, auto&... memory)
                 requires requires(retry::attempt const& a, instant now) { p.succeeded(a, memory..., now); }
             {});

template <class P>
concept answers_several = requires(P const& p) {
    { p.several() } -> std::same_as<bool>;
};

template <class P>
consteval bool hears_region() {
    constexpr bool ok = std::is_final_v<P> || ((!names_failed<P> || can<P, call_failed>()) &&
                                               (!names_succeeded<P> || can<P, call_region_succeeded>()) &&
                                               (!names_several<P> || answers_several<P>));
    static_assert(
        ok,
        "bedrock::client: a member of a region policy would never be called; write `void failed(region::"
        "report const&, instant) const`, `void succeeded(region::report const&, instant) const`, `bool "
        "several() const`; with a nested `memory`, a `memory&` before each `instant`");
    return ok;
}

template <class P>
consteval bool hears_quota() {
    constexpr bool ok = std::is_final_v<P> || ((!names_room<P> || can<P, call_room>()) &&
                                               (!names_leave<P> || can<P, call_leave>()));
    static_assert(
        ok,
        "bedrock::client: a member of a quota policy would never be called; write `quota::room "
        "room(quota::demand const&, instant) const`, `void leave(quota::demand const&) const`; with a "
        "nested `memory`, a `memory&` before `instant`, or last");
    return ok;
}

template <class P>
consteval bool hears_retry() {
    constexpr bool ok = std::is_final_v<P> || !names_succeeded<P> || can<P, call_retry_succeeded>();
    static_assert(
        ok,
        "bedrock::client: a member of a retry policy would never be called; write `void succeeded(retry::"
        "attempt const&, instant) const`; with a nested `memory`, a `memory&` before `instant`");
    return ok;
}

}  // namespace bedrock::detail
