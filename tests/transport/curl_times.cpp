// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/transport/curl.hpp>

#include <dlfcn.h>
#include <netdb.h>

#include <stop_token>
#include <thread>

#include <catch2/catch.hpp>

#include <transport/raw_server.hpp>
#include <transport/talk.hpp>

using namespace std::chrono_literals;
using bedrock::error_kind;
using bedrock::transport::news;
using bedrock::transport::sent;
using clock_type = std::chrono::steady_clock;
namespace transport = bedrock::transport;

namespace {

constexpr std::string_view hanging_host = "hanging.invalid";
std::atomic<int> hanging = 0;

}  // namespace

// In place of the C library's, for libcurl too: a lookup that hangs, without a resolver of our own.
extern "C" int getaddrinfo(char const* node, char const* service, addrinfo const* hints, addrinfo** out) {
    if (node != nullptr && node == hanging_host) {
        ++hanging;
        std::this_thread::sleep_for(4s);
        return EAI_AGAIN;
    }
    static auto const next = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
    return next(node, service, hints, out);
}

namespace {

/// How long something took; bounds in tests are generous, machines are noisy.
template <class F>
std::chrono::milliseconds taken(F f) {
    auto const begun = clock_type::now();
    f();
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_type::now() - begun);
}

/// Listens, and lets the connections that are not accepted fill up, so that another connect hangs.
class full_house {
 public:
    full_house() {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in a{};
        a.sin_family = AF_INET;
        a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&a), sizeof a);
        ::listen(listener_, 0);
        socklen_t size = sizeof a;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&a), &size);
        port_ = ntohs(a.sin_port);
        for (auto& fd : waiting_) {
            fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            ::connect(fd, reinterpret_cast<sockaddr*>(&a), sizeof a);
        }
        std::this_thread::sleep_for(50ms);
    }
    full_house(full_house const&) = delete;
    full_house& operator=(full_house const&) = delete;
    ~full_house() {
        for (auto const fd : waiting_)
            ::close(fd);
        ::close(listener_);
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

 private:
    int listener_ = -1;
    int port_ = 0;
    int waiting_[4]{};
};

/// Sends what the test says, then holds the connection until the client goes.
raw::server::script says_and_waits(std::string text) {
    return [text = std::move(text)](raw::peer& p) {
        if (p.read_request()) {
            p.send(text);
            p.drain();
        }
    };
}

}  // namespace

TEST_CASE("connecting is limited") {
    full_house const house;
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.connect = 200ms;
    raw::outcome o;
    auto const time = taken([&] { o = raw::talk(lease, {.url = house.url()}, limits); });
    CHECK(o.failure.kind == error_kind::timeout);
    CHECK(o.failure.sent == sent::nothing);
    CHECK(o.says("no connection within 200 ms"));
    CHECK(o.advises("times::connect"));
    CHECK(time >= 200ms);
    CHECK(time < 3s);
}

