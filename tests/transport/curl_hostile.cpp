// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/transport/curl.hpp>

#include <catch2/catch.hpp>

#include <transport/raw_certificate.hpp>
#include <transport/raw_server.hpp>
#include <transport/talk.hpp>

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::transport::news;
using bedrock::transport::sent;
namespace transport = bedrock::transport;

namespace {

/// Sends a text after each request's head, and the connection's end.
raw::server::script answers(std::string text) {
    return [text = std::move(text)](raw::peer& p) {
        if (p.read_request())
            p.send(text);
    };
}

raw::outcome ask(std::string const& url, transport::curl const& policy = raw::direct(),
                 transport::limits const& limits = raw::patient()) {
    transport::curl::memory memory;
    auto lease = policy.lease(memory);
    return raw::talk(lease, {.url = url, .body = "{}"}, limits);
}

raw::outcome ask_for(std::string text, std::size_t unread = 0) {
    raw::server server{answers(std::move(text))};
    auto limits = raw::patient();
    limits.unread = unread;
    return ask(server.url("/secret-path?secret=query"), raw::direct(), limits);
}

}  // namespace

TEST_CASE("a reply is read in each shape HTTP/1 has") {
    std::size_t const unread = GENERATE(0u, 65'536u);
    auto const [text, status, body] = GENERATE(table<std::string, int, std::string>({
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, "abc"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n2;x=y\r\nbc\r\n0\r\n\r\n", 200,
         "abc"},
        {"HTTP/1.0 200 OK\r\n\r\nabc", 200, "abc"},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc", 200, "abc"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, "abc"},
        {"HTTP/1.1 204 No Content\r\n\r\n", 204, ""},
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, ""},
        {"HTTP/1.1 500\r\nContent-Length: 1\r\n\r\nx", 500, "x"},
    }));
    CAPTURE(text, unread);
    auto const o = ask_for(text, unread);
    CAPTURE(o.failure.message);
    CHECK(o.finished());
    CHECK(o.status == status);
    CHECK(o.body == body);
}

