// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <bedrock/core/result.hpp>
#include <bedrock/json/base64.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/detail/read_parts.hpp>
#include <bedrock/json/detail/shapes.hpp>
#include <bedrock/json/open.hpp>

/// From JSON text straight into described structs: no tree between them, no exception, no allocation but what
/// the structs hold. Strict as RFC 8259 has it, also in what is passed over: UTF-8, numbers, escapes,
/// surrogates.
///
/// What AWS leaves to the reader: null is as if absent, and dropped from lists and maps; of a member given
/// twice the last one counts; in a union null members and `__type` are ignored, and exactly one other must be
/// there.
namespace bedrock::json {

/// How much a text may ask for, and which kind of error it is if it does not read.
struct limits {
    int depth = 128;                   ///< levels of nesting; never more than 512
    std::size_t elements = 1'000'000;  ///< of all lists and maps together: `[{},{},…]` swells in memory
    error_kind kind = error_kind::malformed_reply;
};

namespace detail {

template <class T>
bool read_value(scanner& s, T& value);

/// Whether reading leaves nothing of the value that was there, so that it may be reused for its capacity.
/// Only an object's members are read into what they are.
template <class T>
consteval bool replaced_whole() {
    if constexpr (has_shape<T>(shape::transparent))
        return replaced_whole<std::remove_cvref_t<decltype(std::declval<T&>().*description<T>.pointer)>>();
    else
        return !has_shape<T>(shape::object);
}

template <class T, std::size_t I>
bool read_member(scanner& s, void* whole, [[maybe_unused]] bool again) {
    auto& value = static_cast<T*>(whole)->*leaf_at<I>(description<T>.members).pointer;
    using M = std::remove_reference_t<decltype(value)>;
    if constexpr (!replaced_whole<M>())
        if (again)
            value = M{};
    return read_value(s, value);
}

template <class U, class A>
bool read_alternative(scanner& s, void* whole, bool) {
    auto& held = *static_cast<U*>(whole);
    if constexpr (replaced_whole<A>())
        if (auto* same = std::get_if<A>(&held))
            return read_value(s, *same);
    return read_value(s, held.template emplace<A>());
}

template <class U>
bool read_unknown(scanner& s, void* whole, std::string_view name) {
    auto& kept = static_cast<U*>(whole)->template emplace<unknown_member>();
    kept.name.assign(name);
    return read_raw(s, kept.value.text);
}

template <class L>
bool read_element(scanner& s, void* list) {
    using T = typename L::value_type;
    auto& elements = *static_cast<L*>(list);
    if constexpr (std::is_same_v<T, bool>) {
        bool value = false;
        return s.boolean(value) && (elements.push_back(value), true);
    } else
        return read_value(s, elements.emplace_back(T{}));
}

template <class M>
bool read_entry(scanner& s, void* map, std::string_view name) {
    auto& entries = *static_cast<M*>(map);
    if constexpr (is_pairs<M>)
        return read_value(
            s, entries.emplace_back(std::string{name}, typename M::value_type::second_type{}).second);
    else
        return read_value(
            s, entries.insert_or_assign(std::string{name}, typename M::mapped_type{}).first->second);
}

template <class T, std::size_t I>
bool read_other(scanner& s, void* whole, std::string_view name) {
    auto& kept = (static_cast<T*>(whole)->*leaf_at<I>(description<T>.members).pointer).emplace_back();
    kept.name.assign(name);
    return s.element() && read_raw(s, kept.value.text);
}

template <class T, class Indices = std::make_index_sequence<description<T>.named()>>
struct object_table;
template <class T, std::size_t... Is>
struct object_table<T, std::index_sequence<Is...>> {
    template <std::size_t I>
    static consteval read_field field() {
        auto const& m = leaf_at<I>(description<T>.members);
        using M = std::remove_cvref_t<decltype(std::declval<T&>().*m.pointer)>;
        return {m.name, &read_member<T, I>, std::is_same_v<M, raw>};
    }
    static consteval decltype(read_fields::unknown) unknown() {
        constexpr auto named = sizeof...(Is), all = description<T>.size;
        if constexpr (named == all)
            return nullptr;
        else {
            static_assert(
                leaf_at<all - 1>(description<T>.members).presence == presence::others && all - named == 1,
                "bedrock::json: one `others{…}`, as the last of its `object(…)`");
            return &read_other<T, named>;
        }
    }
    // One more than there are, since an empty array is none.
    static constexpr read_field fields[] = {field<Is>()..., {}};
    static constexpr read_fields table{
        fields, sizeof...(Is),
        (std::uint64_t{0} | ... |
         (std::uint64_t{leaf_at<Is>(description<T>.members).presence == presence::required} << Is)),
        unknown()};
};

template <class U, class... As>
consteval auto union_fields(one_of_description<As...> const& d) {
    std::array<read_field, sizeof...(As)> fields{read_field{{}, &read_alternative<U, As>, false}...};
    for (std::size_t i = 0; i != fields.size(); ++i)
        fields[i].name = d.names[i];
    return fields;
}

template <class U>
struct union_table {
    static constexpr auto fields = union_fields<U>(description<U>);
    static consteval read_fields make() {
        if constexpr (alternatives<U>::template has<unknown_member>)
            return {fields.data(), fields.size(), 0, &read_unknown<U>};
        else
            return {fields.data(), fields.size()};
    }
    static constexpr read_fields table = make();
};

template <class T>
inline constexpr bool keeps_null = std::is_same_v<T, raw> || is<T, std::optional>;

template <class T>
bool read_scalar(scanner& s, T& value) {
    constexpr auto& d = description<T>;
    bool const quoted = s.next() == '"';
    auto const from = s.at;
    std::string_view text;
    double number = 0;
    if (!(quoted ? s.string(text, s.scratch) : s.real(number)))
        return false;
    return (quoted ? d.from_text(text, value) : d.from_number(number, value)) || s.fail(from, d.wanted, 32);
}

template <class T>
bool read_described(scanner& s, T& value) {
    constexpr auto& d = description<T>;
    if constexpr (d.shape == shape::object)
        return read_object(s, &value, object_table<T>::table);
    else if constexpr (d.shape == shape::one_of)
        return read_union(s, &value, union_table<T>::table);
    else if constexpr (d.shape == shape::transparent)
        return read_value(s, value.*d.pointer);
    else if constexpr (d.shape == shape::scalar)
        return read_scalar(s, value);
    else {
        std::string_view text;
        s.next();
        auto const from = s.at;
        if (!s.string(text, s.scratch))
            return false;
        auto const i = index_of(d.texts.data(), d.texts.size(), text);
        if (i == d.texts.size())
            return s.fail(from, "one of the texts that are known");
        value = d.values[i];
        return true;
    }
}

template <class T>
bool read_value(scanner& s, T& value) {
    if constexpr (std::is_same_v<T, bool>)
        return s.boolean(value);
    else if constexpr (std::is_integral_v<T>) {
        static_assert(std::is_signed_v<T> || sizeof(T) < 8, "bedrock::json: an integer must fit in int64_t");
        std::int64_t wide = 0;
        if (!s.integer(wide, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()))
            return false;
        value = static_cast<T>(wide);
        return true;
    } else if constexpr (std::is_same_v<T, double>)
        return s.real(value);
    else if constexpr (std::is_same_v<T, std::string>)
        return s.text(value);
    else if constexpr (std::is_same_v<T, raw>)
        return read_raw(s, value.text);
    else if constexpr (std::is_same_v<T, blob>)
        return s.base64(value.bytes);
    else if constexpr (is<T, open>) {
        std::string_view text;
        return s.string(text, s.scratch) && (value.assign(text), true);
    } else if constexpr (is<T, std::optional>) {
        if (s.null()) {
            value.reset();
            return s.skip();
        }
        if constexpr (replaced_whole<typename T::value_type>())
            if (value)
                return read_value(s, *value);
        return read_value(s, value.emplace());
    } else if constexpr (is_pairs<T> || keyed<T>) {
        value.clear();
        if constexpr (is_pairs<T>)
            return read_map(s, &value, keeps_null<typename T::value_type::second_type>, &read_entry<T>);
        else
            return read_map(s, &value, keeps_null<typename T::mapped_type>, &read_entry<T>);
    } else if constexpr (is_list<T>) {
        value.clear();
        return read_list(s, &value, keeps_null<typename T::value_type>, &read_element<T>);
    } else if constexpr (described<T>)
        return read_described(s, value);
    else
        static_assert(
            no_json<T>,
            "bedrock::json: no JSON for this type; write `constexpr auto describe(json::type<T>)` beside it");
}

template <class T>
bool read_whole(scanner& s, void* value) {
    return read_value(s, *static_cast<T*>(value));
}

using read_function = bool (*)(scanner&, void* value);

[[gnu::noinline]] inline result<void> read_text(std::string_view text, limits const& most, void* value,
                                                read_function read) {
    scanner s{text, std::clamp(most.depth, 0, 512), most.elements};
    if (read(s, value) && s.finish())
        return {};
    return failure(s.to_error(most.kind));
}

/// For a text that need not be what it could be: true if it was read, and no error else.
template <class T>
bool try_read(T& value, std::string_view text) {
    return read_text(text, {}, &value, &read_whole<T>).has_value();
}

}  // namespace detail

/// Reads into a value that is there: members absent from the text keep what they have, strings their
/// capacity. Upon an error what was read before it stays. `text` must not be part of `value`.
template <class T>
result<void> read_into(T& value, std::string_view text, limits const& most = {}) {
    return detail::read_text(text, most, &value, &detail::read_whole<T>);
}

/// Reads a new value.
///
///     auto usage = json::read<bedrock::usage>(R"({"inputTokens": 12})");
template <class T>
result<T> read(std::string_view text, limits const& most = {}) {
    result<T> value{};
    if (auto done = read_into(*value, text, most); !done)
        value = std::unexpected{std::move(done.error())};
    return value;
}

}  // namespace bedrock::json
