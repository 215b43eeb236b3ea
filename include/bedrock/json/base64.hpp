// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bedrock::json {

/// Appends the base64 of `bytes`: standard alphabet, padded, no line ends.
inline void append_base64(std::string& out, std::string_view bytes) {
    constexpr std::size_t piece = 3 << 20;  // a multiple of 3, and well within the int that OpenSSL takes
    for (std::size_t from = 0; from < bytes.size(); from += piece) {
        auto const n = std::min(piece, bytes.size() - from);
        auto const old = out.size();
        out.resize(old + (n + 2) / 3 * 4);
        // It also writes a NUL, just where the string has its own.
        ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data() + old),
                          reinterpret_cast<unsigned char const*>(bytes.data() + from), static_cast<int>(n));
    }
}

inline std::string to_base64(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    append_base64(out, bytes);
    return out;
}

/// Decodes base64 into `bytes`. False, and `bytes` is of no use, for anything but the padded standard
/// alphabet; bits left over before the padding are ignored, as AWS does. OpenSSL's decoder is not used: it
/// passes over junk.
inline bool from_base64(std::string_view text, std::string& bytes) {
    constexpr auto values = [] {
        std::array<std::uint8_t, 256> table{};
        table.fill(0x80);
        constexpr std::string_view alphabet =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (std::size_t i = 0; i != alphabet.size(); ++i)
            table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
        return table;
    }();
    bytes.clear();
    if (text.size() % 4 != 0)
        return false;
    if (text.empty())
        return true;
    std::size_t const padding = text.back() != '=' ? 0 : text[text.size() - 2] != '=' ? 1 : 2;
    bytes.resize(text.size() / 4 * 3);
    char* out = bytes.data();
    unsigned junk = 0;
    for (std::size_t i = 0; i != text.size(); i += 4) {
        std::uint32_t group = 0;
        for (std::size_t k = i; k != i + 4; ++k) {
            unsigned const v = k >= text.size() - padding ? 0 : values[static_cast<unsigned char>(text[k])];
            junk |= v;
            group = group << 6 | (v & 63);
        }
        *out++ = static_cast<char>(group >> 16);
        *out++ = static_cast<char>(group >> 8 & 0xff);
        *out++ = static_cast<char>(group & 0xff);
    }
    bytes.resize(bytes.size() - padding);
    return junk < 64;
}

}  // namespace bedrock::json
