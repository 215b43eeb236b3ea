// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/json/values.hpp>

/// How a struct looks in JSON, said once beside it; `reader.hpp` and `writer.hpp` both go by it.
///
///     struct usage {
///         std::int64_t input_tokens = 0;
///         std::optional<std::int64_t> cache_read{};
///     };
///     constexpr auto describe(json::type<usage>) {
///         return json::object(json::required{"inputTokens", &usage::input_tokens},
///                             json::member{"cacheReadInputTokens", &usage::cache_read});
///     }
///
/// A member may be `bool`, an integer, `double`, `std::string`, `blob`, `raw`, `open<Enum>`, another
/// described type, or an `std::optional`, `std::vector` or string-keyed map of those.
namespace bedrock::json {

/// Names a type to `describe`, which is found by argument-dependent lookup.
template <class T>
struct type {};

namespace detail {

enum class shape { object, transparent, one_of, names, scalar };
enum class presence { plain, required, omit_empty, others };

// Never defined: a description that reaches it is not a constant, and the compiler quotes this name.
void json_names_must_be_printable_ASCII_without_quotes_or_backslashes();

struct checked_name {
    std::string_view text;

    constexpr checked_name(std::string_view t) : text{t} {  // NOLINT: implicit on purpose
        for (char const c : t)
            if (c < ' ' || c > '~' || c == '"' || c == '\\')
                json_names_must_be_printable_ASCII_without_quotes_or_backslashes();
    }
    constexpr checked_name(char const* t) : checked_name{std::string_view{t}} {}
};

// A list of things of several types, as std::tuple is, at a third of its compile time.
template <std::size_t I, class M>
struct leaf {
    M value;
};
template <class Indices, class... Ms>
struct leaves;
template <std::size_t... Is, class... Ms>
struct leaves<std::index_sequence<Is...>, Ms...> : leaf<Is, Ms>... {};
template <std::size_t I, class M>
constexpr M const& leaf_at(leaf<I, M> const& l) {
    return l.value;
}

}  // namespace detail

/// A member by its JSON name. Read: absent or null leaves the default. Written: always, but for an empty
/// optional.
template <class Class, class M>
struct member {
    std::string_view name;
    M Class::* pointer;
    detail::presence presence;

    constexpr member(detail::checked_name n, M Class::* p, detail::presence how = detail::presence::plain)
        : name{n.text}, pointer{p}, presence{how} {}
};

/// A member whose absence (or null) is an error for the reader.
template <class Class, class M>
struct required : member<Class, M> {
    constexpr required(detail::checked_name n, M Class::* p)
        : member<Class, M>{n, p, detail::presence::required} {}
};

/// A member that is not written while it is `.empty()`.
template <class Class, class M>
struct omit_empty : member<Class, M> {
    constexpr omit_empty(detail::checked_name n, M Class::* p)
        : member<Class, M>{n, p, detail::presence::omit_empty} {}
};

/// Where the members go that have no name here: a `std::vector<unknown_member>`, in their order and word for
/// word, one given twice twice. Written behind the others. The last of its `object(…)`.
template <class Class, class M>
struct others : member<Class, M> {
    constexpr explicit others(M Class::* p) : member<Class, M>{"", p, detail::presence::others} {}
};

template <class... Members>
struct object_description {
    static constexpr auto shape = detail::shape::object;
    static constexpr std::size_t size = sizeof...(Members);
    detail::leaves<std::index_sequence_for<Members...>, Members...> members;

    /// How many of them have a name: all, but for `others`.
    consteval std::size_t named() const { return named(std::index_sequence_for<Members...>{}); }

 private:
    template <std::size_t... Is>
    consteval std::size_t named(std::index_sequence<Is...>) const {
        return (std::size_t{0} + ... + (detail::leaf_at<Is>(members).presence != detail::presence::others));
    }
};

/// A JSON object with these members, written in this order. Other members are passed over when read, unless
/// there is an `others{…}` for them.
template <class... Members>
constexpr object_description<Members...> object(Members... members) {
    static_assert(sizeof...(Members) <= 64, "bedrock::json: at most 64 members in one `object(…)`");
    return {{{members}...}};
}

template <class Class, class M>
struct transparent_description {
    static constexpr auto shape = detail::shape::transparent;
    M Class::* pointer;
};

/// The struct's JSON is that of its one member.
template <class Class, class M>
constexpr transparent_description<Class, M> transparent(M Class::* pointer) {
    return {pointer};
}

/// One alternative of a union, by the name of the member that holds it.
template <class T>
struct alternative {
    using type = T;
    std::string_view name;

    constexpr explicit alternative(detail::checked_name n) : name{n.text} {}
};

template <class... Ts>
struct one_of_description {
    static constexpr auto shape = detail::shape::one_of;
    std::array<std::string_view, sizeof...(Ts)> names;
};

/// A union: an object with one member, whose name says which alternative it holds. The type described is a
/// `std::variant` (or derives from one); with `unknown_member` among its alternatives it keeps what it does
/// not know.
template <class... Ts>
constexpr one_of_description<Ts...> one_of(alternative<Ts>... alternatives) {
    return {{alternatives.name...}};
}

/// An enumerator and its text.
template <class E>
struct name {
    E value;
    std::string_view text;

    constexpr name(E v, detail::checked_name n) : value{v}, text{n.text} {}
};

template <class E, std::size_t N>
struct names_description {
    static constexpr auto shape = detail::shape::names;
    std::array<std::string_view, N> texts;
    std::array<E, N> values;
};

/// The texts of an enum. As a member, `E` refuses other texts; `open<E>` keeps them.
template <class E, class... More>
constexpr names_description<E, 1 + sizeof...(More)> names(name<E> first, More... more) {
    return {{first.text, more.text...}, {first.value, more.value...}};
}

template <class T>
struct scalar_description {
    static constexpr auto shape = detail::shape::scalar;
    char const* wanted;
    bool (*from_text)(std::string_view, T&);
    bool (*from_number)(double, T&);
    bool (*append)(std::string&, T);
};

/// A value that is one string, or one number when read. Each function says false where there is no such value;
/// `wanted` is what an error says then. `append` adds plain ASCII that needs no escape.
template <class T>
constexpr scalar_description<T> scalar(char const* wanted, bool (*from_text)(std::string_view, T&),
                                       bool (*from_number)(double, T&), bool (*append)(std::string&, T)) {
    return {wanted, from_text, from_number, append};
}

/// Whether `describe(json::type<T>)` is declared beside `T`.
template <class T>
concept described = requires { describe(type<T>{}); };

/// The description of `T`, evaluated once.
template <class T>
inline constexpr auto description = describe(type<T>{});

}  // namespace bedrock::json
