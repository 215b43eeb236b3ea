// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#if defined(__x86_64__) && defined(__GNUC__)

#include <tmmintrin.h>
#include <wmmintrin.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <bedrock/event_stream/detail/crc32_table.hpp>

// Folding with the carry-less multiplication that every x86-64 server of the last decade has.
//
// A message is a polynomial over GF(2), and only its remainder modulo the CRC's polynomial P matters. So the
// sixteen bytes in hand need not be divided: multiplied by (x^128 mod P) they may be added to the next
// sixteen bytes, which then stand for both. What is left at the end are sixteen bytes with the remainder of
// the whole, and two steps of the table finish them. V. Gopal et al., "Fast CRC Computation for Generic
// Polynomials Using PCLMULQDQ Instruction", Intel, 2009.

namespace bedrock::event_stream::detail {

/// x^n mod P in wire order, one bit to the left: there a product of two numbers lacks the lowest bit.
consteval long long crc32_power(int n) {
    std::uint32_t value = 0x80000000;  // x^0
    for (; n > 0; --n)
        value = (value >> 1) ^ ((value & 1) != 0 ? crc32_polynomial : 0);
    return static_cast<long long>(value) << 1;
}

inline bool crc32_can_fold() {
    return __builtin_cpu_supports("pclmul") != 0 && __builtin_cpu_supports("ssse3") != 0;
}

/// What `crc32_by_table` computes; at least sixteen bytes, and only where `crc32_can_fold()`.
[[gnu::target("pclmul,ssse3")]] inline std::uint32_t crc32_by_folding(std::string_view bytes,
                                                                      std::uint32_t remainder) {
    // The two halves of sixteen bytes are 64 powers apart, and each product is 64 + 32 bits wide.
    __m128i const ahead = _mm_set_epi64x(crc32_power(128 - 32), crc32_power(128 + 32));
    auto const load = [](void const* p) { return _mm_loadu_si128(static_cast<__m128i const*>(p)); };

    auto const* p = bytes.data();
    auto left = bytes.size() - 16;
    __m128i sum = _mm_xor_si128(load(p), _mm_cvtsi32_si128(static_cast<int>(remainder)));
    for (p += 16; left >= 16; p += 16, left -= 16)
        sum = _mm_xor_si128(
            _mm_xor_si128(_mm_clmulepi64_si128(sum, ahead, 0x00), _mm_clmulepi64_si128(sum, ahead, 0x11)),
            load(p));

    if (left > 0) {
        // The last few bytes: take the first `left` bytes off the sum and fold only them, on to the sixteen
        // bytes made of the rest of the sum and of what remains of the message.
        alignas(16) static constexpr unsigned char slide[48] = {
            0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
            0,    1,    2,    3,    4,    5,    6,    7,    8,    9,    10,   11,   12,   13,   14,   15,
            0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
        __m128i const down = load(slide + 16 + left);
        __m128i const first = _mm_shuffle_epi8(sum, load(slide + left));
        __m128i const rest = _mm_or_si128(
            _mm_shuffle_epi8(sum, down),
            _mm_and_si128(_mm_cmplt_epi8(down, _mm_setzero_si128()), load(bytes.data() + bytes.size() - 16)));
        sum = _mm_xor_si128(
            _mm_xor_si128(_mm_clmulepi64_si128(first, ahead, 0x00), _mm_clmulepi64_si128(first, ahead, 0x11)),
            rest);
    }

    char folded[16];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(folded), sum);
    return crc32_by_table({folded, sizeof folded}, 0);
}

}  // namespace bedrock::event_stream::detail

#endif
