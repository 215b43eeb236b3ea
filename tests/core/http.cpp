// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/http.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using bedrock::header_list;

TEST_CASE("a list of headers that is wiped keeps nothing of its text in memory") {
    bedrock::header_list headers;
    static_cast<void>(headers.add("Authorization", "Bearer HUSH-" + std::string(200, 'x')));
    auto const* const text = headers.line(0);
    headers.clear();
    static_cast<void>(headers.add("A", "b"));
    headers.wipe();
    CHECK(headers.size() == 0);
    CHECK(std::string_view{text, 200}.find("HUSH") == std::string_view::npos);
}

TEST_CASE("headers are kept in order, each as a line of its own") {
    header_list h;
    CHECK(h.add("Content-Type", "application/json"));
    CHECK(h.add("x-empty", ""));
    CHECK(h.size() == 2);
    CHECK(h[0].name == "Content-Type");
    CHECK(h[0].value == "application/json");
    CHECK(h[1].value.empty());
    CHECK(std::string_view{h.line(0)} == "Content-Type: application/json");
    CHECK(std::string_view{h.line(1)} == "x-empty: ");
}

TEST_CASE("a header is found whatever its letters' case, the first of several") {
    header_list h;
    CHECK(h.add("X-Amzn-RequestId", "one"));
    CHECK(h.add("x-amzn-requestid", "two"));
    CHECK(h.find("x-amzn-requestID") == "one");
    CHECK(h.find("x-amzn-request") == "");
    CHECK(h.find("") == "");
}

TEST_CASE("what could end a header or begin another is refused, and nothing is added") {
    header_list h;
    for (std::string_view const value :
         {std::string_view{"a\r\nEvil: yes"}, std::string_view{"a\n"}, std::string_view{"a\0b", 3},
          std::string_view{"\x7f"}, std::string_view{"\x1b[2J"}})
        CHECK_FALSE(h.add("x-name", value));
    for (std::string_view const name :
         {std::string_view{""}, std::string_view{"x name"}, std::string_view{"x:name"},
          std::string_view{"x\nname"}, std::string_view{"na\xc3\xafve"}, std::string_view{"x\0y", 3}})
        CHECK_FALSE(h.add(name, "value"));
    CHECK(h.size() == 0);
}

TEST_CASE("tabs and bytes beyond ASCII may stand in a value") {
    header_list h;
    CHECK(h.add("x-name", "a\tb \xe3\x81\x82"));
    CHECK(h[0].value == "a\tb \xe3\x81\x82");
}

TEST_CASE("a cleared list is empty and keeps its memory") {
    header_list h;
    CHECK(h.add("x-long", std::string(1'000, 'v')));
    auto const* const before = h.line(0);
    h.clear();
    CHECK(h.size() == 0);
    CHECK(h.find("x-long") == "");
    CHECK(h.add("x-name", "value"));
    CHECK(h.line(0) == before);
}
