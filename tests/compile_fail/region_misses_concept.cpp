// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a region policy must have `result<place> choose(region::question const&, instant) const`
#include <bedrock/client.hpp>

struct always_paris {
    using slot = bedrock::region::slot;

#ifdef MISUSE
    char const* choose() const { return "eu-west-3"; }
#else
    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, bedrock::instant) const {
        return bedrock::place{.region = "eu-west-3", .model = q.model};
    }
#endif
};

int main() {
    bedrock::client<always_paris> c;
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