TEST_CASE("a TLS handshake that never answers counts as connecting") {
    raw::server server{[](raw::peer& p) { p.drain(); }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.connect = 200ms;
    auto const o =
        raw::talk(lease, {.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/"}, limits);
    CHECK(o.failure.kind == error_kind::timeout);
    CHECK(o.failure.sent == sent::nothing);
    CHECK(o.says("no connection within 200 ms"));
}

TEST_CASE("the wait for a reply's first byte is limited, from the request's last byte") {
    raw::server server{says_and_waits("")};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.first_byte = 150ms;
    limits.unread = GENERATE(0u, 65'536u);
    raw::outcome o;
    auto const time = taken([&] { o = raw::talk(lease, {.url = server.url(), .body = "b"}, limits); });
    CHECK(o.failure.kind == error_kind::timeout);
    CHECK(o.failure.sent == sent::whole);
    CHECK_FALSE(o.failure.stale);
    CHECK(o.says("no reply within 150 ms of the request's last byte"));
    CHECK(o.advises(limits.unread == 0 ? "times::first_byte," : "times::first_byte_stream,"));
    CHECK(time >= 150ms);
    CHECK(time < 3s);
}

TEST_CASE("a half of a status line is no first byte for ever") {
    raw::server server{says_and_waits("HTTP/1.1 2")};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.first_byte = 150ms;
    CHECK(raw::talk(lease, {.url = server.url()}, limits).failure.kind == error_kind::timeout);
}

TEST_CASE("silence in a reply is limited and what came before it stays") {
    auto const unread = GENERATE(0u, 65'536u);
    raw::server server{says_and_waits("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf ")};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.between_bytes = 150ms;
    limits.unread = unread;
    auto const o = raw::talk(lease, {.url = server.url()}, limits);
    CHECK(o.status == 200);
    CHECK(o.body == "half ");
    CHECK(o.failure.kind == error_kind::timeout);
    CHECK(o.says("nothing moved for 150 ms while reading the reply"));
    CHECK(o.advises("times::between_bytes"));
}

TEST_CASE("a slow reply that never falls silent is no timeout") {
    raw::server server{[](raw::peer& p) {
        p.read_request();
        p.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
        for (int i = 0; i != 8; ++i) {
            std::this_thread::sleep_for(100ms);
            p.send("x");
        }
        p.drain();
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.between_bytes = 600ms;
    CHECK(raw::talk(lease, {.url = server.url()}, limits).body == "xxxxxxxx");
}

TEST_CASE("a reader's own pause is no silence") {
    raw::server server{[](raw::peer& p) {
        p.read_request();
        p.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
        std::this_thread::sleep_for(700ms);
        p.send("b");
        p.drain();
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.between_bytes = 500ms;
    limits.unread = 65'536;
    raw::asking const ask{.url = server.url()};
    lease->begin(ask.view(), limits);
    CHECK(lease->poll({}, {}) == news::head);
    CHECK(lease->poll({}, {}) == news::body);
    lease->consume(1);
    std::this_thread::sleep_for(600ms);
    CHECK(raw::end_of(*lease).body == "b");
}

TEST_CASE("silence adds up over polls that are woken early") {
    raw::server server{says_and_waits("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na")};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.between_bytes = 200ms;
    raw::asking const ask{.url = server.url()};
    lease->begin(ask.view(), limits);
    CHECK(lease->poll({}, {}) == news::head);
    int woken = 0;
    auto last = news::woken;
    while (last == news::woken && woken != 1'000) {
        last = lease->poll(clock_type::now() + 20ms, {});
        woken += last == news::woken;
    }
    CHECK(last == news::failed);
    CHECK(woken > 1);
    CHECK(woken <= 11);
}

TEST_CASE("a request that does not leave is limited too") {
    std::atomic<bool> over = false;
    raw::server server{[&](raw::peer& p) {
        p.read_head();
        while (!over)
            std::this_thread::sleep_for(5ms);
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    limits.between_bytes = 200ms;
    auto const o = raw::talk(lease, {.url = server.url(), .body = std::string(30u << 20, 'b')}, limits);
    over = true;
    CHECK(o.failure.kind == error_kind::timeout);
    CHECK(o.failure.sent == sent::part);
    CHECK(o.says("nothing moved for 200 ms while sending the request"));
}

TEST_CASE("a poll is woken at its time and the exchange goes on") {
    raw::server server{[](raw::peer& p) {
        p.read_request();
        std::this_thread::sleep_for(300ms);
        p.reply(200, "late");
        p.drain();
    }};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    raw::asking const ask{.url = server.url()};
    lease->begin(ask.view(), raw::patient());
    auto const wake = clock_type::now() + 50ms;
    CHECK(lease->poll(wake, {}) == news::woken);
    CHECK(clock_type::now() >= wake);
    CHECK(clock_type::now() < wake + 240ms);
    CHECK(lease->poll(clock_type::now() - 1s, {}) == news::woken);
    CHECK(raw::end_of(*lease).body == "late");
}

TEST_CASE("a stop token of another thread ends a poll at once") {
    raw::server server{says_and_waits("")};
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    raw::asking const ask{.url = server.url()};
    std::stop_source source;
    lease->begin(ask.view(), raw::patient());
    clock_type::time_point asked;
    std::thread stopper{[&] {
        std::this_thread::sleep_for(100ms);
        asked = clock_type::now();
        source.request_stop();
    }};
    CHECK(lease->poll({}, source.get_token()) == news::stopped);
    auto const ended = clock_type::now();
    stopper.join();
    CHECK(ended - asked < 1s);
    CHECK(lease->poll({}, source.get_token()) == news::stopped);
    lease->cancel();
    CHECK(lease->failure().kind == error_kind::cancelled);
    CHECK(lease->failure().sent == sent::whole);
    CHECK(lease->failure().message.find("cancelled while waiting for the reply") != std::string::npos);
}

TEST_CASE("the end of an exchange does not wait for a name lookup that hangs") {
    transport::curl::memory memory;
    auto lease = raw::direct().lease(memory);
    auto limits = raw::patient();
    raw::asking const ask{.url = "http://" + std::string{hanging_host} + "/"};
    SECTION("time out") {
        limits.connect = 200ms;
        raw::outcome o;
        CHECK(taken([&] { o = raw::talk(lease, ask, limits); }) < 2s);
        CHECK(o.failure.kind == error_kind::timeout);
        CHECK(o.failure.sent == sent::nothing);
        CHECK(o.says("no connection within 200 ms"));
    }
    SECTION("cancelled") {
        CHECK(taken([&] {
                  lease->begin(ask.view(), limits);
                  CHECK(lease->poll(clock_type::now() + 50ms, {}) == news::woken);
                  lease->cancel();
              }) < 2s);
    }
    SECTION("dropped") {
        CHECK(taken([&] {
                  transport::curl::memory brief;
                  auto other = raw::direct().lease(brief);
                  other->begin(ask.view(), limits);
                  CHECK(other->poll(clock_type::now() + 50ms, {}) == news::woken);
              }) < 2s);
    }
    CHECK(hanging > 0);  // or libcurl does not look names up the way this test means
}
