// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/detail/timestamp.hpp>

#include <catch2/catch.hpp>

#include <chrono>

using namespace std::chrono_literals;
using bedrock::wall_time;
using bedrock::signing::detail::timestamp;

TEST_CASE("a timestamp is in UTC, without fractions") {
    STATIC_REQUIRE(timestamp{wall_time{}}.view() == "19700101T000000Z");
    STATIC_REQUIRE(timestamp{wall_time{1'768'469'400s + 999ms}}.view() == "20260115T093000Z");
    STATIC_REQUIRE(timestamp{wall_time{1'709'251'199s}}.view() == "20240229T235959Z");
    STATIC_REQUIRE(timestamp{wall_time{1'709'251'200s}}.date() == "20240301");
    CHECK(timestamp{wall_time{-1ns}}.view() == "19691231T235959Z");
}

TEST_CASE("a timestamp of a clock gone mad is still one in form") {
    for (auto const t : {wall_time::min(), wall_time::max()}) {
        timestamp const text{t};
        CHECK(text.view().size() == 16);
        CHECK(text.view().find_first_not_of("0123456789TZ") == std::string_view::npos);
    }
}
