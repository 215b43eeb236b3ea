// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bedrock::event_stream::detail {

/// The polynomial of IEEE 802.3, its bits in the order of the wire: the lowest bit is the highest power.
inline constexpr std::uint32_t crc32_polynomial = 0xEDB88320;

struct crc32_table {
    /// `of[k][b]` is what the byte `b` adds to the remainder when `k` more bytes follow it.
    std::uint32_t of[8][256]{};

    constexpr crc32_table() {
        for (std::uint32_t b = 0; b < 256; ++b) {
            auto remainder = b;
            for (int bit = 0; bit < 8; ++bit)
                remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? crc32_polynomial : 0);
            of[0][b] = remainder;
        }
        for (int k = 1; k < 8; ++k)
            for (int b = 0; b < 256; ++b)
                of[k][b] = (of[k - 1][b] >> 8) ^ of[0][of[k - 1][b] & 0xFF];
    }
};

inline constexpr crc32_table crc32_tables;

/// Four bytes, the first one lowest, on any machine; compilers make one load of it.
constexpr std::uint32_t little_endian(char const* p) {
    auto const byte = [p](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(p[i])); };
    return byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24;
}

/// Goes on from `remainder` over `bytes`, eight at a time ("slicing by 8"). Neither end is inverted here.
constexpr std::uint32_t crc32_by_table(std::string_view bytes, std::uint32_t remainder) {
    constexpr auto const& t = crc32_tables.of;
    constexpr auto four = [](std::uint32_t word, std::size_t follow) {
        return t[follow + 3][word & 0xFF] ^ t[follow + 2][(word >> 8) & 0xFF] ^
               t[follow + 1][(word >> 16) & 0xFF] ^ t[follow][word >> 24];
    };
    auto const* p = bytes.data();
    auto left = bytes.size();
    for (; left >= 8; p += 8, left -= 8)
        remainder = four(remainder ^ little_endian(p), 4) ^ four(little_endian(p + 4), 0);
    if (left >= 4) {
        remainder = four(remainder ^ little_endian(p), 0);
        p += 4;
        left -= 4;
    }
    for (; left > 0; ++p, --left)
        remainder = (remainder >> 8) ^ t[0][(remainder ^ static_cast<unsigned char>(*p)) & 0xFF];
    return remainder;
}

}  // namespace bedrock::event_stream::detail
