// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/event_stream/crc32.hpp>

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "raw_frame.hpp"

using bedrock::event_stream::crc32;

static_assert(crc32("") == 0);
static_assert(crc32("123456789") == 0xCBF43926, "the check value of the CRC catalogue");
static_assert(crc32("The quick brown fox jumps over the lazy dog") == 0x414FA339);
static_assert(crc32("6789", crc32("12345")) == crc32("123456789"));

namespace {

std::string noise(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 1;
    for (auto& c : bytes)
        c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
}

}  // namespace

TEST_CASE("CRC-32 agrees with the definition for every length and alignment") {
    auto const bytes = noise(400);
    std::size_t wrong = 0;
    for (std::size_t at = 0; at < 20; ++at)
        for (std::size_t size = 0; size < 300; ++size) {
            auto const part = std::string_view{bytes}.substr(at, size);
            wrong += crc32(part) != raw::crc(part);
        }
    CHECK(wrong == 0);
}

TEST_CASE("CRC-32 goes on from any place where it was left") {
    auto const bytes = noise(300);
    std::string_view const all{bytes};
    auto const whole = raw::crc(all);
    std::size_t wrong = 0;
    for (std::size_t at = 0; at <= all.size(); ++at)
        wrong += crc32(all.substr(at), crc32(all.substr(0, at))) != whole;
    CHECK(wrong == 0);
}

TEST_CASE("the table alone gives the same CRC-32 as the fast path") {
    namespace detail = bedrock::event_stream::detail;
    auto const bytes = noise(5000);
    std::size_t wrong = 0;
    for (std::size_t size = 0; size < bytes.size(); size += 37) {
        auto const part = std::string_view{bytes}.substr(0, size);
        wrong += crc32(part, 0xDEADBEEF) != ~detail::crc32_by_table(part, ~0xDEADBEEFu);
    }
    CHECK(wrong == 0);
}

TEST_CASE("CRC-32 of long runs of one byte is right") {
    CHECK(crc32(std::string(1 << 20, '\0')) == raw::crc(std::string(1 << 20, '\0')));
    CHECK(crc32(std::string(100'001, '\xFF')) == raw::crc(std::string(100'001, '\xFF')));
}
