// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <bedrock/json/utf8.hpp>

namespace cli {

struct code_points {
    char32_t first, last;
};

/// Two columns each: East Asian Width W and F of Unicode 14 (EastAsianWidth.txt), in order; what is not
/// assigned between two of them counts as they do.
inline constexpr code_points wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x23f0, 0x23f0},
    {0x23f3, 0x23f3},   {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267f, 0x267f},
    {0x2693, 0x2693},   {0x26a1, 0x26a1},   {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},
    {0x26ce, 0x26ce},   {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
    {0x26fa, 0x26fa},   {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},
    {0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27b0, 0x27b0},   {0x27bf, 0x27bf},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},
    {0x2e80, 0x303e},   {0x3041, 0x3247},   {0x3250, 0x4dbf},   {0x4e00, 0xa4c6},   {0xa960, 0xa97c},
    {0xac00, 0xd7a3},   {0xf900, 0xfad9},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6b},   {0xff01, 0xff60},
    {0xffe0, 0xffe6},   {0x16fe0, 0x1b2fb}, {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e},
    {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393},
    {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f43e},
    {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567},
    {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596}, {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5},
    {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6df}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc},
    {0x1f7e0, 0x1f7f0}, {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faf6},
    {0x20000, 0x3fffd}};

/// No column: marks that are drawn over the character before them, joiners and selectors. Only the blocks that
/// are nothing else, of general categories Mn, Me and Cf.
inline constexpr code_points over_the_last[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},  {0x064b, 0x065f},
    {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},  {0x200b, 0x200f},
    {0x2028, 0x202e}, {0x2060, 0x206f}, {0x20d0, 0x20f0}, {0x302a, 0x302d},  {0x3099, 0x309a},
    {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef}};

template <std::size_t N>
constexpr bool among(code_points const (&ranges)[N], char32_t c) {
    for (auto const& r : ranges)
        if (c <= r.last)
            return c >= r.first;
    return false;
}

/// How many columns of a terminal a character takes.
constexpr std::size_t display_width(char32_t c) {
    return among(over_the_last, c) ? 0 : among(wide, c) ? 2 : 1;
}

/// How many columns of a terminal a text takes. A byte that is no UTF-8 counts as one character.
inline std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    char const* at = text.data();
    for (char const* const end = at + text.size(); at != end;) {
        auto const n = bedrock::json::detail::utf8_sequence(at, end);
        auto const lead = static_cast<unsigned char>(*at);
        char32_t c = n < 2 ? lead : lead & (0x7f >> n);
        for (std::size_t i = 1; i < n; ++i)
            c = c << 6 | (static_cast<unsigned char>(at[i]) & 0x3f);
        columns += n == 0 ? 1 : display_width(c);
        at += n == 0 ? 1 : n;
    }
    return columns;
}

/// The text with what could steer a terminal (control characters of C0 and C1, bytes that are no UTF-8,
/// changes of direction) as `?`: logs and replies hold anyone's text.
inline std::string displayable(std::string_view text) {
    std::string shown;
    char const* at = text.data();
    for (char const* const end = at + text.size(); at != end;) {
        auto const n = bedrock::json::detail::utf8_sequence(at, end);
        std::string_view const character{at, n == 0 ? 1 : n};
        bool const c0 = n == 1 && (static_cast<unsigned char>(*at) < 0x20 || *at == 0x7f);
        bool const c1 = n == 2 && character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0;
        bool const direction = (character >= "\u202a" && character <= "\u202e") ||
                               (character >= "\u2066" && character <= "\u2069");
        shown += n == 0 || c0 || c1 || direction ? std::string_view{"?"} : character;
        at += character.size();
    }
    return shown;
}

}  // namespace cli
