// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Frames made by hand, right or wrong, with nothing of the library in them: what its tests are held against.
namespace raw {

/// CRC-32 bit by bit, as the standard defines it.
inline std::uint32_t crc(std::string_view bytes) {
    std::uint32_t remainder = 0xFFFFFFFF;
    for (char const c : bytes) {
        remainder ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? 0xEDB88320u : 0u);
    }
    return ~remainder;
}

inline std::string four(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16 & 0xFF),
            static_cast<char>(value >> 8 & 0xFF), static_cast<char>(value & 0xFF)};
}

/// The twelve bytes that say so, with a checksum that holds.
inline std::string prelude(std::uint32_t total, std::uint32_t headers) {
    auto out = four(total) + four(headers);
    return out + four(crc(out));
}

/// A frame around a block of headers and a payload, whatever these are.
inline std::string frame(std::string_view headers, std::string_view payload) {
    auto out = prelude(static_cast<std::uint32_t>(headers.size() + payload.size() + 16),
                       static_cast<std::uint32_t>(headers.size()));
    out.append(headers).append(payload);
    return out + four(crc(out));
}

/// A name with its length; what follows is the type and the value.
inline std::string name(std::string_view text) {
    return std::string(1, static_cast<char>(text.size())).append(text);
}

/// A header of type string.
inline std::string text(std::string_view key, std::string_view value) {
    auto out = name(key);
    out.push_back(7);
    out.push_back(static_cast<char>(value.size() >> 8));
    out.push_back(static_cast<char>(value.size() & 0xFF));
    return out.append(value);
}

/// A frame as a Converse stream has them by the thousand.
inline std::string delta(std::string_view words) {
    return frame(text(":event-type", "contentBlockDelta") + text(":content-type", "application/json") +
                     text(":message-type", "event"),
                 std::string{R"({"contentBlockIndex":0,"delta":{"text":")"}.append(words).append(R"("}})"));
}

}  // namespace raw
