// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/transport/curl.hpp>

#include <thread>

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

/// A server with TLS or without, and a lease that trusts it.
struct house {
    house(bool tls, raw::server::script script)
        : server(std::move(script), tls ? certificate.server_context() : nullptr) {}

    raw::certificate certificate{"IP:127.0.0.1"};
    raw::server server;
    transport::curl::memory memory{};
    transport::curl::lease_type lease = [this] {
        auto policy = raw::direct();
        policy.ca_file = certificate.file();
        return policy.lease(memory);
    }();
};

}  // namespace

TEST_CASE("a request on a kept connection that dies before its reply is sent once and reported stale") {
    bool const tls = GENERATE(false, true);
    bool const reset = GENERATE(false, true);
    std::size_t const size = GENERATE(0u, 1u, 2'000u, 70'000u, 3'000'000u);
    CAPTURE(tls, reset, size);
    raw::record seen;
    house h{tls, [&](raw::peer& p) {
                auto first = p.read_request();
                p.reply(200);
                if (auto const second = p.read_request(); second) {
                    seen.add(*second);
                    if (reset)
                        p.reset();
                    return;
                }
            }};
    CHECK(raw::talk(h.lease, {.url = h.server.url()}).finished());
    auto const o = raw::talk(h.lease, {.url = h.server.url(), .body = std::string(size, 'b')});
    CHECK(o.last == news::failed);
    CHECK(o.failure.kind == error_kind::network);
    CHECK(o.failure.sent == sent::whole);
    CHECK(o.failure.reused);
    CHECK(o.failure.stale);
    CHECK(o.says("POST to 127.0.0.1"));
    std::this_thread::sleep_for(20ms);
    CHECK(seen.size() == 1);
    CHECK(h.server.accepted() == 1);

    // And the pair is good for another exchange, over a connection of its own.
    CHECK(raw::talk(h.lease, {.url = h.server.url()}).finished());
    CHECK(h.server.accepted() == 2);
}

TEST_CASE("a fresh connection that dies before its reply is not stale") {
    bool const tls = GENERATE(false, true);
    raw::record seen;
    house h{tls, [&](raw::peer& p) {
                if (auto const r = p.read_request())
                    seen.add(*r);
            }};
    auto const o = raw::talk(h.lease, {.url = h.server.url(), .body = "b"});
    CHECK(o.failure.kind == error_kind::network);
    CHECK(o.failure.sent == sent::whole);
    CHECK_FALSE(o.failure.reused);
    CHECK_FALSE(o.failure.stale);
    CHECK(seen.size() == 1);
}

