// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>

#include <bedrock/core/text.hpp>

namespace bedrock::json::detail {

/// A number's text, taken apart: the value is digits × 10^exponent, where the digits are those of `text` from
/// `first` to `last` without the point; both are empty for zero.
struct decimal {
    bool negative = false;
    std::string_view digits{};  ///< from the first to the last digit that is not 0; may hold the point
    std::int64_t count = 0;     ///< how many digits that are
    std::int64_t exponent = 0;  ///< far out of any range it is only roughly right
};

inline bool digit(char c) { return c >= '0' && c <= '9'; }

/// The end of the RFC 8259 number that begins at `at`; `at` itself where there is none.
inline char const* number_end(char const* const at, char const* const end) {
    auto const digits = [end](char const* p) {
        while (p != end && digit(*p))
            ++p;
        return p;
    };
    char const* p = at;
    if (p != end && *p == '-')
        ++p;
    if (p == end || !digit(*p))
        return at;
    p = *p == '0' ? p + 1 : digits(p);
    if (p != end && *p == '.') {
        auto const fraction = digits(p + 1);
        if (fraction == p + 1)
            return at;
        p = fraction;
    }
    if (p != end && (*p == 'e' || *p == 'E')) {
        ++p;
        if (p != end && (*p == '+' || *p == '-'))
            ++p;
        auto const exponent = digits(p);
        if (exponent == p)
            return at;
        p = exponent;
    }
    return p;
}

/// Takes a text apart that `number_end` has passed.
inline decimal to_decimal(std::string_view text) {
    decimal d;
    if (text.front() == '-') {
        d.negative = true;
        text.remove_prefix(1);
    }
    auto const e = text.find_first_of("eE");
    if (e != std::string_view::npos) {
        bool const down = text[e + 1] == '-';
        for (char const c : text.substr(e + 1))
            if (digit(c) && d.exponent < 1'000'000'000'000)  // later digits cannot bring it back into range
                d.exponent = d.exponent * 10 + (c - '0');
        if (down)
            d.exponent = -d.exponent;
        text = text.substr(0, e);
    }
    auto const point = text.find('.');
    if (point != std::string_view::npos)
        d.exponent -= static_cast<std::int64_t>(text.size() - point - 1);
    auto const first = text.find_first_not_of("0.");
    if (first == std::string_view::npos)
        return {.negative = d.negative};
    auto const last = text.find_last_not_of("0.");
    for (auto i = last + 1; i != text.size(); ++i)
        d.exponent += text[i] == '0';
    d.digits = text.substr(first, last + 1 - first);
    bool const holds_point = point != std::string_view::npos && point > first && point < last;
    d.count = static_cast<std::int64_t>(d.digits.size()) - holds_point;
    return d;
}

enum class fit { good, not_whole, too_large };

/// The integer that a number's text stands for, in whatever form: `1e3` and `2.50e1` are integers, `1.5` is
/// none.
inline fit to_integer(std::string_view text, std::int64_t& value) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    bool const negative = text.front() == '-';
    std::uint64_t size = 0;
    if (bedrock::detail::read_decimal(text.substr(negative), most + negative, size)) {
        value = static_cast<std::int64_t>(negative ? 0 - size : size);
        return fit::good;
    }

    auto const d = to_decimal(text);
    if (d.exponent < 0)
        return fit::not_whole;
    if (d.count + d.exponent > 19)
        return fit::too_large;
    size = 0;  // 19 digits fit
    for (char const c : d.digits)
        if (c != '.')
            size = size * 10 + static_cast<std::uint64_t>(c - '0');
    for (auto i = d.exponent; i > 0 && size != 0; --i)
        size *= 10;
    if (size > most + negative)
        return fit::too_large;
    value = static_cast<std::int64_t>(negative ? 0 - size : size);
    return fit::good;
}

/// The nearest double; too small becomes zero, too large is an error.
inline fit to_double(std::string_view text, double& value) {
    auto const [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code == std::errc{})
        return value - value == 0 ? fit::good : fit::too_large;
    // from_chars says "out of range" for both ends and leaves the value alone.
    auto const d = to_decimal(text);
    if (d.count + d.exponent > 0)
        return fit::too_large;
    value = d.negative ? -0.0 : 0.0;
    return fit::good;
}

}  // namespace bedrock::json::detail
