// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <type_traits>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

namespace bedrock::detail {

template <class P>
struct slot_of_impl {
    using type = void;
};
template <class P>
    requires requires { typename P::slot; }
struct slot_of_impl<P> {
    using type = typename P::slot;
};

/// The slot that a type names, `void` for one that names none.
template <class P>
using slot_of = typename slot_of_impl<P>::type;

template <class Slot>
struct fills {
    template <class P>
    using fn = std::is_same<slot_of<P>, Slot>;
};

/// What a list of policies puts in a slot: the one that names it, else the default.
template <class Slot, class Default, class... Ps>
using policy_for = boost::mp11::mp_front<
    boost::mp11::mp_push_back<boost::mp11::mp_filter_q<fills<Slot>, boost::mp11::mp_list<Ps...>>, Default>>;

template <class Slot, class... Ps>
inline constexpr int times_filled = (0 + ... + int{std::same_as<slot_of<Ps>, Slot>});

template <class Slot, class P>
inline constexpr bool names = std::same_as<slot_of<P>, Slot>;

}  // namespace bedrock::detail
