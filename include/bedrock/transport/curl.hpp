// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/transport/concept.hpp>
#include <bedrock/transport/detail/curl_exchange.hpp>

namespace bedrock::transport {

/// HTTP/1.1 over libcurl; keeps connections and uses them again, also after 4xx and 5xx.
///
///     bedrock::client c{bedrock::transport::curl{.ca_file = "/etc/ssl/corporate.pem"}};
///
/// It opens nothing and starts nothing until the first call, and never gives up libcurl's global state. A
/// request is sent at most once: whether it is sent again is for the retry policy to say. Redirects are not
/// followed. Names given in the request's headers win over what HTTP needs (`Host`, `User-Agent`); `Expect`,
/// `Accept`, `Accept-Encoding` and `Content-Type` are sent only if given.
///
/// Of a stream (`limits.unread` not 0) at most that many bytes are unread, or one piece of 16 KiB if that is
/// more; libcurl holds one further piece, and then TCP stops the sender. Limits of 0 mean none. A request
/// whose bytes do not leave is limited by `between_bytes` too. Trailers are dropped, and header blocks past
/// 256 KiB refused.
struct curl {
    using slot = transport::slot;

    std::string ca_file{};  ///< PEM file of trusted CAs; empty: `AWS_CA_BUNDLE`, else libcurl's own
    bool verify = true;  ///< false: any certificate will do, and anybody on the way can read and change all
    std::size_t reply_limit = std::size_t{64} << 20;  ///< bytes a whole reply's body may have
    std::chrono::seconds keep_alive{45};              ///< TCP keep-alive: idle before and between probes
    std::chrono::seconds max_idle{110};               ///< a connection idle for longer is not used again
    std::size_t max_kept = 64;              ///< handle pairs kept for later calls, each with its connections
    std::string user_agent{"bedrock-cpp"};  ///< where the request names none; empty: none is sent
    std::optional<std::string> proxy{};     ///< its URL; none: `HTTPS_PROXY` and the like; empty: no proxy

    class memory;
    class lease_type;

    /// A pair of handles from the free list, warmest first, or a new one.
    lease_type lease(memory& m) const;

    friend bool operator==(curl const&, curl const&) = default;

 private:
    struct kept;
    struct free_list;
};

/// A connection's worth of work and the settings it was made with.
struct curl::kept {
    explicit kept(curl const& c);

    curl settings;
    detail::curl_exchange exchange{};
    steady_time since{};  // when it was last given back
};

inline curl::kept::kept(curl const& c) : settings(c) {
    auto* const easy = exchange.easy();
    if (easy == nullptr)
        return;
    auto const seconds = [](std::chrono::seconds s) { return static_cast<long>(s.count()); };
    auto const bundle = c.ca_file.empty() ? std::string{environment_variable("AWS_CA_BUNDLE")} : c.ca_file;
    if (!bundle.empty()) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, bundle.c_str());
        curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, bundle.c_str());
    }
    if (!c.verify) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (c.keep_alive.count() > 0) {
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, seconds(c.keep_alive));
        curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, seconds(c.keep_alive));
    }
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, seconds(c.max_idle));
    if (!c.user_agent.empty())
        curl_easy_setopt(easy, CURLOPT_USERAGENT, c.user_agent.c_str());
    if (c.proxy)
        curl_easy_setopt(easy, CURLOPT_PROXY, c.proxy->c_str());
    exchange.limit_reply(c.reply_limit);
}

struct curl::free_list {
    std::unique_ptr<kept> take(curl const& wanted);
    void give_back(std::unique_ptr<kept> k);

    std::mutex guard{};
    std::vector<std::unique_ptr<kept>> idle{};  // the one used last at the end
};

inline std::unique_ptr<curl::kept> curl::free_list::take(curl const& wanted) {
    {
        std::scoped_lock const lock{guard};
        // Clients may share a memory with different settings: no connection may pass from one to the other.
        for (auto i = idle.size(); i-- != 0;)
            if (idle[i]->settings == wanted) {
                auto found = std::move(idle[i]);
                idle.erase(idle.begin() + static_cast<std::ptrdiff_t>(i));
                return found;
            }
    }
    return std::make_unique<kept>(wanted);
}

inline void curl::free_list::give_back(std::unique_ptr<kept> k) {
    k->exchange.rest();
    k->since = std::chrono::steady_clock::now();
    std::vector<std::unique_ptr<kept>> old;  // closed after the lock is given up: closing TLS takes a while
    std::scoped_lock const lock{guard};
    auto const now = k->since;
    auto const limit = k->settings.max_kept;
    idle.push_back(std::move(k));
    for (std::size_t i = 0; i != idle.size();)
        if (idle.size() > limit || now - idle[i]->since > idle[i]->settings.max_idle) {
            old.push_back(std::move(idle[i]));
            idle.erase(idle.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            ++i;
        }
}

/// The free list of handle pairs. Copies share it; it lives as long as a client or a lease that uses it.
class curl::memory {
 public:
    static constexpr bool thread_safe = true;

    memory() : list_(std::make_shared<free_list>()) {}

 private:
    friend struct curl;
    std::shared_ptr<free_list> const list_;  // const: a moved-from memory still works
};

/// An exchange of one's own until it is destroyed; used like a pointer to it.
class curl::lease_type {
 public:
    lease_type(lease_type&&) noexcept = default;
    lease_type& operator=(lease_type&& other) noexcept {
        std::swap(list_, other.list_);
        std::swap(kept_, other.kept_);
        return *this;
    }
    ~lease_type() {
        if (kept_)
            list_->give_back(std::move(kept_));
    }

    detail::curl_exchange& operator*() const { return kept_->exchange; }
    detail::curl_exchange* operator->() const { return &kept_->exchange; }

 private:
    friend struct curl;
    lease_type(std::shared_ptr<free_list> list, std::unique_ptr<kept> k)
        : list_(std::move(list)), kept_(std::move(k)) {}

    std::shared_ptr<free_list> list_;
    std::unique_ptr<kept> kept_;
};

inline curl::lease_type curl::lease(memory& m) const { return {m.list_, m.list_->take(*this)}; }

static_assert(policy<curl>);

}  // namespace bedrock::transport
