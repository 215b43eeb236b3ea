// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "../../examples/cli/table.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using cli::align;
using cli::display_width;
using cli::displayable;
using cli::table;

TEST_CASE("a text is as wide as a terminal shows it") {
    CHECK(display_width("") == 0);
    CHECK(display_width("us-east-1") == 9);
    CHECK(display_width("違い") == 4);
    CHECK(display_width("ｶﾅ") == 2);  // half-width
    CHECK(display_width("Ｅ") == 2);  // full-width
    CHECK(display_width("é") == 1);
    CHECK(display_width("e\u0301") == 1);  // the accent by itself
    CHECK(display_width("か\u3099") == 2);
    CHECK(display_width("한국어") == 6);
    CHECK(display_width("🚀") == 2);
    CHECK(display_width("𠮷") == 2);
    CHECK(display_width("×…→") == 3);  // "ambiguous": narrow outside East Asian fonts
    CHECK(display_width("\xff\xc3") == 2);
}

TEST_CASE("the ranges are in order, as the search needs them") {
    auto const ordered = [](auto const& ranges) {
        char32_t last = 0;
        for (auto const& r : ranges) {
            if (r.first <= last || r.last < r.first)
                return false;
            last = r.last;
        }
        return true;
    };
    CHECK(ordered(cli::wide));
    CHECK(ordered(cli::over_the_last));
}

TEST_CASE("columns align whatever stands in them") {
    table t{{{"名前"}, {"records", align::right}, {"region"}}};
    t.add({"東京リージョン", "7", "ap-northeast-1"});
    t.add({"Paris", "1234567890", "eu-west-3"});
    t.add({"", "", ""});
    t.add({"only"});
    CHECK(t.text(false) ==
          "名前               records  region\n"
          "東京リージョン           7  ap-northeast-1\n"
          "Paris           1234567890  eu-west-3\n"
          "\n"
          "only\n");
}

TEST_CASE("colour is asked for, and then only in the titles") {
    table t{{{"a"}, {"b"}}};
    t.add({"1", "2"});
    CHECK(t.text(false) == "a  b\n1  2\n");
    CHECK(t.text(true) == "\x1b[1ma  b\x1b[0m\n1  2\n");
}

TEST_CASE("what could steer the terminal does not reach it") {
    CHECK(displayable("plain 違い") == "plain 違い");
    CHECK(displayable("\x1b[2Jx\n\x7f") == "?[2Jx??");
    CHECK(displayable("\xc2\x9b"
                      "1m") == "?1m");
    CHECK(displayable("a\u202e"
                      "b\u2066") == "a?b?");
    CHECK(displayable("\xff") == "?");
    table t{{{"a"}, {"b"}}};
    t.add({"\x1b]0;title\x07", "x", "too much"});
    CHECK(t.text(false) == "a           b\n?]0;title?  x\n");
}
