// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace bedrock::testing::emulation {

/// A connection, with TLS or without: what a session reads from and writes to.
class channel {
 public:
    using done = std::function<void(boost::system::error_code, std::size_t)>;

    virtual ~channel() = default;
    virtual void read_some(boost::asio::mutable_buffer, done) = 0;
    virtual void write(boost::asio::const_buffer, done) = 0;
    /// An orderly end, with TLS's word of farewell.
    virtual void finish(std::function<void()>) = 0;
    virtual boost::asio::ip::tcp::socket& socket() = 0;
    virtual bool secure() const = 0;
};

/// Waits for the first byte, which tells TLS from plain HTTP, and shakes hands. Without a context nobody is
/// greeted in TLS. On failure the function is not called and the connection is closed.
void open_channel(boost::asio::ip::tcp::socket, boost::asio::ssl::context*,
                  std::function<void(std::unique_ptr<channel>)>);

}  // namespace bedrock::testing::emulation
