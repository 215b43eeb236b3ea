// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/event_stream/message.hpp>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <bedrock/event_stream/decoder.hpp>

#include "raw_frame.hpp"

namespace es = bedrock::event_stream;
using namespace std::literals;

// A message is handed about by value, so it must stay a few words and own nothing.
static_assert(std::is_trivially_copyable_v<es::message>);
static_assert(sizeof(es::message) <= 24);
static_assert(std::forward_iterator<es::header_range::iterator>);

namespace {

es::message read(std::string const& bytes) {
    auto const found = es::decode(bytes);
    CHECK(found.has_value());
    return found ? found->message : es::message{};
}

}  // namespace

TEST_CASE("each type of header value is read as what it is") {
    auto const bytes = raw::frame(raw::name("yes") + "\x00"s +                                        //
                                      raw::name("no") + "\x01"s +                                     //
                                      raw::name("byte") + "\x02\x80"s +                               //
                                      raw::name("short") + "\x03\xFF\xFE"s +                          //
                                      raw::name("integer") + "\x04\x80\x00\x00\x00"s +                //
                                      raw::name("long") + "\x05\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s +   //
                                      raw::name("array") + "\x06\x00\x03\xFF\x00\x01"s +              //
                                      raw::name("text") + "\x07\x00\x06\xE6\xB0\xB4\xE6\xBA\x90"s +   //
                                      raw::name("time") + "\x08\x00\x00\x01\x92\xE2\xEE\x31\x50"s +   //
                                      raw::name("early") + "\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s +  //
                                      raw::name("id") +
                                      "\x09"
                                      "0123456789abcdef"s,
                                  "payload");
    auto const m = read(bytes);
    std::vector<es::header> const want{
        {"yes", true},
        {"no", false},
        {"byte", std::int8_t{-128}},
        {"short", std::int16_t{-2}},
        {"integer", std::numeric_limits<std::int32_t>::min()},
        {"long", std::numeric_limits<std::int64_t>::max()},
        {"array", es::byte_array{"\xFF\x00\x01"sv}},
        {"text", "水源"},
        {"time", es::timestamp{std::chrono::sys_days{std::chrono::year{2024} / 10 / 31} + 14h + 15min + 14s}},
        {"early", es::timestamp{-1ms}},
        {"id", es::uuid{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'}},
    };
    std::vector<es::header> got;
    for (auto const& h : m.headers())
        got.push_back(h);
    CHECK(got == want);
    for (auto const& h : want)
        CHECK(m.find(h.name) == h.value);
    CHECK(m.payload() == "payload");
}

TEST_CASE("a header is found by its whole name, and text only where it is text") {
    auto const bytes =
        raw::frame(raw::text("name", "value") + raw::text("empty", "") + raw::name("on") + "\x00"s, "");
    auto const m = read(bytes);
    CHECK(m.text("name") == "value");
    CHECK(m.find("empty") == es::header_value{""});
    CHECK(m.text("empty").empty());
    CHECK(m.text("on").empty());
    CHECK(m.find("on") == es::header_value{true});
    CHECK(m.find("nam") == std::nullopt);
    CHECK(m.find("names") == std::nullopt);
    CHECK(m.find("") == std::nullopt);
}

TEST_CASE("a message views into the bytes it was read from") {
    auto const bytes = raw::delta("hello");
    auto const m = read(bytes);
    CHECK(m.payload().data() > bytes.data());
    CHECK(m.payload().data() + m.payload().size() + 4 == bytes.data() + bytes.size());
    CHECK(m.total_length() == bytes.size());
    CHECK(m.prelude_crc() == raw::crc(std::string_view{bytes}.substr(0, 8)));
    CHECK(m.message_crc() == raw::crc(std::string_view{bytes}.substr(0, bytes.size() - 4)));
}

TEST_CASE("an empty message can be asked like any other") {
    es::message const m;
    CHECK(m.headers().empty());
    CHECK(m.headers().begin() == m.headers().end());
    CHECK(m.payload().empty());
    CHECK(m.find("x") == std::nullopt);
    auto const smallest = raw::frame("", "");
    CHECK(m.total_length() == smallest.size());
    CHECK(m.prelude_crc() == read(smallest).prelude_crc());
    CHECK(m.message_crc() == read(smallest).message_crc());
}
