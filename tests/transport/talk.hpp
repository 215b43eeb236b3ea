// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <bedrock/core/http.hpp>
#include <bedrock/transport/curl.hpp>

namespace raw {

/// No proxy of the machine's own comes between a test and its server.
inline bedrock::transport::curl direct() { return {.proxy = ""}; }

/// Times that no test waits for.
inline bedrock::transport::limits patient() {
    using namespace std::chrono_literals;
    return {.connect = 20s, .first_byte = 20s, .between_bytes = 20s};
}

/// A request that owns its parts.
struct asking {
    std::string method = "POST";
    std::string url{};
    std::string body{};
    bedrock::header_list headers{};

    bedrock::transport::request view() const {
        return {.method = method, .url = url.c_str(), .headers = &headers, .body = body};
    }
};

/// How an exchange ended, copied.
struct outcome {
    bedrock::transport::news last{};
    int status = 0;
    std::string body{};
    bedrock::transport::breakdown failure{};

    bool finished() const { return last == bedrock::transport::news::finished; }
    bool says(std::string_view text) const { return failure.message.find(text) != std::string::npos; }
    bool advises(std::string_view text) const { return failure.remedy.find(text) != std::string::npos; }
};

/// Polls to the end; of a stream everything is consumed as it comes.
template <class Exchange>
outcome end_of(Exchange& x) {
    using enum bedrock::transport::news;
    outcome o;
    for (;;) {
        o.last = x.poll(std::nullopt, {});
        if (o.last == head)
            o.status = x.status();
        if (o.last == body) {
            o.body.append(x.unread());
            x.consume(x.unread().size());
        }
        if (o.last == finished || o.last == failed)
            break;
    }
    o.body.append(x.unread());
    if (o.last == failed)
        o.failure = x.failure();
    return o;
}

/// A whole exchange over a lease.
template <class Lease>
outcome talk(Lease& lease, asking const& a, bedrock::transport::limits const& limits = patient()) {
    lease->begin(a.view(), limits);
    return end_of(*lease);
}

}  // namespace raw
