// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// A policy of one's own for region, quota, retry and signing: a plain struct that names its slot and answers
// with values.

#include <chrono>
#include <cstdio>
#include <string>

#include <bedrock/client.hpp>

using namespace std::chrono_literals;

/// Paris in office hours, Frankfurt at night.
struct by_hour {
    using slot = bedrock::region::slot;

    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, bedrock::instant now) const {
        auto const hour = (now.wall.time_since_epoch() / 1h) % 24;
        return bedrock::place{.region = hour >= 7 && hour < 19 ? "eu-west-3" : "eu-central-1",
                              .model = q.model};
    }
    bool several() const { return true; }
};

/// At most so many calls at once; the memory is what all calls of the client share, and the client guards it.
struct at_most {
    using slot = bedrock::quota::slot;
    struct ticket {};
    struct memory {
        int under_way = 0;
    };

    int calls = 8;

    bedrock::quota::admission<ticket> admit(bedrock::quota::demand const&, memory& m,
                                            bedrock::instant) const {
        if (m.under_way >= calls)
            return bedrock::quota::admission<ticket>::wait_for(50ms, 0ms);  // a place may be free at once
        ++m.under_way;
        return bedrock::quota::admission<ticket>::granted({});
    }
    void settle(ticket const&, bedrock::quota::settlement const&, memory& m, bedrock::instant) const {
        --m.under_way;
    }
};

/// Throttles twice again after a second, anything else never.
struct patient {
    using slot = bedrock::retry::slot;

    bedrock::retry::verdict decide(bedrock::retry::attempt const& a, bedrock::instant) const {
        return a.kind == bedrock::error_kind::throttled && a.number < 3 ? bedrock::retry::verdict::after(1s)
                                                                        : bedrock::retry::verdict::stop();
    }
};

/// SigV4, and beside it the key that an in-house gateway wants. The memory (of derived keys) is SigV4's.
struct with_gateway_key {
    using slot = bedrock::signing::slot;
    using sigv4 = bedrock::signing::sigv4<bedrock::credentials::environment>;
    using memory = sigv4::memory;

    std::string key;

    bedrock::result<void> sign(bedrock::signing::request const& r, bedrock::header_list& add, memory& m,
                               bedrock::instant now) const {
        if (!add.add("x-gateway-key", key))
            return bedrock::failure({.kind = bedrock::error_kind::credentials,
                                     .message = "the gateway's key holds a control character",
                                     .remedy = "give the bare key, without its line end"});
        return sigv4{}.sign(r, add, m, now);
    }
};

int main() {
    bedrock::client const client{by_hour{}, at_most{.calls = 2}, patient{}, with_gateway_key{.key = "k-123"}};
    auto const answer = client.converse("eu.anthropic.claude-3-5-sonnet-20240620-v1:0", "Bonjour !");
    if (!answer) {
        std::fprintf(stderr, "%s\n", answer.error().describe().c_str());
        return 1;
    }
    std::printf("%s\n  from %s\n", (*answer)->text().c_str(), answer->story.attempts().back().region.c_str());
}
