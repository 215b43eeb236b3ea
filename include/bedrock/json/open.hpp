// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/json/describe.hpp>

namespace bedrock::json {

namespace detail {

/// The index of `text` among `texts`, or `count`.
constexpr std::size_t index_of(std::string_view const* texts, std::size_t count, std::string_view text) {
    std::size_t i = 0;
    while (i != count && texts[i] != text)
        ++i;
    return i;
}

}  // namespace detail

/// The text of an enumerator with described names; empty for a value that has none.
template <class E>
constexpr std::string_view text_of(E value) {
    for (std::size_t i = 0; i != description<E>.values.size(); ++i)
        if (description<E>.values[i] == value)
            return description<E>.texts[i];
    return {};
}

/// An enum that a newer service may extend: one of `E`, or a text that is not known here and is kept.
///
///     if (reply->stop_reason == stop_reason::end_turn) …
///     std::puts(std::string{reply->stop_reason.text()}.c_str());
template <class E>
class open {
 public:
    constexpr open() = default;
    constexpr open(E value) : value_{value} {}  // NOLINT: implicit on purpose

    /// From its text; an unknown one is kept.
    static constexpr open from_text(std::string_view text) {
        open made;
        made.assign(text);
        return made;
    }

    constexpr bool known() const { return known_; }
    constexpr std::optional<E> value() const { return known_ ? std::optional<E>{value_} : std::nullopt; }
    constexpr E value_or(E other) const { return known_ ? value_ : other; }
    constexpr std::string_view text() const { return known_ ? text_of(value_) : std::string_view{text_}; }

    constexpr void assign(std::string_view text) {
        auto const& names = description<E>;
        auto const i = detail::index_of(names.texts.data(), names.texts.size(), text);
        known_ = i != names.texts.size();
        value_ = known_ ? names.values[i] : E{};
        text_.assign(known_ ? std::string_view{} : text);
    }

    friend constexpr bool operator==(open const&, open const&) = default;
    friend constexpr bool operator==(open const& a, E b) { return a.known_ && a.value_ == b; }

 private:
    E value_{};
    bool known_ = true;
    std::string text_{};
};

}  // namespace bedrock::json
