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
namespace transport = bedrock::transport;

namespace {

constexpr std::size_t window = 64u << 10;

transport::limits stream_limits(std::size_t unread = window) {
    auto l = raw::patient();
    l.unread = unread;
    return l;
}

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i != size; ++i)
        text[i] = static_cast<char>('a' + (i * 7 + i / 251) % 26);
    return text;
}

std::string chunked(std::string_view text, std::size_t size) {
    std::string out;
    for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) {
        char head[32];
        auto const part = text.substr(0, size);
        std::snprintf(head, sizeof head, "%zx\r\n", part.size());
        out.append(head).append(part).append("\r\n");
    }
    return out.append("0\r\n\r\n");
}

}  // namespace

TEST_CASE("a stream arrives whole, whatever the reader's appetite, and is never held beyond its limit") {
    raw::certificate const certificate{"IP:127.0.0.1"};
    bool const tls = GENERATE(false, true);
    bool const in_chunks = GENERATE(false, true);
    std::size_t const limit = GENERATE(1u, 1'000u, 65'536u);
    std::size_t const appetite = GENERATE(313u, 20'000u, 10'000'000u);
    CAPTURE(tls, in_chunks, limit, appetite);
    auto const text = pattern(400'000);
    raw::server server{
        [&](raw::peer& p) {
            while (p.read_request())
                if (in_chunks)
                    p.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(text, 777));
                else
                    p.reply(200, text);
        },
        tls ? certificate.server_context() : nullptr};
    auto policy = raw::direct();
    policy.ca_file = certificate.file();
    transport::curl::memory memory;
    auto lease = policy.lease(memory);
    raw::asking const ask{.url = server.url()};
    for (int i = 0; i != 2; ++i) {
        lease->begin(ask.view(), stream_limits(limit));
        CHECK(lease->poll({}, {}) == news::head);
        std::string got;
        std::size_t most = 0;
        auto last = news::body;
        while ((last = lease->poll({}, {})) == news::body) {
            most = std::max(most, lease->unread().size());
            auto const part = lease->unread().substr(0, appetite);
            got.append(part);
            lease->consume(part.size());
        }
        CHECK(last == news::finished);
        CHECK(got == text);
        CHECK(most <= std::max<std::size_t>(limit, CURL_MAX_WRITE_SIZE));
    }
    CHECK(server.accepted() == 1);
}

TEST_CASE("a reader that pauses stops the sender") {
    raw::certificate const certificate{"IP:127.0.0.1"};
    bool const tls = GENERATE(false, true);
    std::atomic<std::size_t> sent = 0;
    raw::server server{[&](raw::peer& p) {
                           p.read_request();
                           p.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
                           std::string const piece(50'000, 'x');
                           for (int i = 0; i != 1'000 && p.send(piece); ++i)
                               sent += piece.size();
                           p.drain();
                       },
                       tls ? certificate.server_context() : nullptr};
    auto policy = raw::direct();
    policy.ca_file = certificate.file();
    transport::curl::memory memory;
    auto lease = policy.lease(memory);
    raw::asking const ask{.url = server.url()};
    lease->begin(ask.view(), stream_limits());
    CHECK(lease->poll({}, {}) == news::head);
    // Polled on and on without being read, it keeps saying so, and takes no more.
    auto const end = std::chrono::steady_clock::now() + 400ms;
    while (std::chrono::steady_clock::now() < end) {
        CHECK(lease->poll(end, {}) == news::body);
        CHECK(lease->unread().size() <= window);
        std::this_thread::sleep_for(1ms);
    }
    CHECK(lease->unread().size() > window - CURL_MAX_WRITE_SIZE);
    auto const stood = sent.load();
    CHECK(stood < 50'000'000);  // the rest is in the sockets' buffers, at most
    std::this_thread::sleep_for(200ms);
    CHECK(sent == stood);

    std::size_t got = 0;
    auto last = news::body;
    for (; last == news::body; last = lease->poll({}, {})) {
        got += lease->unread().size();
        lease->consume(lease->unread().size());
    }
    CHECK(last == news::finished);
    CHECK(got == 50'000'000);
}

TEST_CASE("unread bytes that the reader leaves do not hide the ones that follow") {
    raw::server server{[&](raw::peer& p) {
        p.read_request();
        p.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
        std::this_thread::sleep_for(100ms);
        p.send("def");
        p.drain();
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    raw::asking const ask{.url = server.url()};
    lease->begin(ask.view(), stream_limits());
    CHECK(lease->poll({}, {}) == news::head);
    CHECK(lease->poll({}, {}) == news::body);
    lease->consume(1);
    CHECK(lease->unread() == "bc");
    CHECK(lease->poll({}, {}) == news::body);  // waits for more
    CHECK(lease->unread() == "bcdef");
    CHECK(lease->poll({}, {}) == news::body);  // nothing more can come: not finished before all is consumed
    lease->consume(5);
    CHECK(lease->poll({}, {}) == news::finished);
}

TEST_CASE("a stream that is cut keeps what arrived and says that it was interrupted") {
    bool const in_chunks = GENERATE(false, true);
    bool const reset = GENERATE(false, true);
    raw::server server{[&](raw::peer& p) {
        p.read_request();
        p.send(in_chunks ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf \r\n"
                         : "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf ");
        std::this_thread::sleep_for(100ms);
        if (reset)
            p.reset();
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto const o = raw::talk(lease, {.url = server.url()}, stream_limits());
    CHECK(o.status == 200);
    CHECK(o.body == "half ");
    CHECK(o.failure.kind == error_kind::interrupted);
    CHECK(o.says("failed while reading the reply"));
    CHECK_FALSE(o.failure.stale);
}

TEST_CASE("a lease given back in the midst of a paused stream closes its connection") {
    std::atomic<bool> gone = false;
    raw::server server{[&](raw::peer& p) {
        p.read_request();
        if (p.number() > 1) {
            p.reply(200, "other");
            return p.drain();
        }
        p.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
        std::string const piece(50'000, 'x');
        while (p.send(piece)) {
        }
        gone = true;
    }};
    transport::curl::memory memory;
    raw::asking const ask{.url = server.url()};
    {
        auto lease = raw::direct().lease(memory);
        lease->begin(ask.view(), stream_limits());
        CHECK(lease->poll({}, {}) == news::head);
        CHECK(lease->poll({}, {}) == news::body);
    }
    CHECK(raw::soon([&] { return gone.load(); }));
    auto lease = raw::direct().lease(memory);
    CHECK(raw::talk(lease, ask).body == "other");
}
