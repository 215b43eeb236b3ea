// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/transport/curl.hpp>

#include <cstdlib>
#include <vector>

#include <catch2/catch.hpp>

#include <transport/raw_certificate.hpp>
#include <transport/raw_server.hpp>
#include <transport/talk.hpp>

using bedrock::transport::news;
namespace transport = bedrock::transport;

TEST_CASE("a curl transport is its settings and opens nothing by itself") {
    STATIC_REQUIRE(transport::policy<transport::curl>);
    transport::curl::memory const memory;
    auto const copy = memory;
    CHECK(transport::curl{}.verify);
    CHECK(transport::curl{}.reply_limit == 64u << 20);
}

TEST_CASE("a path arrives byte for byte") {
    auto const* const path = GENERATE("/model/a%2Fb/../x", "/model/us.anthropic.claude%3A0/converse",
                                      "/a/./b//c/%2e%2e/d", "/model/arn%3Aaws%3Abedrock%2Fp?x=%20y&z");
    raw::record seen;
    raw::server server{echo(seen)};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    CHECK(raw::talk(lease, {.url = server.url(path)}).finished());
    CHECK(seen.size() == 1);
    if (!(seen.size() == 1))
        return;
    CHECK(seen.all()[0].line() == "POST " + std::string{path} + " HTTP/1.1");
}

TEST_CASE("nothing is sent that nobody asked for") {
    raw::record seen;
    raw::server server{echo(seen)};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    CHECK(raw::talk(lease, {.url = server.url("/x"), .body = std::string(2'000'000, 'b')}).finished());
    CHECK(seen.size() == 1);
    if (!(seen.size() == 1))
        return;
    auto const head = seen.all()[0].head;
    auto const host = "127.0.0.1:" + std::to_string(server.port());
    CHECK(head == "POST /x HTTP/1.1\r\nHost: " + host +
                      "\r\nUser-Agent: bedrock-cpp\r\nContent-Length: 2000000\r\n\r\n");
}

TEST_CASE("headers are sent as they are given, the empty ones too, and win over the transport's") {
    raw::record seen;
    raw::server server{echo(seen)};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    raw::asking ask{.url = server.url(), .body = "{}"};
    for (auto const& [name, value] : {std::pair{"host", "us-east-1.example"},
                                      {"content-type", "application/json"},
                                      {"accept", "a/b"},
                                      {"x-empty", ""},
                                      {"x-blank", "  "},
                                      {"user-agent", "mine"}})
        CHECK(ask.headers.add(name, value));
    CHECK(raw::talk(lease, ask).finished());
    CHECK(seen.size() == 1);
    if (!(seen.size() == 1))
        return;
    auto const r = seen.all()[0];
    for (auto const* const line :
         {"\r\nHost: us-east-1.example\r\n", "\r\ncontent-type: application/json\r\n", "\r\naccept: a/b\r\n",
          "\r\nx-empty:\r\n", "\r\nx-blank:\r\n", "\r\nuser-agent: mine\r\n"})
        CHECK(r.has(line));
    CHECK_FALSE(r.has("bedrock-cpp"));
    CHECK_FALSE(r.has("127.0.0.1"));
}

TEST_CASE("each method is sent with and without a body, in any order over one connection") {
    raw::record seen;
    raw::server server{echo(seen)};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    struct row {
        char const* method;
        std::string body;
        bool length;  // told even when it is 0
    };
    std::vector<row> rows{{"GET", "", false},    {"POST", "a", true}, {"PUT", "bc", true},
                          {"DELETE", "", false}, {"POST", "", true},  {"DELETE", "d", true},
                          {"HEAD", "", false},   {"PUT", "", true},   {"GET", "", false},
                          {"PATCH", "ef", true}, {"GET", "g", true},  {"POST", "h", true},
                          {"HEAD", "", false},   {"POST", "ij", true}};
    for (auto const& [method, body, length] : rows) {
        CAPTURE(method, body);
        auto const o = raw::talk(lease, {.method = method, .url = server.url(), .body = body});
        CHECK(o.finished());
        CHECK(o.status == 200);
        CHECK(o.body == body);
        auto const r = seen.all().back();
        CHECK(r.line() == std::string{method} + " / HTTP/1.1");
        CHECK(r.body == body);
        CHECK(r.has("Content-Length: " + std::to_string(body.size())) == length);
    }
    CHECK(seen.size() == rows.size());
    CHECK(server.accepted() == 1);
}

TEST_CASE("a redirect is handed up, not followed") {
    raw::server server{[](raw::peer& p) {
        while (p.read_request())
            p.reply(302, "elsewhere", "Location: http://127.0.0.1:1/\r\n");
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto const o = raw::talk(lease, {.url = server.url()});
    CHECK(o.finished());
    CHECK(o.status == 302);
    CHECK(o.body == "elsewhere");
    CHECK(server.accepted() == 1);
}

TEST_CASE("reply headers are those of the final reply, trimmed, without interim ones and trailers") {
    raw::server server{[](raw::peer& p) {
        while (p.read_request())
            p.send(
                "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                "HTTP/1.1 200 OK\r\nx-amzn-RequestId:  id-1 \r\nX-Empty:\r\nbad name: 1\r\n"
                "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n");
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto const o = raw::talk(lease, {.url = server.url()});
    CHECK(o.finished());
    CHECK(o.body == "abc");
    auto const& h = lease->headers();
    CHECK(h.size() == 3);
    if (!(h.size() == 3))
        return;
    CHECK(h[0].name == "x-amzn-RequestId");
    CHECK(h[0].value == "id-1");
    CHECK(h[1].name == "X-Empty");
    CHECK(h[1].value.empty());
    CHECK(h[2].name == "Transfer-Encoding");
}

TEST_CASE("news come in order: the head once, then the end") {
    raw::server server{[](raw::peer& p) {
        while (p.read_request())
            p.reply(200, "abc");
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    raw::asking const ask{.url = server.url()};
    lease->begin(ask.view(), raw::patient());
    CHECK(lease->poll({}, {}) == news::head);
    CHECK(lease->status() == 200);
    CHECK(lease->poll({}, {}) == news::finished);
    CHECK(lease->poll({}, {}) == news::finished);
    CHECK(lease->unread() == "abc");
    lease->consume(1);
    CHECK(lease->unread() == "bc");
    lease->consume(1'000);
    CHECK(lease->unread().empty());
}

TEST_CASE("AWS_CA_BUNDLE is used when no file is named, and read with the first lease") {
    raw::certificate const certificate{"IP:127.0.0.1"};
    raw::server server{[](raw::peer& p) {
                           while (p.read_request())
                               p.reply(200);
                       },
                       certificate.server_context()};
    auto const policy = raw::direct();
    transport::curl::memory memory;
    ::setenv("AWS_CA_BUNDLE", certificate.file().c_str(), 1);
    auto lease = policy.lease(memory);
    ::unsetenv("AWS_CA_BUNDLE");
    CHECK(raw::talk(lease, {.url = server.url()}).finished());
}
