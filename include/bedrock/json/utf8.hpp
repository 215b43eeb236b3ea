// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bedrock::json {

namespace detail {

/// The first byte from `at` on that is not printable ASCII as a JSON string holds it: a quote, a backslash, a
/// control character, a byte beyond ASCII; or `end`.
[[gnu::noinline]] inline char const* skip_plain(char const* at, char const* end) {
    constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    constexpr auto zero_byte = [](std::uint64_t x) { return (x - ones) & ~x; };
    for (; end - at >= 8; at += 8) {
        std::uint64_t w;
        std::memcpy(&w, at, 8);
        auto const odd =
            (w | zero_byte(w ^ ones * '"') | zero_byte(w ^ ones * '\\') | (w - ones * 0x20)) & tops;
        if (odd == 0)
            continue;
        // A borrow can mark a good byte, but only one that lies above (in memory: behind) a truly odd one.
        if constexpr (std::endian::native == std::endian::little)
            return at + std::countr_zero(odd) / 8;
        break;
    }
    for (; at != end; ++at)
        if (auto const c = static_cast<unsigned char>(*at); c < 0x20 || c > 0x7f || c == '"' || c == '\\')
            break;
    return at;
}

/// The length of the UTF-8 sequence at `at` (which is not `end`), or 0 where it is none: overlong, a
/// surrogate, past U+10FFFF, cut. Table 3-7 of the Unicode standard.
[[gnu::noinline]] inline std::size_t utf8_sequence(char const* at, char const* end) {
    auto const byte = [at](int i) { return static_cast<unsigned char>(at[i]); };
    auto const follows = [&byte](int i) { return (byte(i) & 0xc0) == 0x80; };
    auto const first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return end - at >= 2 && follows(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        if (end - at < 3 || !follows(1) || !follows(2))
            return 0;
        return (first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f) ? 0 : 3;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        if (end - at < 4 || !follows(1) || !follows(2) || !follows(3))
            return 0;
        return (first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f) ? 0 : 4;
    }
    return 0;
}

}  // namespace detail

/// How many bytes of `text` are well-formed UTF-8 from its beginning on; all of them for good text.
inline std::size_t utf8_prefix(std::string_view text) {
    char const* at = text.data();
    char const* const end = at + text.size();
    while (at != end) {
        auto const n = detail::utf8_sequence(at, end);
        if (n == 0)
            break;
        at += n;
    }
    return static_cast<std::size_t>(at - text.data());
}

}  // namespace bedrock::json
