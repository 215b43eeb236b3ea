// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

/// The shapes of types that reader and writer tell apart.
namespace bedrock::json::detail {

template <class T, template <class...> class Of>
inline constexpr bool is = false;
template <template <class...> class Of, class... As>
inline constexpr bool is<Of<As...>, Of> = true;

template <class T>
inline constexpr bool is_list = is<T, std::vector>;

/// A vector of pairs keeps the order of the text, and every pair of it.
template <class T>
inline constexpr bool is_pairs = false;
template <class V, class A>
inline constexpr bool is_pairs<std::vector<std::pair<std::string, V>, A>> = true;

/// `std::map` and its like, by shape: whoever wants one includes it.
template <class T>
concept keyed = std::same_as<typename T::key_type, std::string> && requires { typename T::mapped_type; };

template <class T>
consteval bool has_shape(shape s) {
    if constexpr (described<T>)
        return description<T>.shape == s;
    else
        return false;
}

template <class... Ts>
struct pack {
    template <class T>
    static constexpr bool has = (std::same_as<T, Ts> || ...);

    template <class T>
    static constexpr std::size_t index() {
        std::size_t i = 0;
        static_cast<void>(((std::same_as<T, Ts> || (++i, false)) || ...));
        return i;
    }
};
template <class... Ts>
pack<Ts...> alternatives_of(std::variant<Ts...> const*);

/// The alternatives of a variant, or of a type that derives from one.
template <class U>
using alternatives = decltype(alternatives_of(static_cast<U const*>(nullptr)));

template <class T>
inline constexpr bool no_json = false;

}  // namespace bedrock::json::detail
