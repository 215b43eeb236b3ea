// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: an endpoint policy must have `result<void> resolve(std::string_view service, std::string_view region
#include <bedrock/client.hpp>

struct gateway {
    using slot = bedrock::endpoint::slot;

#ifndef MISUSE
    bool distinguishes_regions() const { return false; }
#endif
    bedrock::result<void> resolve(std::string_view, std::string_view region,
                                  bedrock::endpoint::address& out) const {
        out = {.scheme = "https",
               .host = "bedrock.internal.example",
               .port = 443,
               .signing_name = "bedrock",
               .signing_region = std::string{region}};
        return {};
    }
};

int main() {
    bedrock::client<gateway> c;
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
