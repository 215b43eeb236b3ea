// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a member of a region policy would never be called; write `void failed(region::report const&, instant) const`
#include <bedrock/client.hpp>

struct always_paris {
    using slot = bedrock::region::slot;

    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, bedrock::instant) const {
        return bedrock::place{.region = "eu-west-3", .model = q.model};
    }
#ifdef MISUSE
    void failed(bedrock::region::report const&) const {}
#else
    void failed(bedrock::region::report const&, bedrock::instant) const {}
#endif
};

int main() {
    bedrock::client<always_paris> c;
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
