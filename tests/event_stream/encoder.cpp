// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/event_stream/encoder.hpp>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/event_stream/decoder.hpp>

#include "raw_frame.hpp"

namespace es = bedrock::event_stream;
using enum es::fault;
using namespace std::literals;

namespace {

std::optional<es::fault> fault_of(std::vector<es::header> const& headers, std::string_view payload = "",
                                  es::limits const& most = {}) {
    std::string out = "before";
    auto const done = es::encode(out, headers, payload, most);
    if (done)
        return std::nullopt;
    CHECK(out == "before");
    return done.error();
}

}  // namespace

TEST_CASE("an encoded frame is the same as one made by hand") {
    std::string out = "kept";
    CHECK(es::encode(out, {{":message-type", "event"}, {"flag", true}, {"n", std::int16_t{-2}}}, "{}")
              .has_value());
    CHECK(out == "kept" + raw::frame(raw::text(":message-type", "event") + raw::name("flag") + "\x00"s +
                                         raw::name("n") + "\x03\xFF\xFE"s,
                                     "{}"));
    out.clear();
    CHECK(es::encode(out, {}, "").has_value());
    CHECK(out == raw::frame("", ""));
}

TEST_CASE("what is encoded is read back, of every type") {
    std::vector<es::header> const headers{
        {"yes", true},
        {"no", false},
        {"byte", std::int8_t{-1}},
        {"short", std::int16_t{-300}},
        {"integer", 70'000},
        {"long", std::int64_t{-5'000'000'000}},
        {"array", es::byte_array{"\0\xFF"sv}},
        {"text", "überall"},
        {"time", es::timestamp{1730384114123ms}},
        {"id", es::uuid{0xB7, 0x9B, 0xC9, 0x14, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0}}};
    std::string out;
    CHECK(es::encode(out, headers, "the payload").has_value());
    auto const found = es::decode(out);
    CHECK(found.has_value());
    if (!found)
        return;
    std::vector<es::header> got;
    for (auto const& h : found->message.headers())
        got.push_back(h);
    CHECK(got == headers);
    CHECK(found->message.payload() == "the payload");
    CHECK(found->consumed == out.size());
}

TEST_CASE("what a strict reader refuses is not written") {
    std::string const long_name(256, 'n'), long_text(65'536, 't');
    CHECK(fault_of({{"", true}}) == invalid_header_name_length);
    CHECK(fault_of({{long_name, true}}) == invalid_header_name_length);
    CHECK(fault_of({{std::string_view{long_name}.substr(1), true}}) == std::nullopt);
    CHECK(fault_of({{"x", long_text}}) == invalid_header_value);
    CHECK(fault_of({{"x", es::byte_array{long_text}}}) == invalid_header_value);
    CHECK(fault_of({{"x", std::string_view{long_text}.substr(1)}}) == std::nullopt);
    CHECK(fault_of({{"x", "\xFF"}}) == invalid_utf8);
    CHECK(fault_of({{"\xFF", "x"}}) == invalid_utf8);
    CHECK(fault_of({{"x", true}, {"x", false}}) == duplicate_header);
    CHECK(fault_of({{"x", true}}, "1234", {.message = 22}) == message_too_large);
    CHECK(fault_of({{"x", true}}, "1234", {.message = 23}) == std::nullopt);
    auto const text = std::string_view{long_text}.substr(1);
    CHECK(fault_of({{"a", text}, {"b", text}}) == invalid_headers_length);
    CHECK(fault_of({}, std::string(16 * 1024 * 1024 - 15, 'p')) == message_too_large);
}
