// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/endpoint/concept.hpp>

#include <catch2/catch.hpp>

#include <string>

using bedrock::endpoint::address;

namespace {

std::string host_header(address const& a) {
    std::string out;
    a.append_host_header(out);
    return out;
}

std::string written(address const& a) {
    std::string out;
    a.append_url(out);
    return out;
}

}  // namespace

TEST_CASE("an address leaves the default port of its scheme out, and no other") {
    CHECK(host_header({.scheme = "https", .host = "h.example", .port = 443}) == "h.example");
    CHECK(host_header({.scheme = "http", .host = "h.example", .port = 80}) == "h.example");
    CHECK(host_header({.scheme = "http", .host = "h.example", .port = 443}) == "h.example:443");
    CHECK(host_header({.scheme = "https", .host = "h.example", .port = 80}) == "h.example:80");
    CHECK(host_header({.scheme = "https", .host = "[::1]", .port = 65535}) == "[::1]:65535");
}

TEST_CASE("an address is written as a URL up to its base path") {
    CHECK(written({.scheme = "https", .host = "h.example", .port = 443}) == "https://h.example");
    CHECK(written({.scheme = "http", .host = "localhost", .port = 8080, .base_path = "/a/b"}) ==
          "http://localhost:8080/a/b");
}
