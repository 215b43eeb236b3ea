// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/transport/curl.hpp>

#include <netinet/tcp.h>

#include <atomic>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include <transport/raw_certificate.hpp>
#include <transport/raw_server.hpp>
#include <transport/talk.hpp>

using namespace std::chrono_literals;
using bedrock::error_kind;
namespace transport = bedrock::transport;

TEST_CASE("a connection is kept after any status, and over TLS") {
    raw::certificate const certificate{"IP:127.0.0.1"};
    bool const tls = GENERATE(false, true);
    int status = 200;
    raw::server server{[&status](raw::peer& p) {
                           while (p.read_request())
                               p.reply(status, "{}");
                       },
                       tls ? certificate.server_context() : nullptr};
    auto policy = raw::direct();
    policy.ca_file = certificate.file();
    transport::curl::memory memory;
    for (int const s : {200, 400, 403, 404, 429, 500, 503, 200}) {
        status = s;
        auto lease = policy.lease(memory);  // each time from the free list
        auto const o = raw::talk(lease, {.url = server.url(), .body = "{}"});
        CAPTURE(o.failure.message);
        CHECK(o.finished());
        CHECK(o.status == s);
    }
    CHECK(server.accepted() == 1);
}

TEST_CASE("a connection idle for too long is given up") {
    raw::record seen;
    raw::server server{echo(seen)};
    auto policy = raw::direct();
    policy.max_idle = 1s;
    transport::curl::memory memory;
    auto lease = policy.lease(memory);
    CHECK(raw::talk(lease, {.url = server.url()}).finished());
    CHECK(raw::talk(lease, {.url = server.url()}).finished());
    CHECK(server.accepted() == 1);
    std::this_thread::sleep_for(2'200ms);  // libcurl counts whole seconds
    CHECK(raw::talk(lease, {.url = server.url()}).finished());
    CHECK(server.accepted() == 2);
}

TEST_CASE("handle pairs unused for long, or too many, are closed") {
    std::atomic<int> closed = 0;
    raw::server server{[&closed](raw::peer& p) {
        while (p.read_request())
            p.reply(200);
        ++closed;
    }};
    transport::curl::memory memory;
    auto policy = raw::direct();
    auto const use = [&](std::size_t leases) {
        std::vector<transport::curl::lease_type> held;
        for (std::size_t i = 0; i != leases; ++i) {
            held.push_back(policy.lease(memory));
            CHECK(raw::talk(held.back(), {.url = server.url()}).finished());
        }
    };
    SECTION("too many") {
        policy.max_kept = 2;
        use(5);
        CHECK(raw::soon([&] { return closed == 3; }));
        use(2);
        CHECK(server.accepted() == 5);
    }
    SECTION("for long") {
        policy.max_idle = 1s;
        use(3);
        std::this_thread::sleep_for(1'100ms);
        use(1);
        CHECK(raw::soon([&] { return closed >= 2; }));
    }
}

TEST_CASE("clients with other settings never get one another's connections") {
    raw::certificate const certificate{"IP:127.0.0.1"};
    raw::server server{[](raw::peer& p) {
                           while (p.read_request())
                               p.reply(200);
                       },
                       certificate.server_context()};
    transport::curl::memory memory;
    auto careless = raw::direct();
    careless.verify = false;
    {
        auto lease = careless.lease(memory);
        CHECK(raw::talk(lease, {.url = server.url()}).finished());
    }
    auto lease = raw::direct().lease(memory);
    CHECK(raw::talk(lease, {.url = server.url()}).failure.kind == error_kind::tls);
}

TEST_CASE("TCP keep-alive asks after the time given") {
    raw::record seen;
    raw::server server{echo(seen)};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    CHECK(raw::talk(lease, {.url = server.url()}).finished());
    int found = 0;
    for (int fd = 0; fd != 1'024; ++fd) {  // the client's socket is one of this process
        sockaddr_in to{};
        socklen_t size = sizeof to;
        if (::getpeername(fd, reinterpret_cast<sockaddr*>(&to), &size) != 0 || to.sin_family != AF_INET ||
            ntohs(to.sin_port) != server.port())
            continue;
        ++found;
        int on = 0, idle = 0, interval = 0;
        size = sizeof on;
        ::getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &size);
        ::getsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, &size);
        ::getsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, &size);
        CHECK(on == 1);
        CHECK(idle == 45);
        CHECK(interval == 45);
    }
    CHECK(found == 1);
}

TEST_CASE("a lease outlives its policy and its memory") {
    raw::record seen;
    raw::server server{echo(seen)};
    auto lease = [] {
        transport::curl::memory memory;
        auto const policy = raw::direct();
        return policy.lease(memory);
    }();
    CHECK(raw::talk(lease, {.url = server.url(), .body = "x"}).body == "x");
    auto other = std::move(lease);
    CHECK(raw::talk(other, {.url = server.url(), .body = "y"}).body == "y");
    CHECK(server.accepted() == 1);
}

TEST_CASE("a memory in static storage may close its connections after the TLS library has gone") {
    // It is older than libcurl's first use, so it is destroyed after what that registered for the program's
    // end.
    static transport::curl::memory memory;
    raw::certificate const certificate{"IP:127.0.0.1"};
    raw::record seen;
    raw::server server{echo(seen), certificate.server_context()};
    auto policy = raw::direct();
    policy.ca_file = certificate.file();
    auto lease = policy.lease(memory);
    CHECK(raw::talk(lease, {.url = server.url()}).finished());
}

TEST_CASE("threads with leases of their own do not meet") {
    raw::certificate const certificate{"IP:127.0.0.1"};
    raw::record seen;
    raw::server server{echo(seen), certificate.server_context()};
    auto policy = raw::direct();
    policy.ca_file = certificate.file();
    transport::curl::memory memory;
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t != 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i != 25; ++i) {
                auto lease = policy.lease(memory);
                auto const body = std::to_string(t * 1'000 + i);
                good += raw::talk(lease, {.url = server.url(), .body = body}).body == body;
            }
        });
    for (auto& t : threads)
        t.join();
    CHECK(good == 100);
    CHECK(server.accepted() <= 4);
}
