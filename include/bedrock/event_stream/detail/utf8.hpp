// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <bedrock/json/utf8.hpp>

namespace bedrock::event_stream::detail {

/// Whether no byte has its highest bit set: text that needs no further look.
inline bool is_ascii(std::string_view text) {
    auto const eight = [](char const* p) {
        std::uint64_t word;
        std::memcpy(&word, p, sizeof word);
        return word;
    };
    std::uint64_t seen = 0;
    auto const* p = text.data();
    auto left = text.size();
    if (left >= 8) {
        seen = eight(p + left - 8);  // the rest, and some bytes once more, instead of a byte at a time
        for (; left > 8; p += 8, left -= 8)
            seen |= eight(p);
        left = 0;
    }
    for (; left > 0; ++p, --left)
        seen |= static_cast<unsigned char>(*p);
    return (seen & 0x8080808080808080) == 0;
}

/// Whether `text` is well-formed UTF-8.
inline bool is_utf8(std::string_view text) { return json::utf8_prefix(text) == text.size(); }

}  // namespace bedrock::event_stream::detail
