// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bedrock {

namespace detail {

/// What RFC 3986 calls unreserved: the characters that never need encoding, and the only ones AWS leaves
/// alone. A bit for each.
inline constexpr auto unreserved_bits = [] {
    std::array<std::uint64_t, 4> bits{};
    for (char const c :
         std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"})
        bits[static_cast<std::size_t>(c) / 64] |= std::uint64_t{1} << static_cast<std::size_t>(c) % 64;
    return bits;
}();

constexpr bool unreserved(unsigned char c) { return (unreserved_bits[c / 64] >> c % 64 & 1) != 0; }

}  // namespace detail

/// Appends `text` with everything but `A-Z a-z 0-9 - . _ ~` as `%XX`; the characters of `keep` stay as well.
///
///     append_percent_encoded(path, "anthropic.claude-v1:0");   // anthropic.claude-v1%3A0
///
/// This is how AWS wants a label of a path (an ID, an ARN with its `/`) and a name or value of a query. Note
/// that a label that is `.` or `..` comes out as it is and would climb in the path: refuse such an ID before.
[[gnu::noinline]] inline void append_percent_encoded(std::string& out, std::string_view text,
                                                     std::string_view keep = {}) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::size_t plain = 0;  // copied in runs: IDs and paths consist of little else
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (detail::unreserved(c)) [[likely]]
            continue;
        if (keep.find(text[i]) != std::string_view::npos)
            continue;
        char const code[] = {'%', digits[c >> 4], digits[c & 15]};
        out.append(text, plain, i - plain).append(code, sizeof code);
        plain = i + 1;
    }
    out.append(text, plain);
}

/// Appends `text` with each `%XX` as the byte it stands for; a `%` that no two digits follow stays a `%`.
inline void append_percent_decoded(std::string& out, std::string_view text) {
    constexpr auto value = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                      : -1;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && value(text[i + 1]) >= 0 && value(text[i + 2]) >= 0) {
            out.push_back(static_cast<char>(value(text[i + 1]) * 16 + value(text[i + 2])));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
}

}  // namespace bedrock
