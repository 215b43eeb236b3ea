// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/endpoint/detail/parse_url.hpp>

#include <catch2/catch.hpp>

#include <string>

using bedrock::endpoint::address;
using bedrock::endpoint::detail::fill_in;
using bedrock::endpoint::detail::parse_url;
using bedrock::endpoint::detail::shown;

namespace {

/// The URL as it is understood, or what is wrong with it.
std::string read(std::string_view url) {
    address a;
    if (auto const fault = parse_url(url, a); !fault.empty())
        return std::string{fault};
    std::string out;
    a.append_url(out);
    return out;
}

}  // namespace

TEST_CASE("a URL is taken apart, and put together in one form") {
    CHECK(read("https://h.example") == "https://h.example");
    CHECK(read("HTTPS://H.Example/") == "https://h.example");
    CHECK(read("https://h.example:443/") == "https://h.example");
    CHECK(read("http://h.example:80") == "http://h.example");
    CHECK(read("https://h.example:80") == "https://h.example:80");
    CHECK(read("http://localhost:1/a%20b/c@d:e/") == "http://localhost:1/a%20b/c@d:e");
    CHECK(read("http://127.0.0.1:65535/..a") == "http://127.0.0.1:65535/..a");
    CHECK(read("https://[2001:DB8::1]:8443/x") == "https://[2001:db8::1]:8443/x");
    CHECK(read("https://[::ffff:10.0.0.1]") == "https://[::ffff:10.0.0.1]");
    CHECK(read("https://vpce-0a_1.bedrock-runtime.us-east-1.vpce.amazonaws.com") ==
          "https://vpce-0a_1.bedrock-runtime.us-east-1.vpce.amazonaws.com");
}

TEST_CASE("a URL of another kind, or of none, is refused") {
    for (auto const* const bad :
         {"", "h.example", "//h.example", "ftp://h.example", "https:/h.example", "file:///etc/passwd",
          "javascript://h.example", "xhttps://h.example", "://h.example"}) {
        CAPTURE(bad);
        CHECK(read(bad) == "it does not begin with https:// or http://");
    }
}

TEST_CASE("a URL whose host could be taken for another is refused") {
    for (auto const* const bad :
         {"https://",
          "https:///path",
          "https://user@h.example",
          "https://user:pass@h.example",
          "https://h.example@evil.example",
          "https://h.example\\@evil.example",
          "https://h.example?x",
          "https://h.example#x",
          "https://h.example/?a=b",
          "https://h..example",
          "https://.example",
          "https://h.example.",
          "https://-h.example",
          "https://h-.example",
          "https://h%2eexample",
          "https://h,example",
          "https://h;example",
          "https://{h}.example",
          "https://h example",
          "https://h.example ",
          " https://h.example",
          "https://h.example\n",
          "https://h\t.example",
          "https://h\x7f.example",
          "https://h\xc3\xa9.example",
          "https://[::1",
          "https://::1",
          "https://[::1]x",
          "https://[]",
          "https://[",
          "https://]",
          "https://[h.example]",
          "https://[1:2]",
          "https://[fe80::1%25eth0]",
          "https://[::1]]",
          "https://x[::1]",
          "https://[1:2:3:4:5:6:7:8:9:10:11:12:13:14:15:16:17:18:19:20:21:22:23:24:25:26:27]"}) {
        CAPTURE(bad);
        CHECK(read(bad).starts_with("http") == false);
        CHECK_FALSE(read(bad).empty());
    }
    CHECK_FALSE(read({"https://h.example\0.evil.example", 31}).starts_with("http"));
    CHECK(read("https://" + std::string(64, 'a') + ".example").starts_with("a label"));
    CHECK(read("https://" + std::string(63, 'a') + ".example").starts_with("https://a"));
    std::string host;
    for (int i = 0; i < 127; ++i)
        host.append("a.");
    CHECK(read("https://" + host + "a") == "its host is longer than 253 characters");
    CHECK(read("https://h.example/" + std::string(2048, 'a')) == "it is longer than 2,047 characters");
}

TEST_CASE("a port is a number from 1 to 65535") {
    for (auto const* const bad :
         {"", "0", "65536", "99999999999999999999", "-1", "+1", "8o", "80:80", "80 ", "0x50"}) {
        CAPTURE(bad);
        CHECK(read(std::string{"https://h.example:"}.append(bad)).starts_with("http") == false);
    }
}

TEST_CASE("a base path is kept as it is or refused, never rewritten") {
    for (auto const* const bad :
         {"/a//b", "//", "/.", "/..", "/a/../b", "/a/%2e%2E/b", "/.%2e", "/a%", "/a%2", "/a%zz", "/a\"b",
          "/a<b", "/a\\b", "/a^b", "/a`b", "/a|b", "/{x}", "/a[b]"}) {
        CAPTURE(bad);
        CHECK(read(std::string{"https://h.example"}.append(bad)).starts_with("http") == false);
    }
}

TEST_CASE("a URL in an error is one line without what could be a secret") {
    CHECK(shown("https://user:sesame@h.example/x") == "https://…@h.example/x");
    CHECK(shown("https://a@sesame@h.example") == "https://…@h.example");
    CHECK(shown("user:sesame@h.example") == "…@h.example");
    CHECK(shown("https://h.example/x?key=sesame#sesame") == "https://h.example/x?…");
    CHECK(shown("https://h\r\nX: y\x1b[1m") == "https://h??X: y?[1m");
    CHECK(shown(std::string(5000, 'x')).size() == 200);
    CHECK(shown("") == "");
}

TEST_CASE("placeholders are filled in anywhere, and others are refused") {
    address a;
    CHECK(fill_in("https://{service}.{region}.example/{region}", "x", "bedrock", "us-east-1", a));
    CHECK(a.host == "bedrock.us-east-1.example");
    CHECK(a.base_path == "/us-east-1");

    for (auto const* const bad :
         {"https://{Region}.example", "https://{region.example", "https://region}.example",
          "https://{}.example", "https://{{region}}.example"}) {
        CAPTURE(bad);
        auto const done = fill_in(bad, "the address in X", "bedrock", "us-east-1", a);
        CHECK_FALSE(done);
        if (done)
            continue;
        CHECK(done.error().kind == bedrock::error_kind::configuration);
        CHECK(done.error().message.starts_with("the address in X cannot be used: "));
        CHECK(done.error().message.ends_with(bad));
    }
    std::string endless = "https://h.example";
    for (int i = 0; i < 1000; ++i)
        endless.append("/{service}");
    CHECK_FALSE(fill_in(endless, "x", "bedrock-runtime", "us-east-1", a));
    CHECK_FALSE(fill_in("https://{region}.example", "x", "bedrock-runtime", "", a));
}
