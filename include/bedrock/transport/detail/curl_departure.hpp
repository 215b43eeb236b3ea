// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <utility>

#include <curl/curl.h>

#include <bedrock/core/time.hpp>
#include <bedrock/transport/concept.hpp>

namespace bedrock::transport::detail {

/// Counts what leaves of a request, and sees to it that it leaves once.
///
/// After a failure libcurl's own counters may have been reset, so all is known from its callbacks: PREREQ is
/// called when the connection stands and nothing has been sent, XFERINFO after each step with the body bytes
/// the socket took. When a kept connection turns out to be closed, libcurl would silently open another and
/// send the request again: the callbacks on the way there (name lookup, socket, PREREQ) refuse.
class curl_departure {
 public:
    void install(CURL* easy) {
        curl_easy_setopt(easy, CURLOPT_RESOLVER_START_FUNCTION, &on_lookup);
        curl_easy_setopt(easy, CURLOPT_RESOLVER_START_DATA, this);
        curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, &on_socket);
        curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, this);
        curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &on_connected);
        curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
        curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &on_progress);
        curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
        curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    }

    /// For the next request, with a body of that many bytes.
    void clear(std::size_t body) {
        body_ = body;
        left_ = 0;
        opened_ = connected_ = whole_ = moved_ = refused_ = false;
    }

    bool connected() const { return connected_; }          ///< the request may leave
    bool whole() const { return whole_; }                  ///< all of it has left
    steady_time whole_since() const { return whole_at_; }  ///< when its last byte did
    bool reused() const { return connected_ && !opened_; }
    bool refused() const { return refused_; }  ///< libcurl wanted to send it once more
    bool moved() { return std::exchange(moved_, false); }

    transport::sent sent() const { return whole_ ? sent::whole : connected_ ? sent::part : sent::nothing; }

 private:
    static curl_departure& self(void* p) { return *static_cast<curl_departure*>(p); }

    bool refuse() { return refused_ = refused_ || connected_; }

    static int on_lookup(void*, void*, void* p) { return self(p).refuse() ? 1 : 0; }

    static int on_socket(void* p, curl_socket_t, curlsocktype) {
        if (self(p).refuse())
            return CURL_SOCKOPT_ERROR;
        self(p).opened_ = true;
        return CURL_SOCKOPT_OK;
    }

    static int on_connected(void* p, char*, char*, int, int) {
        if (self(p).refuse())
            return CURL_PREREQFUNC_ABORT;
        self(p).connected_ = self(p).moved_ = true;
        return CURL_PREREQFUNC_OK;
    }

    static int on_progress(void* p, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
        auto& d = self(p);
        if (!d.connected_ || d.whole_ || d.refused_)
            return 0;
        auto const left = static_cast<std::size_t>(sent);
        if (left > d.left_) {
            d.left_ = left;
            d.moved_ = true;
        }
        if (left >= d.body_) {
            d.whole_ = d.moved_ = true;
            d.whole_at_ = std::chrono::steady_clock::now();
        }
        return 0;
    }

    std::size_t body_ = 0;
    std::size_t left_ = 0;
    bool opened_ = false;  // a connection was opened for this request
    bool connected_ = false;
    bool whole_ = false;
    bool moved_ = false;  // something happened since the last look
    bool refused_ = false;
    steady_time whole_at_{};
};

}  // namespace bedrock::transport::detail