TEST_CASE("a kept connection that closes after it had time to work is not stale") {
    house h{false, [&](raw::peer& p) {
                p.read_request();
                p.reply(200);
                p.read_request();
                std::this_thread::sleep_for(1'300ms);
            }};
    CHECK(raw::talk(h.lease, {.url = h.server.url()}).finished());
    auto const o = raw::talk(h.lease, {.url = h.server.url(), .body = "b"});
    CHECK(o.failure.kind == error_kind::network);
    CHECK(o.failure.sent == sent::whole);
    CHECK(o.failure.reused);
    CHECK_FALSE(o.failure.stale);
    CHECK(h.server.accepted() == 1);
}

TEST_CASE("a kept connection that closed while idle is noticed before anything is sent") {
    bool const tls = GENERATE(false, true);
    house h{tls, [&](raw::peer& p) {
                if (p.read_request())
                    p.reply(200);
            }};
    CHECK(raw::talk(h.lease, {.url = h.server.url()}).finished());
    std::this_thread::sleep_for(100ms);
    CHECK(raw::talk(h.lease, {.url = h.server.url()}).finished());
    CHECK(h.server.accepted() == 2);
}

TEST_CASE("a kept connection that breaks in the midst of the request sent a part, once") {
    bool const tls = GENERATE(false, true);
    std::atomic<int> heads = 0;
    house h{tls, [&](raw::peer& p) {
                p.read_request();
                p.reply(200);
                if (p.read_head())
                    ++heads;
                std::string some;
                while (some.size() < 200'000 && p.read_some(some)) {
                }
                p.reset();
            }};
    CHECK(raw::talk(h.lease, {.url = h.server.url()}).finished());
    auto const o = raw::talk(h.lease, {.url = h.server.url(), .body = std::string(20u << 20, 'b')});
    CHECK(o.failure.kind == error_kind::network);
    CHECK(o.failure.sent == sent::part);
    CHECK(o.failure.reused);
    CHECK(o.failure.stale);
    CHECK(heads == 1);
    CHECK(h.server.accepted() == 1);
}

TEST_CASE("what has left is told: nothing, when no connection stands") {
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    std::string url;
    SECTION("nobody listens") {
        raw::server const gone{[](raw::peer&) {}};
        url = gone.url();
    }
    SECTION("no such host") { url = "http://no-such-host.invalid/"; }
    auto const o = raw::talk(lease, {.url = url, .body = "b"});
    CHECK(o.failure.kind == error_kind::network);
    CHECK(o.failure.sent == sent::nothing);
    CHECK_FALSE(o.failure.reused);
    CHECK_FALSE(o.failure.stale);
    CHECK(o.says("failed while connecting"));
    CHECK_FALSE(o.failure.remedy.empty());
}

TEST_CASE("what has left is told: a part, when the body was cut") {
    bool const tls = GENERATE(false, true);
    house h{tls, [&](raw::peer& p) {
                p.read_head();
                p.reset();
            }};
    auto const o = raw::talk(h.lease, {.url = h.server.url(), .body = std::string(20u << 20, 'b')});
    CAPTURE(o.failure.message);
    CHECK(o.failure.kind == error_kind::network);
    CHECK(o.failure.sent == sent::part);
    CHECK_FALSE(o.failure.stale);
    CHECK(h.server.accepted() == 1);
}

TEST_CASE("an early 429 during a large upload keeps the connection") {
    bool const tls = GENERATE(false, true);
    house h{tls, [&](raw::peer& p) {
                while (auto r = p.read_head()) {
                    auto const length = raw::peer::content_length(r->head);
                    auto const early = std::min<std::size_t>(length, 65'536);
                    while (r->body.size() < early &&
                           p.read_some(r->body, std::min<std::size_t>(4'096, early - r->body.size()))) {
                    }
                    p.reply(length > 65'536 ? 429 : 200, "{}");
                    while (r->body.size() < length &&
                           p.read_some(r->body, std::min<std::size_t>(65'536, length - r->body.size()))) {
                    }
                }
            }};
    auto const o = raw::talk(h.lease, {.url = h.server.url(), .body = std::string(5u << 20, 'b')});
    CAPTURE(o.failure.message);
    CHECK(o.finished());
    CHECK(o.status == 429);
    CHECK(o.body == "{}");
    CHECK(raw::talk(h.lease, {.url = h.server.url()}).status == 200);
    CHECK(h.server.accepted() == 1);
}

TEST_CASE("an early 429 from a server that reads no further is handed up all the same") {
    bool const tls = GENERATE(false, true);
    bool const close = GENERATE(false, true);
    CAPTURE(tls, close);
    std::atomic<bool> over = false;
    house h{tls, [&](raw::peer& p) {
                p.read_head();
                p.reply(429, "{}");
                if (close)
                    return;
                while (!over)
                    std::this_thread::sleep_for(5ms);
            }};
    auto const begun = std::chrono::steady_clock::now();
    auto const o = raw::talk(h.lease, {.url = h.server.url(), .body = std::string(20u << 20, 'b')});
    over = true;
    CAPTURE(o.failure.message);
    if (!close || o.finished()) {  // a reset may overtake the reply
        CHECK(o.finished());
        CHECK(o.status == 429);
        CHECK(o.body == "{}");
    }
    CHECK(std::chrono::steady_clock::now() - begun < 10s);
}

TEST_CASE("a connection whose exchange was cancelled is not used again") {
    bool const tls = GENERATE(false, true);
    house h{tls, [&](raw::peer& p) {
                while (auto r = p.read_request()) {
                    if (p.number() == 1)
                        p.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf ");
                    else
                        p.reply(200, "other");
                }
            }};
    raw::asking const ask{.url = h.server.url()};
    h.lease->begin(ask.view(), raw::patient());
    CHECK(h.lease->poll({}, {}) == news::head);
    SECTION("cancelled") {
        h.lease->cancel();
        CHECK(h.lease->poll({}, {}) == news::failed);
        CHECK(h.lease->failure().kind == error_kind::cancelled);
        CHECK(h.lease->failure().sent == sent::whole);
    }
    SECTION("left for another") {}
    CHECK(raw::talk(h.lease, ask).body == "other");
    CHECK(h.server.accepted() == 2);
}
