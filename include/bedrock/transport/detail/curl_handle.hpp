// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>

#include <curl/curl.h>

static_assert(LIBCURL_VERSION_NUM >= 0x075800, "bedrock::transport::curl needs libcurl 7.88 or newer");

namespace bedrock::transport::detail {

/// Set when the program is ending and the TLS library may be gone already.
inline constinit std::atomic<bool> curl_is_over{false};

/// libcurl's global state: made by the first handle, never given up by us (others in the program may use it).
class curl_library {
 public:
    static bool ready() {
        static curl_library const once;
        return once.ready_;
    }

 private:
    curl_library() : ready_(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {}

    // OpenSSL's own cleanup was registered by the constructor, so this runs just before it: a client in
    // static storage, older than the first call, is destroyed later and must not touch TLS any more.
    ~curl_library() { curl_is_over.store(true, std::memory_order_relaxed); }

    bool ready_;
};

/// An easy handle and the multi handle that drives only it and holds its connections: libcurl's connection
/// cache is not safe between threads, so each lease has one of its own.
class curl_handle {
 public:
    curl_handle() {
        if (!curl_library::ready())
            return;
        easy_ = curl_easy_init();
        multi_ = curl_multi_init();
    }

    curl_handle(curl_handle const&) = delete;
    curl_handle& operator=(curl_handle const&) = delete;

    ~curl_handle() {
        if (curl_is_over.load(std::memory_order_relaxed)) {
            abandon();
            return;
        }
        // Easy first: only then does its multi handle close the connections without a transfer in the way.
        if (easy_ != nullptr && multi_ != nullptr)
            curl_multi_remove_handle(multi_, easy_);
        curl_easy_cleanup(easy_);
        if (multi_ != nullptr)
            curl_multi_cleanup(multi_);
    }

    /// False when libcurl gave no handles, which only a lack of memory explains.
    bool usable() const { return easy_ != nullptr && multi_ != nullptr; }

    CURL* easy() const { return easy_; }
    CURLM* multi() const { return multi_; }

 private:
    // The system closes the sockets; a list keeps the memory reachable, so that leak checkers see what it is.
    void abandon() {
        struct kept {
            CURL* easy;
            CURLM* multi;
            kept* next;
        };
        static constinit std::atomic<kept*> all{nullptr};
        auto* const mine = new kept{easy_, multi_, all.load()};
        while (!all.compare_exchange_weak(mine->next, mine)) {
        }
    }

    CURL* easy_ = nullptr;
    CURLM* multi_ = nullptr;
};

}  // namespace bedrock::transport::detail
