// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/event_stream/decoder.hpp>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "raw_frame.hpp"

namespace es = bedrock::event_stream;
using enum es::fault;
using namespace std::literals;

namespace {

struct reading {
    std::vector<std::string> payloads;
    std::optional<es::fault> fault;
    bool incomplete = false;
    std::uint64_t position = 0;

    friend bool operator==(reading const&, reading const&) = default;
};

reading read(std::string_view bytes, std::size_t piece_size, es::limits const& most = {}) {
    es::decoder decoder{most};
    reading out;
    for (std::size_t at = 0; at < bytes.size() && !out.fault; at += piece_size) {
        // a copy of its own for each piece, so that a view kept too long is seen by the address sanitizer
        std::string const copy{bytes.substr(at, piece_size)};
        std::string_view piece{copy};
        for (;;) {
            auto const next = decoder.next(piece);
            if (!next)
                out.fault = next.error();
            if (!next || !*next)
                break;
            out.payloads.emplace_back((*next)->payload());
        }
        if (!out.fault)
            CHECK(piece.empty());
    }
    out.incomplete = decoder.incomplete();
    out.position = decoder.position();
    return out;
}

std::optional<es::fault> fault_of(std::string const& bytes, es::limits const& most = {}) {
    auto const found = es::decode(bytes, most);
    auto const fault = found ? std::nullopt : std::optional{found.error()};
    // the decoder must not see it otherwise, however the bytes come
    for (auto const size : {std::size_t{1}, std::size_t{7}, bytes.size()})
        CHECK(read(bytes, size, most).fault == fault);
    return fault;
}

std::string numbered_headers(int count) {
    std::string block;
    for (int i = 0; i < count; ++i)
        block += raw::text("h" + std::to_string(i), "v");
    return block;
}

}  // namespace

TEST_CASE("a stream gives the same messages in pieces of every size") {
    std::string const bytes = raw::delta("one") + raw::frame("", "") + raw::delta("two and more") +
                              raw::frame(raw::text("only", "headers"), "") + raw::frame("", "only payload");
    auto const whole = read(bytes, bytes.size());
    CHECK(whole.payloads.size() == 5);
    CHECK(whole.payloads.back() == "only payload");
    CHECK_FALSE(whole.fault);
    CHECK_FALSE(whole.incomplete);
    CHECK(whole.position == bytes.size());
    std::size_t different = 0;
    for (std::size_t size = 1; size <= bytes.size(); ++size)
        different += read(bytes, size) != whole;
    CHECK(different == 0);
}

TEST_CASE("a frame that is cut at any byte is awaited, and known to be incomplete") {
    auto const bytes = raw::delta("cut me");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        auto const cut = bytes.substr(0, size);
        auto const found = es::decode(cut);
        CHECK((found && found->consumed == 0 && found->needed == (size < 12 ? 12 : bytes.size())));
        es::decoder decoder;
        std::string_view piece{cut};
        auto const next = decoder.next(piece);
        CHECK((next && !*next && piece.empty()));
        CHECK(decoder.incomplete() == (size > 0));
        CHECK(decoder.position() == 0);
        CHECK(decoder.missing() == (size == 0 ? 0 : (size < 12 ? 12 : bytes.size()) - size));
    }
}

TEST_CASE("no flipped bit goes unnoticed") {
    auto const good = raw::delta("flip me");
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto bad = good;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
        accepted += es::decode(bad).has_value();
        if (bit < 96)
            CHECK(fault_of(bad) == prelude_crc_mismatch);
    }
    CHECK(accepted == 0);
}

TEST_CASE("two swapped bytes and a zeroed checksum are noticed") {
    auto bytes = raw::delta("ab");
    auto const at = bytes.find("ab\"");
    std::swap(bytes[at], bytes[at + 1]);
    CHECK(fault_of(bytes) == message_crc_mismatch);
    bytes = raw::delta("ab");
    bytes.replace(bytes.size() - 4, 4, 4, '\0');
    CHECK(fault_of(bytes) == message_crc_mismatch);
}

