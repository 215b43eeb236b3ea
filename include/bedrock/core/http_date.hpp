// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace bedrock {

/// The moment that a `Date` header tells, `Sat, 01 Jun 2019 00:00:00 GMT` (RFC 9110, 5.6.7; the form that
/// is sent, not the two obsolete ones); nothing for any other text, and for years outside 1970 to 2199, which
/// not every clock can show.
[[gnu::cold, gnu::noinline]] inline std::optional<std::chrono::sys_seconds> read_http_date(
    std::string_view text) {
    constexpr std::string_view form = "Day, dd *** yyyy hh:mm:ss GMT";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (text.size() != form.size())
        return std::nullopt;
    int day = 0, year = 0, hour = 0, minute = 0, second = 0;
    auto const part_of = [&](char letter) -> int* {
        switch (letter) {
            case 'd':
                return &day;
            case 'y':
                return &year;
            case 'h':
                return &hour;
            case 'm':
                return &minute;
            case 's':
                return &second;
            default:
                return nullptr;
        }
    };
    for (std::size_t i = 3; i < form.size(); ++i) {  // the day's name says nothing new
        auto* const part = part_of(form[i]);
        if (part != nullptr ? text[i] < '0' || text[i] > '9' : form[i] != '*' && form[i] != text[i])
            return std::nullopt;
        if (part != nullptr)
            *part = *part * 10 + (text[i] - '0');
    }
    auto const month = months.find(text.substr(8, 3));
    if (month == months.npos || month % 3 != 0 || year < 1970 || year > 2199 || hour > 23 || minute > 59 ||
        second > 60)
        return std::nullopt;

    std::chrono::year_month_day const date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month / 3 + 1)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

}  // namespace bedrock
