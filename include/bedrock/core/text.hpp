// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

/// Small things over text. What messages are put together with is never inlined: there are many messages, and
/// few are ever built.
namespace bedrock::detail {

/// Letters of ASCII only.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

[[gnu::noinline]] constexpr bool same_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i != a.size(); ++i)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

/// The pieces, one after the other.
[[gnu::cold, gnu::noinline]] inline std::string joined(std::initializer_list<std::string_view> pieces) {
    std::size_t size = 0;
    for (auto const piece : pieces)
        size += piece.size();
    std::string text;
    text.reserve(size);
    for (auto const piece : pieces)
        text.append(piece);
    return text;
}

/// A text between two others; nothing where it is empty.
[[gnu::cold, gnu::noinline]] inline std::string enclosed(std::string_view before, std::string_view text,
                                                         std::string_view after) {
    return text.empty() ? std::string{} : joined({before, text, after});
}

/// Adds a value and what it is to a list, which begins with `first`; nothing where the value is empty.
[[gnu::cold, gnu::noinline]] inline void append_item(std::string& list, std::string_view first,
                                                     std::string_view label, std::string_view value) {
    if (!value.empty())
        list = joined({list, list.empty() ? first : ", ", label, value});
}

/// Control characters become question marks: a line of a log stays one.
[[gnu::cold, gnu::noinline]] inline void hide_controls(std::string& text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = '?';
}

/// A number as a piece of a text: `joined({"byte ", decimal{n}})`.
class decimal {
 public:
    explicit decimal(std::integral auto number) {
        if constexpr (std::is_signed_v<decltype(number)>)
            write(number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number),
                  number < 0);
        else
            write(number, false);
    }
    decimal(decimal const&) = delete;
    decimal& operator=(decimal const&) = delete;

    operator std::string_view() const {  // NOLINT: implicit on purpose
        return {begin_, static_cast<std::size_t>(digits_ + sizeof digits_ - begin_)};
    }

 private:
    [[gnu::noinline]] void write(std::uint64_t size, bool negative) {
        do
            *--begin_ = static_cast<char>('0' + size % 10);
        while ((size /= 10) != 0);
        if (negative)
            *--begin_ = '-';
    }

    char digits_[21];
    char* begin_ = digits_ + sizeof digits_;
};

/// The number that all of a text is, in one to nineteen decimal digits; false for anything else and for what
/// is more than `most`.
[[gnu::noinline]] inline bool read_decimal(std::string_view text, std::uint64_t most, std::uint64_t& number) {
    std::uint64_t value = 0;
    for (char const c : text.substr(0, 19)) {
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    number = value;
    return !text.empty() && text.size() <= 19 && value <= most;
}

}  // namespace bedrock::detail