TEST_CASE("impossible lengths are refused from the prelude alone") {
    CHECK(fault_of(raw::prelude(0, 0)) == invalid_total_length);
    CHECK(fault_of(raw::prelude(15, 0)) == invalid_total_length);
    CHECK(fault_of(raw::prelude(0xFFFFFFFF, 0)) == message_too_large);
    CHECK(fault_of(raw::prelude(0xFFFFFFFF, 0xFFFFFFFF)) == message_too_large);
    CHECK(fault_of(raw::prelude(16 * 1024 * 1024 + 1, 0)) == message_too_large);
    CHECK(fault_of(raw::prelude(16 * 1024 * 1024, 0)) == std::nullopt);
    CHECK(fault_of(raw::prelude(16, 1)) == invalid_headers_length);
    CHECK(fault_of(raw::prelude(100, 85)) == invalid_headers_length);
    CHECK(fault_of(raw::prelude(100, 84)) == std::nullopt);
    CHECK(fault_of(raw::prelude(100, 0xFFFFFFFF)) == invalid_headers_length);
    CHECK(fault_of(raw::prelude(1'000'000, 128 * 1024 + 1)) == invalid_headers_length);
    CHECK(fault_of(raw::prelude(1'000'000, 128 * 1024)) == std::nullopt);
}

TEST_CASE("a smaller limit than the format's can be set") {
    auto const bytes = raw::frame(raw::text("name", "value"), "12345678");
    es::limits const exact{.message = static_cast<std::uint32_t>(bytes.size()), .headers = 13};
    CHECK(fault_of(bytes, {.message = exact.message, .headers = 13}) == std::nullopt);
    CHECK(fault_of(bytes, {.message = exact.message - 1, .headers = 13}) == message_too_large);
    CHECK(fault_of(bytes, {.message = exact.message, .headers = 12}) == invalid_headers_length);
}

TEST_CASE("a header that breaks the grammar is refused by what is wrong with it") {
    auto const fault = [](std::string const& block) { return fault_of(raw::frame(block, "payload")); };
    auto const good = raw::text("good", "header");

    CHECK(fault(good + "\x00\x07\x00\x01x"s) == invalid_header_name_length);
    CHECK(fault(good + "\x05"s) == invalid_header_name_length);  // nothing after the length
    CHECK(fault(good + "\x05"
                       "abcd"s) == invalid_header_name_length);  // the name runs past the headers
    CHECK(fault(good + "\x04"
                       "abcd"s) == invalid_header_name_length);  // no room for the type
    CHECK(fault(good + raw::name("x") + "\x0A"s) == invalid_header_value_type);
    CHECK(fault(good + raw::name("x") + "\xFF"s) == invalid_header_value_type);
    CHECK(fault(good + raw::name("x") + "\x02"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") + "\x03\x00"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") + "\x04\x00\x00\x00"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") +
                "\x05"
                "1234567"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") + "\x06\x00"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") +
                "\x06\x00\x02"
                "a"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") + "\x07"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") +
                "\x07\xFF\xFF"
                "abc"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") +
                "\x08"
                "1234567"s) == invalid_header_value);
    CHECK(fault(good + raw::name("x") +
                "\x09"
                "0123456789abcde"s) == invalid_header_value);
    CHECK(fault(good) == std::nullopt);
}

TEST_CASE("names and texts must be UTF-8, byte arrays may be anything") {
    auto const value = [](std::string_view bytes) { return fault_of(raw::frame(raw::text("x", bytes), "")); };
    auto const name = [](std::string_view bytes) { return fault_of(raw::frame(raw::text(bytes, "x"), "")); };
    for (auto const good :
         {"é"sv, "東京"sv, "\xF0\x9F\x8C\x8A"sv, "\xF4\x8F\xBF\xBF"sv, "\xED\x9F\xBF"sv, "\x7F\0a"sv}) {
        CHECK(value(good) == std::nullopt);
        CHECK(name(good) == std::nullopt);
    }
    for (auto const bad :
         {"\x80"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv, "\xF0\x8F\xBF\xBF"sv,
          "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "\xFF"sv, "\xC3"sv, "\xE6\x9D"sv, "a\xF0\x9F\x8C"sv,
          "\xC3\xC3"sv, "\xE6\x9D\x41"sv, "\xF0\x9F\x8C\xC0"sv}) {
        CHECK(value(bad) == invalid_utf8);
        CHECK(name(bad) == invalid_utf8);
        auto array = raw::text("x", bad);
        array[2] = 6;
        CHECK(fault_of(raw::frame(array, bad)) == std::nullopt);
    }
}