TEST_CASE("what is not a reply of HTTP/1 is a malformed reply") {
    auto const text = GENERATE(
        as<std::string>{}, "garbage\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 999999 OK\r\n\r\n",
        "<html>no</html>", std::string(200'000, 'x'), std::string("\0\0\0\0\0\0\0\0\0\0", 10),
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nX-Long: " + std::string(150'000, 'x') + "\r\n\r\n",
        std::string("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 27));
    CAPTURE(text.substr(0, 80));
    auto const o = ask_for(text);
    CAPTURE(o.failure.message);
    CHECK(o.last == news::failed);
    CHECK(o.failure.kind == error_kind::malformed_reply);
    CHECK(o.failure.sent == sent::whole);
    CHECK(o.says("POST to 127.0.0.1"));
    CHECK_FALSE(o.says("secret"));
    CHECK_FALSE(o.failure.remedy.empty());
}

TEST_CASE("an end after an interim reply, or in the headers, is a network error") {
    auto const text = GENERATE(as<std::string>{}, "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                               "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-");
    auto const o = ask_for(text, GENERATE(0u, 65'536u));
    CAPTURE(text, o.status, o.failure.message);
    CHECK(o.last == news::failed);
    CHECK(o.failure.kind == error_kind::network);
    CHECK(o.failure.sent == sent::whole);
}

TEST_CASE("headers without end are a malformed reply and are not kept") {
    auto const [first, more] = GENERATE(table<std::string, std::string>({
        {"HTTP/1.1 200 OK\r\n", "X-Header: value\r\n"},       // one reply's
        {"", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"},  // interim replies
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-Trailer: value\r\n"},
    }));
    CAPTURE(first, more);
    std::string piece;
    while (piece.size() < 60'000)
        piece.append(more);
    std::atomic<bool> stopped = false;
    raw::server server{[&](raw::peer& p) {
        p.read_request();
        p.send(first);
        while (p.send(piece)) {
        }
        stopped = true;
    }};
    auto const o = ask(server.url());
    CAPTURE(o.failure.message);
    CHECK(o.failure.kind == error_kind::malformed_reply);
    CHECK(o.says("no end"));
    CHECK(raw::soon([&] { return stopped.load(); }));
}

TEST_CASE("a header block of 1 MiB is refused, one of 100 KiB is not") {
    auto const block = [](std::size_t size) {
        std::string text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n";
        while (text.size() < size)
            text.append("X-Header: ").append(1'000, 'x').append("\r\n");
        return text.append("\r\n{}");
    };
    CHECK(ask_for(block(1u << 20)).failure.kind == error_kind::malformed_reply);
    CHECK(ask_for(block(100u << 10)).body == "{}");
}

TEST_CASE("a body without end stops at the limit") {
    bool const told = GENERATE(false, true);
    raw::server server{[told](raw::peer& p) {
        p.read_request();
        p.send(told ? "HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n" : "HTTP/1.1 200 OK\r\n\r\n");
        std::string const piece(50'000, 'x');
        while (p.send(piece)) {
        }
    }};
    auto policy = raw::direct();
    policy.reply_limit = 1u << 20;
    auto const o = ask(server.url(), policy);
    CHECK(o.status == 200);
    CHECK(o.failure.kind == error_kind::reply_too_large);
    CHECK(o.body.size() <= policy.reply_limit);
    CHECK(o.says("larger than 1048576 bytes"));
    CHECK(o.advises("reply_limit"));
}

TEST_CASE("a body as large as the limit is not too large") {
    raw::server server{[](raw::peer& p) {
        while (p.read_request())
            p.reply(200, std::string(100'000, 'x'));
    }};
    auto policy = raw::direct();
    policy.reply_limit = 100'000;
    CHECK(ask(server.url(), policy).body.size() == 100'000);
    policy.reply_limit = 99'999;
    CHECK(ask(server.url(), policy).failure.kind == error_kind::reply_too_large);
}

TEST_CASE("a whole reply that is cut keeps what arrived") {
    auto const o = ask_for("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf ");
    CHECK(o.status == 200);
    CHECK(o.body == "half ");
    CHECK(o.failure.kind == error_kind::network);
    CHECK(o.failure.sent == sent::whole);
    CHECK(o.says("while reading the reply"));
}

TEST_CASE("a certificate that does not fit is a TLS error that names the setting") {
    auto const* const name = GENERATE("DNS:bedrock-runtime.us-east-1.amazonaws.com", "IP:127.0.0.1");
    raw::certificate const certificate{name};
    raw::server server{answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), certificate.server_context()};
    auto policy = raw::direct();
    if (std::string_view{name}.starts_with("DNS"))
        policy.ca_file = certificate.file();  // trusted, but another's
    auto const o = ask(server.url(), policy);
    CAPTURE(o.failure.message);
    CHECK(o.failure.kind == error_kind::tls);
    CHECK(o.failure.sent == sent::nothing);
    CHECK(o.advises("ca_file"));
    CHECK(o.advises("AWS_CA_BUNDLE"));

    policy.verify = false;
    CHECK(ask(server.url(), policy).finished());
}

TEST_CASE("a CA file that cannot be read is told as such") {
    raw::certificate const certificate{"IP:127.0.0.1"};
    raw::server server{answers(""), certificate.server_context()};
    auto policy = raw::direct();
    policy.ca_file = "/no/such/file.pem";
    auto const o = ask(server.url(), policy);
    CHECK(o.failure.kind == error_kind::tls);
    CHECK(o.advises("readable PEM file"));
}

TEST_CASE("TLS to a port that speaks plain HTTP is a TLS error") {
    raw::server server{[](raw::peer& p) {
        std::string text;
        p.read_some(text);
        p.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    }};
    auto const o = ask("https://127.0.0.1:" + std::to_string(server.port()) + "/");
    CHECK(o.failure.kind == error_kind::tls);
    CHECK(o.failure.sent == sent::nothing);
    CHECK(o.advises("speaks TLS"));
}

TEST_CASE("a proxy that answers HTML instead of a tunnel is told as such") {
    auto const* const status = GENERATE("407 Proxy Authentication Required", "200 OK", "403 Forbidden");
    raw::server proxy{[status](raw::peer& p) {
        p.read_head();
        p.send(std::string{"HTTP/1.1 "} + status +
               "\r\nContent-Type: text/html\r\nContent-Length: 26\r\n\r\n" + "<html>please log in</html>");
        p.drain();
    }};
    auto policy = raw::direct();
    policy.proxy = "http://user:secret@127.0.0.1:" + std::to_string(proxy.port());
    auto const o = ask("https://bedrock-runtime.us-east-1.amazonaws.com/", policy);
    CAPTURE(o.failure.message);
    CHECK(o.last == news::failed);
    CHECK((o.failure.kind == error_kind::network || o.failure.kind == error_kind::tls));
    CHECK(o.failure.sent == sent::nothing);
    CHECK(o.says("the proxy answered CONNECT with HTTP " + std::string{status}.substr(0, 3)));
    CHECK(o.advises("HTTPS_PROXY"));
    CHECK_FALSE(o.says("secret"));
}

TEST_CASE("a proxy whose address cannot be used is told without its password") {
    auto policy = raw::direct();
    policy.proxy = GENERATE("bad://user:secret@127.0.0.1:1", "http://user:secret@", "http://user:secret@a b",
                            "http://user:secret@127.0.0.1:99999");
    auto const o = ask("https://127.0.0.1:1/", policy);
    CAPTURE(*policy.proxy, o.failure.message);
    CHECK(o.last == news::failed);
    CHECK((o.failure.kind == error_kind::configuration || o.failure.kind == error_kind::network));
    CHECK_FALSE(o.says("secret"));
}

TEST_CASE("the environment's proxy is used unless the settings say otherwise") {
    raw::server proxy{answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy")};
    raw::server server{answers("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nserver")};
    ::setenv("http_proxy", proxy.url().c_str(), 1);
    auto const by_environment = ask(server.url(), {}).body;
    auto const direct = ask(server.url()).body;
    ::setenv("no_proxy", "127.0.0.1", 1);
    auto const excepted = ask(server.url(), {}).body;
    ::unsetenv("no_proxy");
    ::unsetenv("http_proxy");
    CHECK(by_environment == "proxy");
    CHECK(direct == "server");
    CHECK(excepted == "server");
}

TEST_CASE("an address is never taken as relative to the one before it") {
    raw::server server{answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    REQUIRE(raw::talk(lease, {.url = server.url()}).body == "ok");
    auto const* const url = GENERATE("", "/other", "?query");
    CAPTURE(url);
    CHECK(raw::talk(lease, {.url = url}).failure.kind == error_kind::configuration);
    CHECK(raw::talk(lease, {.url = server.url()}).body == "ok");
}

TEST_CASE("an address that cannot be used is a configuration error and names no secret") {
    auto const* const url = GENERATE("ftp://secret@example.com/x", "file:///etc/passwd", "http://",
                                     "http://a b/", "http://host:99999/secret", "");
    auto const o = ask(url);
    CAPTURE(url, o.failure.message);
    CHECK(o.failure.kind == error_kind::configuration);
    CHECK(o.failure.sent == sent::nothing);
    CHECK_FALSE(o.says("secret"));
    CHECK_FALSE(o.failure.remedy.empty());

    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    lease->begin({.method = "GET"}, {});
    CHECK(lease->poll({}, {}) == news::failed);
    CHECK(lease->failure().kind == error_kind::configuration);
}
