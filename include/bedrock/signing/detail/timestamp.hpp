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
    [[gnu::noinline]] constexpr void put(std::size_t at, std::size_t width, std::int64_t number) {
        auto n = static_cast<std::uint32_t>(number < 0 ? -number : number);
        for (auto i = at + width; i-- > at; n /= 10)
            text_[i] = static_cast<char>('0' + n % 10);
    }

 public:
    explicit constexpr timestamp(wall_time t) {
        auto const second = std::chrono::floor<std::chrono::seconds>(t);
        auto const day = std::chrono::floor<std::chrono::days>(second);
        std::chrono::year_month_day const date{day};
        auto const of_day = (second - day).count();
        put(0, 4, int{date.year()});
        put(4, 2, unsigned{date.month()});
        put(6, 2, unsigned{date.day()});
        put(9, 2, of_day / 3600);
        put(11, 2, of_day / 60 % 60);
        put(13, 2, of_day % 60);
    }

    constexpr std::string_view view() const { return {text_.data(), text_.size()}; }
    constexpr std::string_view date() const { return view().substr(0, 8); }

 private:
    std::array<char, 16> text_{'0', '0', '0', '0', '0', '0', '0', '0',
                               'T', '0', '0', '0', '0', '0', '0', 'Z'};
};

}  // namespace bedrock::signing::detail
