// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace bedrock::event_stream::detail {

/// An integer from as many bytes at `p`, the highest first; compilers make one load of it.
template <class Integer>
constexpr Integer load_big_endian(char const* p) {
    return [p]<std::size_t... I>(std::index_sequence<I...>) {
        constexpr auto last = sizeof(Integer) - 1;
        return static_cast<Integer>(
            ((std::uint64_t{static_cast<unsigned char>(p[I])} << 8 * (last - I)) | ...));
    }(std::make_index_sequence<sizeof(Integer)>{});
}

/// Appends the bytes of `value`, the highest first.
template <class Integer>
void append_big_endian(auto& out, Integer value) {
    auto const bits = static_cast<std::make_unsigned_t<Integer>>(value);
    for (auto shift = 8 * sizeof(Integer); shift > 0;)
        out.push_back(static_cast<char>(bits >> (shift -= 8) & 0xFF));
}

}  // namespace bedrock::event_stream::detail
