// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

#include <bedrock/core/time.hpp>

namespace bedrock::signing::detail {

/// A moment as signatures write it, `20260115T093000Z`, in UTC and without fractions.
class timestamp {
    // A clock that says the year 10000 or one before Christ gives digits, if not the right ones: the service
    // will say that the clock is wrong, which it is.
    template <class Number>
    constexpr void put(std::size_t at, std::size_t width, Number n) {
        for (auto i = at + width; i-- > at; n /= 10)
            text_[i] = static_cast<char>('0' + (n < Number{} ? Number{} - n % 10 : n % 10));
    }

 public:
    explicit constexpr timestamp(wall_time t) {
        auto const second = std::chrono::floor<std::chrono::seconds>(t);
        auto const day = std::chrono::floor<std::chrono::days>(second);
        std::chrono::year_month_day const date{day};
        std::chrono::hh_mm_ss const time{second - day};
        put(0, 4, static_cast<int>(date.year()));
        put(4, 2, static_cast<unsigned>(date.month()));
        put(6, 2, static_cast<unsigned>(date.day()));
        put(9, 2, time.hours().count());
        put(11, 2, time.minutes().count());
        put(13, 2, time.seconds().count());
    }

    constexpr std::string_view view() const { return {text_.data(), text_.size()}; }
    constexpr std::string_view date() const { return view().substr(0, 8); }

 private:
    std::array<char, 16> text_{'0', '0', '0', '0', '0', '0', '0', '0',
                               'T', '0', '0', '0', '0', '0', '0', 'Z'};
};

}  // namespace bedrock::signing::detail
