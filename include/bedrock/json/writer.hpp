// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/detail/shapes.hpp>
#include <bedrock/json/detail/write_parts.hpp>
#include <bedrock/json/open.hpp>

/// From described structs straight to JSON text. UTF-8 goes out as it is, and only what must be is escaped;
/// text that is no UTF-8, free-form JSON that is none, and more than 128 levels are refused, with the path to
/// the place.
namespace bedrock::json {

namespace detail {

template <class T>
bool write_value(writer& w, T const& value);

template <class T, std::size_t I>
auto const& member_of(void const* whole) {
    return static_cast<T const*>(whole)->*leaf_at<I>(description<T>.members).pointer;
}

template <class T, std::size_t I>
bool write_member(writer& w, void const* whole) {
    auto const& value = member_of<T, I>(whole);
    if constexpr (is<std::remove_cvref_t<decltype(value)>, std::optional>)
        return write_value(w, *value);
    else
        return write_value(w, value);
}

template <class T, std::size_t I>
bool is_absent(void const* whole) {
    auto const& value = member_of<T, I>(whole);
    constexpr bool omit_empty = leaf_at<I>(description<T>.members).presence == presence::omit_empty;
    if constexpr (!is<std::remove_cvref_t<decltype(value)>, std::optional>)
        return value.empty();
    else if constexpr (omit_empty)
        return !value || value->empty();
    else
        return !value;
}

template <class T>
bool write_erased(writer& w, void const* value) {
    return write_value(w, *static_cast<T const*>(value));
}

template <class U, class A>
bool write_held(writer& w, void const* whole) {
    return write_value(w, *std::get_if<A>(static_cast<U const*>(whole)));
}

template <class T, class Indices = std::make_index_sequence<description<T>.named()>>
struct written_object;
template <class T, std::size_t... Is>
struct written_object<T, std::index_sequence<Is...>> {
    template <std::size_t I>
    static consteval write_field field() {
        constexpr auto& m = leaf_at<I>(description<T>.members);
        using M = std::remove_cvref_t<decltype(std::declval<T&>().*m.pointer)>;
        if constexpr (is<M, std::optional> || m.presence == presence::omit_empty)
            return {m.name, &write_member<T, I>, &is_absent<T, I>};
        else
            return {m.name, &write_member<T, I>, nullptr};
    }
    // One more than there are, since an empty array is none.
    static constexpr write_field fields[] = {field<Is>()..., {}};
};

template <class U, class... As>
consteval auto written_alternatives(one_of_description<As...> const& d) {
    using in_variant = alternatives<U>;
    static_assert((in_variant::template has<As> && ...),
                  "bedrock::json: `one_of(…)` names an alternative that the variant does not have");
    std::array<write_alternative, sizeof...(As)> all{
        write_alternative{{}, &write_held<U, As>, in_variant::template index<As>()}...};
    for (std::size_t i = 0; i != all.size(); ++i)
        all[i].name = d.names[i];
    return all;
}
template <class U>
inline constexpr auto written_union = written_alternatives<U>(description<U>);

template <class T>
bool write_described(writer& w, T const& value) {
    constexpr auto& d = description<T>;
    if constexpr (d.shape == shape::object) {
        constexpr auto named = d.named();
        if constexpr (named == d.size)
            return write_object(w, &value, written_object<T>::fields, named);
        else {
            auto const& others = value.*leaf_at<named>(d.members).pointer;
            return write_object(w, &value, written_object<T>::fields, named, others.data(), others.size());
        }
    } else if constexpr (d.shape == shape::transparent)
        return write_value(w, value.*d.pointer);
    else if constexpr (d.shape == shape::scalar) {
        w.out += '"';
        if (!d.append(w.out, value))
            return w.fail(w.out.size(), d.wanted, "a value that has no such text",
                          "give a value within the range");
        w.out += '"';
        return true;
    } else if constexpr (d.shape == shape::one_of) {
        unknown_member const* kept = nullptr;
        if constexpr (alternatives<T>::template has<unknown_member>)
            kept = std::get_if<unknown_member>(&value);
        auto const& all = written_union<T>;
        return write_union(w, &value, value.index(), kept, {all.data(), all.size()});
    } else {
        auto const text = text_of(value);
        return text.empty() ? w.fail(w.out.size(), "an enumerator that has a text", "another value",
                                     "use one of the enumerators that are named")
                            : w.string(text);
    }
}

template <class L>
bool write_elements(writer& w, L const& list) {
    using T = typename L::value_type;
    if constexpr (std::is_same_v<T, bool>) {
        std::vector<char> const bytes(list.begin(), list.end());  // the bits have no addresses
        return write_list(w, bytes.data(), bytes.size(), 1, [](writer& to, void const* value) {
            return write_value(to, *static_cast<char const*>(value) != 0);
        });
    } else
        return write_list(w, reinterpret_cast<char const*>(list.data()), list.size(), sizeof(T),
                          &write_erased<T>);
}

template <class M>
bool write_entries(writer& w, M const& map) {
    if (!w.open('{'))
        return false;
    bool comma = false;
    for (auto const& [name, value] : map) {
        if (!write_entry(w, name, &value, comma, &write_erased<std::remove_cvref_t<decltype(value)>>))
            return false;
        comma = true;
    }
    w.close('}');
    return true;
}

template <class T>
bool write_value(writer& w, T const& value) {
    if constexpr (std::is_same_v<T, bool>)
        return w.out.append(value ? "true" : "false"), true;
    else if constexpr (std::is_integral_v<T>) {
        static_assert(std::is_signed_v<T> || sizeof(T) < 8, "bedrock::json: an integer must fit in int64_t");
        return w.integer(value), true;
    } else if constexpr (std::is_same_v<T, double>)
        return w.real(value), true;
    else if constexpr (std::is_same_v<T, std::string>)
        return w.string(value);
    else if constexpr (std::is_same_v<T, raw>)
        return w.raw_text(value.text);
    else if constexpr (std::is_same_v<T, blob>)
        return w.base64(value.bytes), true;
    else if constexpr (is<T, open>) {
        if (auto const known = value.value())
            return write_value(w, *known);
        return w.string(value.text());
    } else if constexpr (is<T, std::optional>)
        return value ? write_value(w, *value) : (w.out.append("null"), true);
    else if constexpr (is_pairs<T> || keyed<T>)
        return write_entries(w, value);
    else if constexpr (is_list<T>)
        return write_elements(w, value);
    else if constexpr (described<T>)
        return write_described(w, value);
    else
        static_assert(
            no_json<T>,
            "bedrock::json: no JSON for this type; write `constexpr auto describe(json::type<T>)` beside it");
}

[[gnu::noinline]] inline result<void> write_text(std::string& out, error_kind kind, void const* value,
                                                 write_function write) {
    auto const before = out.size();
    writer w{out};
    if (write(w, value))
        return {};
    out.resize(before);
    return failure(w.to_error(kind));
}

}  // namespace detail

/// Appends the JSON of `value`; upon an error `out` is as before. `value` must not be part of `out`.
///
///     if (auto done = json::write(body, request); !done)
///         return failure(std::move(done.error()));
template <class T>
result<void> write(std::string& out, T const& value, error_kind kind = error_kind::refused_locally) {
    return detail::write_text(out, kind, &value, &detail::write_erased<T>);
}

}  // namespace bedrock::json
