// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bedrock {

/// A moment as the services tell it, in UTC and to the millisecond; of the years 1 to 9999.
using timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

inline constexpr timestamp first_timestamp =
    std::chrono::sys_days{std::chrono::year{1} / std::chrono::January / 1};
inline constexpr timestamp last_timestamp =
    std::chrono::sys_days{std::chrono::year{10'000} / std::chrono::January / 1} -
    std::chrono::milliseconds{1};

namespace detail {

/// Whether `text` has a digit where `form` has a `d`, and the same character as `form` elsewhere.
constexpr bool has_form(std::string_view text, std::string_view form) {
    if (text.size() != form.size())
        return false;
    for (std::size_t i = 0; i != form.size(); ++i)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false;
    return true;
}

/// The number that some digits are.
constexpr int number_of(std::string_view digits) {
    int n = 0;
    for (char const c : digits)
        n = n * 10 + (c - '0');
    return n;
}

/// Takes `.` and digits from the front of a text, as whole milliseconds; false where no digit follows the
/// point.
constexpr bool take_fraction(std::string_view& text, int& milliseconds) {
    if (!text.starts_with('.'))
        return true;
    std::size_t size = 1;
    for (int unit = 100; size != text.size() && text[size] >= '0' && text[size] <= '9'; ++size, unit /= 10)
        milliseconds += (text[size] - '0') * unit;
    text.remove_prefix(size);
    return size > 1;
}

/// `Z`, or hours and minutes before or after it.
constexpr bool read_zone(std::string_view text, std::chrono::minutes& ahead) {
    if (text == "Z")
        return true;
    if (!has_form(text, "+dd:dd") && !has_form(text, "-dd:dd"))
        return false;
    auto const hours = number_of(text.substr(1, 2)), minutes = number_of(text.substr(4));
    ahead = std::chrono::minutes{(hours * 60 + minutes) * (text.front() == '-' ? -1 : 1)};
    return hours < 24 && minutes < 60;
}

}  // namespace detail

/// Reads a date and time as RFC 3339 has it: `2024-08-26T00:00:00.5Z`, `2024-08-26T09:00:00+09:00`. What is
/// finer than a millisecond is cut off. False for anything else, a day that no calendar has and leap seconds
/// too; `out` is as before then.
constexpr bool read_timestamp(std::string_view text, timestamp& out) {
    using namespace std::chrono;
    if (!detail::has_form(text.substr(0, 19), "dddd-dd-ddTdd:dd:dd"))
        return false;
    auto const number = [text](std::size_t at, std::size_t size) {
        return detail::number_of(text.substr(at, size));
    };
    auto const date = year{number(0, 4)} / number(5, 2) / number(8, 2);
    auto const hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59)
        return false;

    auto rest = text.substr(19);
    int fraction = 0;
    minutes ahead{};
    if (!detail::take_fraction(rest, fraction) || !detail::read_zone(rest, ahead))
        return false;
    timestamp const t =
        sys_days{date} + hours{hour} + minutes{minute} - ahead + seconds{second} + milliseconds{fraction};
    if (t < first_timestamp || t > last_timestamp)
        return false;
    out = t;
    return true;
}

/// From seconds since 1970, as AWS writes times in numbers; to the nearest millisecond. False for what is no
/// `timestamp`, NaN too.
constexpr bool read_epoch_seconds(double seconds, timestamp& out) {
    auto const ms = seconds * 1'000;
    constexpr auto count = [](timestamp t) { return static_cast<double>(t.time_since_epoch().count()); };
    if (!(ms >= count(first_timestamp) && ms <= count(last_timestamp)))
        return false;
    out = timestamp{std::chrono::milliseconds{static_cast<std::int64_t>(ms < 0 ? ms - 0.5 : ms + 0.5)}};
    return true;
}

/// Appends `2024-08-26T00:00:00Z`, with three digits of a second only where it is not whole. False, and
/// nothing appended, beyond the years 1 to 9999.
inline bool append_timestamp(std::string& out, timestamp t) {
    using namespace std::chrono;
    if (t < first_timestamp || t > last_timestamp)
        return false;
    auto const day = floor<days>(t);
    year_month_day const date{day};
    hh_mm_ss const time{t - day};
    char text[] = "0000-00-00T00:00:00.000Z";
    auto const put = [&text](std::size_t last, auto number) {
        for (auto n = static_cast<unsigned>(number); n != 0; n /= 10)
            text[last--] = static_cast<char>('0' + n % 10);
    };
    put(3, static_cast<int>(date.year()));
    put(6, static_cast<unsigned>(date.month()));
    put(9, static_cast<unsigned>(date.day()));
    put(12, time.hours().count());
    put(15, time.minutes().count());
    put(18, time.seconds().count());
    put(22, time.subseconds().count());
    std::string_view const whole{text, 24};
    out.append(whole.substr(0, time.subseconds().count() == 0 ? 19 : 23)).push_back('Z');
    return true;
}

}  // namespace bedrock
