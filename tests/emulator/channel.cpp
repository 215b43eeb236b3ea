// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "channel.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace bedrock::testing::emulation {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class plain_channel final : public channel {
 public:
    explicit plain_channel(tcp::socket s) : socket_(std::move(s)) {}
    void read_some(asio::mutable_buffer into, done then) override {
        socket_.async_read_some(into, std::move(then));
    }
    void write(asio::const_buffer from, done then) override {
        asio::async_write(socket_, from, std::move(then));
    }
    void finish(std::function<void()> then) override {
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
        then();
    }
    tcp::socket& socket() override { return socket_; }
    bool secure() const override { return false; }

 private:
    tcp::socket socket_;
};

class tls_channel final : public channel {
 public:
    tls_channel(tcp::socket s, asio::ssl::context& context) : stream_(std::move(s), context) {}
    void handshake(std::function<void(error_code)> then) {
        stream_.async_handshake(asio::ssl::stream_base::server, std::move(then));
    }
    void read_some(asio::mutable_buffer into, done then) override {
        stream_.async_read_some(into, std::move(then));
    }
    void write(asio::const_buffer from, done then) override {
        asio::async_write(stream_, from, std::move(then));
    }
    void finish(std::function<void()> then) override {
        // Its answer is not waited for: a client need not give one. Our word leaves at once.
        SSL_set_quiet_shutdown(stream_.native_handle(), 0);
        SSL_set_shutdown(stream_.native_handle(), SSL_RECEIVED_SHUTDOWN);
        stream_.async_shutdown([then = std::move(then)](error_code) { then(); });
    }
    tcp::socket& socket() override { return stream_.next_layer(); }
    bool secure() const override { return true; }

 private:
    asio::ssl::stream<tcp::socket> stream_;
};

}  // namespace

void open_channel(tcp::socket raw, asio::ssl::context* context,
                  std::function<void(std::unique_ptr<channel>)> then) {
    error_code ignored;
    raw.set_option(tcp::no_delay{true}, ignored);
    auto const waiting = std::make_shared<tcp::socket>(std::move(raw));
    waiting->async_wait(
        tcp::socket::wait_read, [waiting, context, then = std::move(then)](error_code failed) {
            if (failed)
                return;
            unsigned char first = 0;
            error_code unread;
            auto const got = waiting->receive(asio::buffer(&first, 1), tcp::socket::message_peek, unread);
            constexpr unsigned char handshake_record = 0x16;
            if (unread || got == 0)
                return;
            if (first != handshake_record || context == nullptr) {
                then(std::make_unique<plain_channel>(std::move(*waiting)));
                return;
            }
            auto const secure = std::make_shared<std::unique_ptr<tls_channel>>(
                std::make_unique<tls_channel>(std::move(*waiting), *context));
            (*secure)->handshake([secure, then](error_code refused) {
                if (!refused)
                    then(std::move(*secure));
            });
        });
}

}  // namespace bedrock::testing::emulation
