// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/timestamp.hpp>

#include <catch2/catch.hpp>

#include <limits>
#include <optional>
#include <string>
#include <string_view>

using bedrock::timestamp;
using namespace std::chrono_literals;

namespace {

constexpr std::optional<std::int64_t> milliseconds_of(std::string_view text) {
    timestamp t{};
    return bedrock::read_timestamp(text, t) ? std::optional{t.time_since_epoch().count()} : std::nullopt;
}

constexpr std::optional<std::int64_t> milliseconds_of(double seconds) {
    timestamp t{};
    return bedrock::read_epoch_seconds(seconds, t) ? std::optional{t.time_since_epoch().count()}
                                                   : std::nullopt;
}

std::string text_of(timestamp t) {
    std::string text = "at ";
    return bedrock::append_timestamp(text, t) ? text : "none, and " + text;
}

}  // namespace

TEST_CASE("a time is read to the millisecond, whatever the length of its fraction") {
    STATIC_REQUIRE(milliseconds_of("1970-01-01T00:00:00Z") == 0);
    STATIC_REQUIRE(milliseconds_of("2024-08-26T00:00:00Z") == 1'724'630'400'000);
    STATIC_REQUIRE(milliseconds_of("2024-10-02T23:30:00.5Z") == 1'727'911'800'500);
    STATIC_REQUIRE(milliseconds_of("2024-10-02T23:30:00.05Z") == 1'727'911'800'050);
    STATIC_REQUIRE(milliseconds_of("2024-10-02T23:30:00.678999999999Z") == 1'727'911'800'678);
    STATIC_REQUIRE(milliseconds_of("1969-12-31T23:59:59.999Z") == -1);
}

TEST_CASE("a zone other than Z is taken off") {
    STATIC_REQUIRE(milliseconds_of("2024-08-26T09:00:00+09:00") == milliseconds_of("2024-08-26T00:00:00Z"));
    STATIC_REQUIRE(milliseconds_of("2024-08-25T18:30:00-05:30") == milliseconds_of("2024-08-26T00:00:00Z"));
    STATIC_REQUIRE(milliseconds_of("2024-08-26T00:00:00.25-00:00") == 1'724'630'400'250);
}

TEST_CASE("what is no time is not read") {
    for (std::string_view const text : {"",
                                        "yesterday",
                                        "2024-08-26",
                                        "2024-08-26T00:00:00",
                                        "2024-08-26 00:00:00Z",
                                        "2024-08-26T00:00:00z",
                                        "2024-8-26T00:00:00Z",
                                        "2024-08-26T00:00Z",
                                        "2024-08-26T00:00:00.Z",
                                        "2024-08-26T00:00:00,5Z",
                                        "2024-13-01T00:00:00Z",
                                        "2024-00-01T00:00:00Z",
                                        "2024-02-30T00:00:00Z",
                                        "2023-02-29T00:00:00Z",
                                        "2024-08-26T24:00:00Z",
                                        "2024-08-26T00:60:00Z",
                                        "2024-06-30T23:59:60Z",
                                        "+024-08-26T00:00:00Z",
                                        "2024-08-26T00:00:00+9:00",
                                        "2024-08-26T00:00:00+24:00",
                                        "2024-08-26T00:00:00+09:60",
                                        "2024-08-26T00:00:00Z ",
                                        " 2024-08-26T00:00:00Z",
                                        "2024-08-26T00:00:00ZZ",
                                        "12024-08-26T00:00:00Z",
                                        "0000-12-31T23:59:59Z",
                                        "0001-01-01T00:00:00+00:01",
                                        "9999-12-31T23:59:59-00:01"}) {
        CAPTURE(text);
        CHECK(!milliseconds_of(text));
    }
}

TEST_CASE("what is no time leaves what was there") {
    timestamp t{7ms};
    CHECK(!bedrock::read_timestamp("2024-08-26T00:00:00+99:00", t));
    CHECK(!bedrock::read_epoch_seconds(1e300, t));
    CHECK(t == timestamp{7ms});
}

TEST_CASE("seconds since 1970 are read to the nearest millisecond") {
    STATIC_REQUIRE(milliseconds_of(0.0) == 0);
    STATIC_REQUIRE(milliseconds_of(1'724'630'400.0) == 1'724'630'400'000);
    STATIC_REQUIRE(milliseconds_of(1'724'630'400.6785) == 1'724'630'400'679);
    STATIC_REQUIRE(milliseconds_of(-0.0014) == -1);
    STATIC_REQUIRE(!milliseconds_of(1e12));
    STATIC_REQUIRE(!milliseconds_of(-1e12));
    STATIC_REQUIRE(!milliseconds_of(std::numeric_limits<double>::infinity()));
    CHECK(!milliseconds_of(std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("a time is written with a fraction only where it has one") {
    CHECK(text_of(timestamp{}) == "at 1970-01-01T00:00:00Z");
    CHECK(text_of(timestamp{1'727'911'800'050ms}) == "at 2024-10-02T23:30:00.050Z");
    CHECK(text_of(timestamp{-1ms}) == "at 1969-12-31T23:59:59.999Z");
    CHECK(text_of(bedrock::first_timestamp) == "at 0001-01-01T00:00:00Z");
    CHECK(text_of(bedrock::last_timestamp) == "at 9999-12-31T23:59:59.999Z");
}

TEST_CASE("a time beyond four digits of a year is not written") {
    CHECK(text_of(bedrock::first_timestamp - 1ms) == "none, and at ");
    CHECK(text_of(bedrock::last_timestamp + 1ms) == "none, and at ");
    CHECK(text_of(timestamp::max()) == "none, and at ");
    CHECK(text_of(timestamp::min()) == "none, and at ");
}
