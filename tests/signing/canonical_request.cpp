// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/canonical_request.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <string>

using bedrock::header;
using bedrock::signing::canonical_request;
using bedrock::signing::path_rules;

namespace {

std::string uri(std::string_view path, path_rules rules = {}) {
    canonical_request canonical;
    canonical.build({.method = "GET", .host = "h", .path = path}, {}, "", rules);
    return std::string{canonical.uri()};
}

std::string query(std::string_view text) {
    canonical_request canonical;
    canonical.build({.method = "GET", .host = "h", .path = "/", .query = text}, {}, "");
    return std::string{canonical.query()};
}

}  // namespace

TEST_CASE("a canonical path is the one on the wire, encoded once more") {
    CHECK(uri("/model/a-v1%3A0/converse") == "/model/a-v1%253A0/converse");
    CHECK(uri("/model/a-v1:0/converse") == "/model/a-v1%3A0/converse");
    CHECK(uri("/model/arn%3Aaws%2Fx/invoke") == "/model/arn%253Aaws%252Fx/invoke");
    CHECK(uri("/a b") == "/a%20b");
    CHECK(uri("/違") == "/%E9%81%95");
    CHECK(uri("/a%3A", {.double_encode = false}) == "/a%3A");
}

TEST_CASE("a canonical path has no dot segments and no empty ones, unless they are wanted") {
    CHECK(uri("") == "/");
    CHECK(uri("/") == "/");
    CHECK(uri("//") == "/");
    CHECK(uri("//a//b//") == "/a/b/");
    CHECK(uri("/a/./b/.") == "/a/b");
    CHECK(uri("/a/b/..") == "/a");
    CHECK(uri("/a/../") == "/");
    CHECK(uri("/a/../../../b") == "/b");
    CHECK(uri("/..") == "/");
    CHECK(uri("/...") == "/...");
    CHECK(uri("/%2E%2E/a") == "/%252E%252E/a");
    CHECK(uri("//a/./b/..//", {.normalize = false}) == "//a/./b/..//");
    CHECK(uri("", {.normalize = false}) == "/");
}

TEST_CASE("a canonical query is sorted by name, then by value, each encoded in one way") {
    CHECK(query("") == "");
    CHECK(query("b=2&a=1") == "a=1&b=2");
    CHECK(query("a=2&a=1&a=") == "a=&a=1&a=2");
    CHECK(query("a") == "a=");
    CHECK(query("token=ab%2Bc%2f%3D") == "token=ab%2Bc%2F%3D");
    CHECK(query("t=2026-01-01T00:00:00Z") == "t=2026-01-01T00%3A00%3A00Z");
    CHECK(query("k=a=b") == "k=a%3Db");
    CHECK(query("&&a=1&") == "a=1");
    CHECK(query("A=1&a=1&%41=0") == "A=0&A=1&a=1");
    CHECK(query("a1=x&a=y") == "a=y&a1=x");
    CHECK(query("=v") == "=v");
    CHECK(query("p=100%") == "p=100%25");
}

TEST_CASE("canonical headers are in lower case, sorted, trimmed, and joined where a name repeats") {
    bedrock::header_list headers;
    for (auto const& [name, value] :
         {header{"Z-Last", "z"}, header{"My-Header", "  a   b \t c  "}, header{"My-Header", "d"},
          header{"Empty", ""}, header{"Blank", "   "}, header{"my-header", "c d"}})
        CHECK(headers.add(name, value));
    canonical_request canonical;
    std::array<header, 1> const added{{{"X-Amz-Date", "20260704T235959Z"}}};
    canonical.build({.method = "POST", .host = "host.example", .path = "/", .headers = &headers}, added,
                    "hash");
    CHECK(canonical.signed_headers() == "blank;empty;host;my-header;x-amz-date;z-last");
    CHECK(
        canonical.text() ==
        "POST\n/\n\n"
        "blank:\nempty:\nhost:host.example\nmy-header:a b c,d,c d\nx-amz-date:20260704T235959Z\nz-last:z\n\n"
        "blank;empty;host;my-header;x-amz-date;z-last\nhash");
}

TEST_CASE("headers that change on the way are not signed, however they are written") {
    bedrock::header_list headers;
    for (auto const* name : {"User-Agent", "EXPECT", "transfer-encoding", "Connection", "X-Amzn-Trace-Id"}) {
        CHECK(headers.add(name, "x"));
        CHECK(canonical_request::never_signed(name));
    }
    CHECK(headers.add("x-amzn-trace-ie", "x"));
    canonical_request canonical;
    canonical.build({.method = "GET", .host = "h", .path = "/", .headers = &headers}, {}, "");
    CHECK(canonical.signed_headers() == "host;x-amzn-trace-ie");
}

TEST_CASE("a canonical request is built anew each time, whatever was in it before") {
    canonical_request canonical;
    bedrock::header_list many;
    for (int i = 0; i < 100; ++i)
        CHECK(many.add("h" + std::to_string(i % 50), std::to_string(i)));
    canonical.build({.method = "GET", .host = "h", .path = "/a", .query = "b=c&a", .headers = &many}, {},
                    "1");
    CHECK(canonical.text().find("h7:7,57\n") != std::string_view::npos);
    canonical.build({.method = "PUT", .host = "g", .path = "/"}, {}, "2");
    CHECK(canonical.text() == "PUT\n/\n\nhost:g\n\nhost\n2");
}
