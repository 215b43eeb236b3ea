// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string_view>

#include <bedrock/event_stream/detail/crc32_fold.hpp>
#include <bedrock/event_stream/detail/crc32_table.hpp>

namespace bedrock::event_stream {

/// CRC-32 (IEEE 802.3, as in zlib and PNG) of `bytes`, or, from the CRC of what came before, of both.
///
///     static_assert(crc32("123456789") == 0xCBF43926);
///     auto whole = crc32(second, crc32(first));
///
/// A frame is too short for zlib's way, which gains its speed on kilobytes. On x86-64 it is folded with the
/// processor's carry-less multiplication, elsewhere looked up eight bytes at a time (8 KiB of tables).
constexpr std::uint32_t crc32(std::string_view bytes, std::uint32_t so_far = 0) {
#if defined(__x86_64__) && defined(__GNUC__)
    // below 32 bytes there is nothing to fold that the table would not have to do anyway
    if !consteval {
        if (bytes.size() >= 32 && detail::crc32_can_fold())
            return ~detail::crc32_by_folding(bytes, ~so_far);
    }
#endif
    return ~detail::crc32_by_table(bytes, ~so_far);
}

}  // namespace bedrock::event_stream
