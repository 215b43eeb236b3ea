// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/core/text.hpp>

namespace bedrock {

/// The moment that a `Date` header tells, `Sat, 01 Jun 2019 00:00:00 GMT` (RFC 9110, 5.6.7; the form that
/// is sent, not the two obsolete ones); nothing for any other text, and for years outside 1970 to 2199, which
/// not every clock can show.
[[gnu::cold, gnu::noinline]] inline std::optional<std::chrono::sys_seconds> read_http_date(
    std::string_view text) {
    constexpr std::string_view form = "Day, dd Mon yyyy hh:mm:ss GMT";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() != form.size())
        return std::nullopt;
    for (std::size_t i = 3; i < form.size(); ++i)
        if (auto const c = form[i]; (c == ' ' || c == ',' || c == ':' || i > 25) && text[i] != c)
            return std::nullopt;

    auto const number = [text](std::size_t at, std::size_t digits, std::uint64_t most, auto& out) {
        std::uint64_t value = 0;
        auto const ok = detail::read_decimal(text.substr(at, digits), most, value);
        out = static_cast<unsigned>(value);
        return ok;
    };
    unsigned day = 0, year = 0, hour = 0, minute = 0, second = 0;
    auto const month = months.find(text.substr(8, 3));
    if (month == months.npos || month % 3 != 0 || !number(5, 2, 31, day) || !number(12, 4, 2199, year) ||
        !number(17, 2, 23, hour) || !number(20, 2, 59, minute) || !number(23, 2, 60, second) || year < 1970)
        return std::nullopt;

    std::chrono::year_month_day const date{std::chrono::year{static_cast<int>(year)},
                                           std::chrono::month{static_cast<unsigned>(month / 3 + 1)},
                                           std::chrono::day{day}};
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

}  // namespace bedrock
