// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/event_stream/fault.hpp>

#include <catch2/catch.hpp>
#include <string>

using bedrock::error_kind;
using bedrock::event_stream::cut_short;
using bedrock::event_stream::explain;
using bedrock::event_stream::fault;
using bedrock::event_stream::to_string;

TEST_CASE("every fault becomes an error that says where, what, and what to do") {
    for (int i = 0; i <= static_cast<int>(fault::message_crc_mismatch); ++i) {
        auto const f = static_cast<fault>(i);
        CHECK(to_string(f) != "unknown");
        auto const e = explain(f, 4'294'967'296);
        CHECK(e.kind == error_kind::malformed_reply);
        CHECK(e.message.find("byte 4294967296") != std::string::npos);
        CHECK(e.message.find(to_string(f)) != std::string::npos);
        CHECK(e.message.find("cannot be read") == std::string::npos);  // the words for no fault at all
        CHECK_FALSE(e.remedy.empty());
    }
}

TEST_CASE("a cut stream is an interruption, not a malformed reply") {
    auto const e = cut_short(380, 12);
    CHECK(e.kind == error_kind::interrupted);
    CHECK(e.message.find("byte 380") != std::string::npos);
    CHECK(e.message.find("12 bytes") != std::string::npos);
    CHECK_FALSE(e.remedy.empty());
}