TEST_CASE("names of 255 bytes and values of 65,535 are read") {
    std::string const name(255, 'n'), value(65'535, 'v');
    auto const bytes = raw::frame(raw::text(name, value), "p");
    auto const found = es::decode(bytes);
    CHECK((found && found->message.text(name) == value));
}

TEST_CASE("a name that appears twice is refused, among few and among many") {
    auto const twice = raw::text("h1", "again");
    for (int const count : {2, 15, 16, 17, 1000}) {
        CHECK(fault_of(raw::frame(numbered_headers(count), "")) == std::nullopt);
        CHECK(fault_of(raw::frame(numbered_headers(count) + twice, "")) == duplicate_header);
        CHECK(fault_of(raw::frame(twice + numbered_headers(count), "")) == duplicate_header);
    }
    // names differ by case and by length
    CHECK(fault_of(raw::frame(raw::text("a", "") + raw::text("A", "") + raw::text("aa", ""), "")) ==
          std::nullopt);
}

TEST_CASE("a thousand headers can be walked and found") {
    auto const bytes = raw::frame(numbered_headers(1000), "end");
    auto const found = es::decode(bytes);
    CHECK(found.has_value());
    if (!found)
        return;
    auto const headers = found->message.headers();
    CHECK(std::distance(headers.begin(), headers.end()) == 1000);
    CHECK(found->message.text("h999") == "v");
    CHECK(found->message.payload() == "end");
}

TEST_CASE("as many headers as fit are checked in no time") {
    // 26,000 names of which only the last repeats the first: each with each would be 340 million comparisons
    std::string block;
    for (int i = 0; block.size() + 5 <= 128 * 1024 - 5; ++i)
        block += raw::name(std::string{static_cast<char>('0' + i % 64), static_cast<char>('0' + i / 64 % 64),
                                       static_cast<char>('0' + i / 4096)}) +
                 '\0';
    CHECK(es::decode(raw::frame(block, "")).has_value());
    auto const bad = es::decode(raw::frame(block + raw::name("000") + '\0', ""));
    CHECK((!bad && bad.error() == duplicate_header));
}

TEST_CASE("good messages come out before the error, which then stays") {
    auto bytes = raw::delta("good") + raw::delta("bad");
    auto const first = raw::delta("good").size();
    bytes[first + 3] ^= 1;
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        auto const got = read(bytes, size);
        CHECK(got.payloads.size() == 1);
        CHECK(got.fault == prelude_crc_mismatch);
        CHECK(got.position == first);
    }
    es::decoder decoder;
    std::string_view piece{bytes};
    CHECK((decoder.next(piece) && !decoder.next(piece)));
    auto const good = raw::delta("good again");
    piece = good;
    auto const next = decoder.next(piece);
    CHECK((!next && next.error() == prelude_crc_mismatch));
    CHECK(piece.size() == good.size());
}

TEST_CASE("what is wrong with a header is told even where the checksum is wrong too") {
    auto bytes = raw::frame(raw::name("x") + "\x0A"s, "");
    bytes.back() ^= 1;
    CHECK(fault_of(bytes) == invalid_header_value_type);
}

TEST_CASE("a frame of 16 MiB is read in pieces, and memory follows what has come") {
    std::string const payload(16 * 1024 * 1024 - 16, 'x');
    auto const bytes = raw::frame("", payload);
    auto const got = read(bytes, 64 * 1024);
    CHECK((got.payloads.size() == 1 && got.payloads.front() == payload));
    CHECK_FALSE(got.incomplete);
}

TEST_CASE("an empty piece changes nothing") {
    es::decoder decoder;
    std::string_view nothing;
    auto const next = decoder.next(nothing);
    CHECK((next && !*next));
    CHECK_FALSE(decoder.incomplete());
    CHECK(decoder.missing() == 0);
}
