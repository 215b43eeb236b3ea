// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <openssl/ssl.h>

namespace raw {

/// What arrived of a request.
struct received {
    std::string head;  ///< up to and with the empty line
    std::string body;

    std::string line() const { return head.substr(0, head.find("\r\n")); }
    bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

/// The server's end of one connection.
class peer {
 public:
    peer(int fd, SSL_CTX* context, int number) : number_(number), fd_(fd) {
        if (context == nullptr)
            return;
        ssl_ = SSL_new(context);
        SSL_set_fd(ssl_, fd_);
        if (SSL_accept(ssl_) != 1)
            close();
    }
    peer(peer const&) = delete;
    peer& operator=(peer const&) = delete;
    ~peer() { close(); }

    int number() const { return number_; }  ///< 1 for the first connection the server accepted
    bool open() const { return fd_ >= 0; }

    /// Adds what comes next to `text`, at most `n` bytes; false at the end.
    bool read_some(std::string& text, std::size_t n = 65'536) {
        if (!open())
            return false;
        std::string piece(n, '\0');
        auto const got = ssl_ != nullptr ? SSL_read(ssl_, piece.data(), static_cast<int>(n))
                                         : static_cast<int>(::recv(fd_, piece.data(), n, 0));
        if (got <= 0)
            return false;
        text.append(piece, 0, static_cast<std::size_t>(got));
        return true;
    }

    /// One request with all of its body; none at the end of the connection.
    std::optional<received> read_request() {
        auto r = read_head();
        if (!r)
            return r;
        auto const length = content_length(r->head);
        while (r->body.size() < length)
            if (!read_some(r->body))
                return std::nullopt;
        rest_ = r->body.substr(length);
        r->body.resize(length);
        return r;
    }

    /// One request's head; of the body what happened to come with it.
    std::optional<received> read_head() {
        auto text = std::exchange(rest_, {});
        std::size_t end = 0;
        while ((end = text.find("\r\n\r\n")) == std::string::npos)
            if (!read_some(text, 4'096))
                return std::nullopt;
        return received{text.substr(0, end + 4), text.substr(end + 4)};
    }

    static std::size_t content_length(std::string_view head) {
        auto const at = head.find("Content-Length: ");
        return at == std::string_view::npos ? 0 : std::strtoul(head.data() + at + 16, nullptr, 10);
    }

    bool send(std::string_view text) {
        while (open() && !text.empty()) {
            auto const n = ssl_ != nullptr
                               ? SSL_write(ssl_, text.data(), static_cast<int>(text.size()))
                               : static_cast<int>(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL));
            if (n <= 0)
                return false;
            text.remove_prefix(static_cast<std::size_t>(n));
            sent_ += static_cast<std::size_t>(n);
        }
        return open();
    }

    /// A plain reply of HTTP/1.1 with its length.
    bool reply(int status, std::string_view body = {}, std::string_view headers = {}) {
        return send("HTTP/1.1 " + std::to_string(status) + " Word\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n" + std::string{headers} + "\r\n" + std::string{body});
    }

    std::size_t sent() const { return sent_; }

    /// Waits until the client closes, at most five seconds; what it sends is dropped.
    void drain() {
        std::string dropped;
        pollfd p{fd_, POLLIN, 0};
        while (open() && ::poll(&p, 1, 5'000) > 0 && read_some(dropped))
            dropped.clear();
    }

    void close() {
        if (ssl_ != nullptr)
            SSL_free(std::exchange(ssl_, nullptr));
        if (fd_ >= 0)
            ::close(fd_.exchange(-1));
    }

    /// Closes with a reset instead of an end.
    void reset() {
        linger const now{1, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close();
    }

    /// From another thread: ends what the peer's own thread waits for.
    void interrupt() { ::shutdown(fd_, SHUT_RDWR); }

 private:
    int number_;
    std::atomic<int> fd_;
    SSL* ssl_ = nullptr;
    std::string rest_;
    std::atomic<std::size_t> sent_ = 0;
};

/// Listens on a free port of 127.0.0.1 and runs the script for each connection in a thread of its own.
class server {
 public:
    using script = std::function<void(peer&)>;

    explicit server(script s, std::shared_ptr<SSL_CTX> context = {})
        : script_(std::move(s)), context_(std::move(context)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(listener_, 16);
        socklen_t size = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread{[this] { accept(); }};
    }
    server(server const&) = delete;
    server& operator=(server const&) = delete;

    ~server() {
        ending_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        ::close(listener_);
        {
            std::scoped_lock const lock{guard_};
            for (auto& p : peers_)
                p->interrupt();
        }
        for (auto& t : threads_)
            t.join();
    }

    int port() const { return port_; }
    int accepted() const { return accepted_; }

    /// `http://127.0.0.1:port` or, with a certificate, `https://…`, and the path.
    std::string url(std::string_view path = "/") const {
        return (context_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_) +
               std::string{path};
    }

 private:
    void accept() {
        for (;;) {
            auto const fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0 || ending_) {
                if (fd >= 0)
                    ::close(fd);
                return;
            }
            auto const number = ++accepted_;
            threads_.emplace_back([this, fd, number] {
                // OpenSSL writes without MSG_NOSIGNAL here. Blocked in this thread only, so that the tests
                // show that the client raises no SIGPIPE.
                sigset_t pipe;
                sigemptyset(&pipe);
                sigaddset(&pipe, SIGPIPE);
                pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
                // Kept until the end, so that a descriptor is not interrupted after it was closed and used
                // again.
                auto p = std::make_shared<peer>(fd, context_.get(), number);
                {
                    std::scoped_lock const lock{guard_};
                    peers_.push_back(p);
                }
                if (p->open() && !ending_)
                    script_(*p);
                std::scoped_lock const lock{guard_};
                p->close();
            });
        }
    }

    script script_;
    std::shared_ptr<SSL_CTX> context_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> accepted_ = 0;
    std::atomic<bool> ending_ = false;
    std::mutex guard_;
    std::vector<std::shared_ptr<peer>> peers_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

/// Requests as the server saw them; safe between its threads and the test's.
class record {
 public:
    void add(received r) {
        std::scoped_lock const lock{guard_};
        all_.push_back(std::move(r));
    }
    std::vector<received> all() const {
        std::scoped_lock const lock{guard_};
        return all_;
    }
    std::size_t size() const { return all().size(); }

 private:
    mutable std::mutex guard_;
    std::vector<received> all_;
};

/// Waits until something becomes true, at most five seconds.
template <class Condition>
bool soon(Condition condition) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return true;
}

/// Answers every request with 200 and what it was: the method.
inline server::script echo(record& seen) {
    return [&seen](peer& p) {
        while (auto r = p.read_request()) {
            seen.add(*r);
            p.reply(200, r->line().starts_with("HEAD") ? "" : r->body);
        }
    };
}

}  // namespace raw
