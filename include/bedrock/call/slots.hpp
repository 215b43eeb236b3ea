// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <boost/mp11/algorithm.hpp>

#include <bedrock/call/client_state.hpp>
#include <bedrock/call/detail/optional_members.hpp>
#include <bedrock/core/policy_list.hpp>
#include <bedrock/endpoint/regional.hpp>
#include <bedrock/observer/concept.hpp>
#include <bedrock/observer/none.hpp>
#include <bedrock/quota/unlimited.hpp>
#include <bedrock/region/environment.hpp>
#include <bedrock/retry/environment.hpp>
#include <bedrock/signing/automatic.hpp>
#include <bedrock/times/times.hpp>
#include <bedrock/transport/concept.hpp>

namespace bedrock::transport {
struct curl;  // only named here: who sends nothing needs no libcurl
}

/// What a client's list of policies may hold, checked one fault at a time so that the compiler's first line
/// is ours, and what fills the slots that the list does not name.
namespace bedrock::detail {

template <class P>
consteval bool is_policy() {
    using all_slots = boost::mp11::mp_list<region::slot, quota::slot, retry::slot, signing::slot,
                                           endpoint::slot, transport::slot, observer::slot, times::slot>;
    constexpr bool ok = boost::mp11::mp_contains<all_slots, slot_of<P>>::value;
    static_assert(
        ok,
        "bedrock::client: a type in the list is no policy; let it name its slot, as in `using slot = "
        "bedrock::retry::slot;` (region, quota, retry, signing, endpoint, transport, observer)");
    return ok;
}

template <class Slot, class... Ps>
consteval bool filled_once() {
    constexpr bool ok = times_filled<Slot, Ps...> <= 1;
    static_assert(ok, "bedrock::client: two policies for one slot; keep one of those listed");
    return ok;
}

template <class P>
consteval bool fits_region() {
    constexpr bool ok = !names<region::slot, P> || region::policy<P>;
    static_assert(
        ok,
        "bedrock::client: a region policy must have `result<place> choose(region::question const&, instant) "
        "const`, or with a nested `memory`: `choose(region::question const&, memory&, instant) const`");
    return ok;
}

template <class P>
consteval bool fits_quota() {
    constexpr bool ok = !names<quota::slot, P> || quota::policy<P>;
    static_assert(
        ok,
        "bedrock::client: a quota policy must have a copyable `ticket`, `quota::admission<ticket> "
        "admit(quota::demand const&, instant) const` and `void settle(ticket const&, quota::settlement "
        "const&, instant) const`; with a nested `memory`, a `memory&` before each `instant`");
    return ok;
}

template <class P>
consteval bool fits_retry() {
    constexpr bool ok = !names<retry::slot, P> || retry::policy<P>;
    static_assert(
        ok,
        "bedrock::client: a retry policy must have `retry::verdict decide(retry::attempt const&, instant) "
        "const`, or with a nested `memory`: `decide(retry::attempt const&, memory&, instant) const`");
    return ok;
}

template <class P>
consteval bool fits_signing() {
    constexpr bool ok = !names<signing::slot, P> || signing::policy<P>;
    static_assert(ok,
                  "bedrock::client: a signing policy must have `result<void> sign(signing::request const&, "
                  "header_list& "
                  "add, instant) const`, or with a nested `memory`: a `memory&` before `instant`");
    return ok;
}

template <class P>
consteval bool fits_endpoint() {
    constexpr bool ok = !names<endpoint::slot, P> || endpoint::policy<P>;
    static_assert(
        ok,
        "bedrock::client: an endpoint policy must have `result<void> resolve(std::string_view service, "
        "std::string_view region, endpoint::address&) const` and `bool distinguishes_regions() const`");
    return ok;
}

template <class P>
consteval bool fits_transport() {
    constexpr bool ok = !names<transport::slot, P> || transport::policy<P>;
    static_assert(
        ok,
        "bedrock::client: a transport policy must have a nested `memory` and `lease(memory&) const` that "
        "points to a transport::exchange");
    return ok;
}

template <class P>
consteval bool fits_times() {
    constexpr bool ok = !names<times::slot, P> || std::same_as<P, times>;
    static_assert(ok, "bedrock::client: the slot `times` takes bedrock::times; set its members");
    return ok;
}

template <class P>
consteval bool fits_observer() {
    constexpr bool ok = !names<observer::slot, P> || observer::hears_something<P>;
    static_assert(
        ok,
        "bedrock::client: an observer hears nothing; give it one of `void on(observer::sending const&) "
        "const`, `on(observer::waiting const&)`, `on(observer::failed const&)`, `on(observer::settled "
        "const&)`, `on(observer::finished const&)`");
    return ok;
}

template <class P>
consteval bool hears() {
    if constexpr (names<region::slot, P>)
        return hears_region<P>();
    else if constexpr (names<quota::slot, P>)
        return hears_quota<P>();
    else if constexpr (names<retry::slot, P>)
        return hears_retry<P>();
    else
        return true;
}

template <class... Ps>
consteval bool slots_filled_once() {
    return filled_once<region::slot, Ps...>() && filled_once<quota::slot, Ps...>() &&
           filled_once<retry::slot, Ps...>() && filled_once<signing::slot, Ps...>() &&
           filled_once<endpoint::slot, Ps...>() && filled_once<transport::slot, Ps...>() &&
           filled_once<observer::slot, Ps...>() && filled_once<times::slot, Ps...>();
}

template <class P>
consteval bool fits() {
    return fits_region<P>() && fits_quota<P>() && fits_retry<P>() && fits_signing<P>() &&
           fits_endpoint<P>() && fits_transport<P>() && fits_observer<P>() && fits_times<P>() && hears<P>();
}

/// True for a list that can be composed; else the first fault is a compile error that says the remedy.
template <class... Ps>
consteval bool composable() {
    if constexpr (!(is_policy<Ps>() && ...))
        return false;
    else if constexpr (!slots_filled_once<Ps...>())
        return false;
    else
        return (fits<Ps>() && ...);
}

/// What a list puts into each slot: the policy listed, else the default.
template <class... Ps>
using region_in = policy_for<region::slot, region::environment, Ps...>;
template <class... Ps>
using quota_in = policy_for<quota::slot, quota::unlimited, Ps...>;
template <class... Ps>
using retry_in = policy_for<retry::slot, retry::environment, Ps...>;
template <class... Ps>
using signing_in = policy_for<signing::slot, signing::automatic, Ps...>;
template <class... Ps>
using endpoint_in = policy_for<endpoint::slot, endpoint::regional, Ps...>;
template <class... Ps>
using transport_in = policy_for<transport::slot, transport::curl, Ps...>;
template <class... Ps>
using observer_in = policy_for<observer::slot, observer::none, Ps...>;
template <class... Ps>
using times_in = policy_for<times::slot, times, Ps...>;

/// The state of a client with these policies and the defaults.
template <class... Ps>
using state_for =
    call::client_state<region_in<Ps...>, quota_in<Ps...>, retry_in<Ps...>, signing_in<Ps...>,
                       endpoint_in<Ps...>, transport_in<Ps...>, observer_in<Ps...>, times_in<Ps...>>;

}  // namespace bedrock::detail
