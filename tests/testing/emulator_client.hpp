// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// A client that hides nothing: bytes out, bytes in, and how the connection ended.
namespace raw {

enum class end { open, closed, reset, silent };

inline char const* to_string(end e) {
    return e == end::open ? "open" : e == end::closed ? "closed" : e == end::reset ? "reset" : "silent";
}

class connection {
 public:
    /// TLS where an authority is given, and then the name must be in the certificate.
    explicit connection(std::uint16_t port, std::string const& authority_pem = {},
                        std::string const& name = "localhost") {
        socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
        int const on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (connected_ && !authority_pem.empty())
            connected_ = shake_hands(authority_pem, name);
    }
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    ~connection() {
        SSL_free(tls_);
        SSL_CTX_free(context_);
        ::close(socket_);
    }

    bool connected() const { return connected_; }
    std::string protocol() const {
        unsigned char const* chosen = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(tls_, &chosen, &size);
        return {reinterpret_cast<char const*>(chosen), size};
    }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent = tls_ != nullptr ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Reads until the connection ends, nothing came for `patience`, or there are so many bytes.
    std::string receive(std::chrono::milliseconds patience = std::chrono::milliseconds{2000},
                        std::size_t enough = SIZE_MAX) {
        std::string all;
        ended_ = end::open;
        while (all.size() < enough && read_some(all, patience)) {
        }
        return all;
    }

    /// One whole HTTP reply, by its length or its chunks.
    std::string reply(std::chrono::milliseconds patience = std::chrono::milliseconds{2000}) {
        std::string all;
        ended_ = end::open;
        while (!whole(all) && read_some(all, patience)) {
        }
        return all;
    }

    end ended() const { return ended_; }

 private:
    bool shake_hands(std::string const& authority_pem, std::string const& name) {
        context_ = SSL_CTX_new(TLS_client_method());
        auto* const memory = BIO_new_mem_buf(authority_pem.data(), static_cast<int>(authority_pem.size()));
        auto* const authority = PEM_read_bio_X509(memory, nullptr, nullptr, nullptr);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context_), authority);
        X509_free(authority);
        BIO_free(memory);
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
        tls_ = SSL_new(context_);
        SSL_set_tlsext_host_name(tls_, name.c_str());
        SSL_set1_host(tls_, name.c_str());
        static constexpr unsigned char offer[] = "\x02h2\x08http/1.1";
        SSL_set_alpn_protos(tls_, offer, sizeof offer - 1);
        SSL_set_fd(tls_, socket_);
        return SSL_connect(tls_) == 1;
    }

    bool read_some(std::string& into, std::chrono::milliseconds patience) {
        pollfd waiting{socket_, POLLIN, 0};
        if ((tls_ == nullptr || SSL_pending(tls_) == 0) &&
            ::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) {
            ended_ = end::silent;
            return false;
        }
        char buffer[16384];
        errno = 0;
        auto const got = tls_ != nullptr ? SSL_read(tls_, buffer, sizeof buffer)
                                         : ::recv(socket_, buffer, sizeof buffer, 0);
        if (got <= 0) {
            ended_ = errno == ECONNRESET ? end::reset : end::closed;
            return false;
        }
        into.append(buffer, static_cast<std::size_t>(got));
        return true;
    }

    static bool whole(std::string const& all) {
        auto const head = all.find("\r\n\r\n");
        if (head == all.npos)
            return false;
        constexpr std::string_view length = "\r\nContent-Length: ";
        if (auto const at = all.find(length); at < head) {
            std::size_t size = 0;
            std::from_chars(all.data() + at + length.size(), all.data() + head, size);
            return all.size() >= head + 4 + size;
        }
        return all.ends_with("\r\n0\r\n\r\n");
    }

    int socket_ = -1;
    bool connected_ = false;
    SSL_CTX* context_ = nullptr;
    SSL* tls_ = nullptr;
    end ended_ = end::open;
};

/// A POST with the usual API key, byte for byte.
inline std::string post(std::string_view path, std::string_view body,
                        std::string_view host = "us-east-1.localhost",
                        std::string_view more = "Authorization: Bearer emulator-bearer-key-EXAMPLE\r\n") {
    std::string out = "POST ";
    out.append(path).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n").append(more);
    out.append("Content-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
    return out.append("\r\n\r\n").append(body);
}

inline int status_of(std::string_view reply) {
    int status = 0;
    if (reply.starts_with("HTTP/1.1 "))
        std::from_chars(reply.data() + 9, reply.data() + reply.size(), status);
    return status;
}

inline std::string body_of(std::string_view reply) {
    auto const head = reply.find("\r\n\r\n");
    return head == reply.npos ? std::string{} : std::string{reply.substr(head + 4)};
}

/// What the chunks of a chunked body hold, as far as they came.
inline std::string unchunked(std::string_view body) {
    std::string out;
    for (;;) {
        std::size_t size = 0;
        auto const [end, error] = std::from_chars(body.data(), body.data() + body.size(), size, 16);
        auto const line = static_cast<std::size_t>(end - body.data()) + 2;
        if (error != std::errc{} || size == 0 || body.size() < line)
            return out;
        out.append(body.substr(line, size));
        if (body.size() < line + size + 2)
            return out;
        body.remove_prefix(line + size + 2);
    }
}

}  // namespace raw
