// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "times.hpp"

#include <algorithm>
#include <array>

namespace bedrock::testing::emulation {

namespace {

struct parts {
    std::chrono::sys_days day;
    std::string year, month, date, hour, minute, second;
    std::size_t month_number;
};

std::string digits(std::int64_t value, std::size_t width) {
    auto const text = std::to_string(value);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

parts parts_of(std::chrono::system_clock::time_point when) {
    auto const day = std::chrono::floor<std::chrono::days>(when);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const clock{std::chrono::floor<std::chrono::seconds>(when - day)};
    auto const month = static_cast<unsigned>(date.month());
    return {day,
            digits(static_cast<int>(date.year()), 4),
            digits(month, 2),
            digits(static_cast<unsigned>(date.day()), 2),
            digits(clock.hours().count(), 2),
            digits(clock.minutes().count(), 2),
            digits(clock.seconds().count(), 2),
            month};
}

}  // namespace

std::string iso_time(std::chrono::system_clock::time_point when) {
    auto const p = parts_of(when);
    return p.year + "-" + p.month + "-" + p.date + "T" + p.hour + ":" + p.minute + ":" + p.second + "Z";
}

std::string basic_time(std::chrono::system_clock::time_point when) {
    auto const p = parts_of(when);
    return p.year + p.month + p.date + "T" + p.hour + p.minute + p.second + "Z";
}

std::string http_date(std::chrono::system_clock::time_point when) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const p = parts_of(when);
    return std::string{days[std::chrono::weekday{p.day}.c_encoding()]} + ", " + p.date + " " +
           months[p.month_number - 1] + " " + p.year + " " + p.hour + ":" + p.minute + ":" + p.second +
           " GMT";
}

}  // namespace bedrock::testing::emulation
