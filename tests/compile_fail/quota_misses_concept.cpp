// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a quota policy must have a copyable `ticket`
#include <bedrock/client.hpp>

struct generous {
    using slot = bedrock::quota::slot;
    struct ticket {};

#ifdef MISUSE
    bool admit(bedrock::quota::demand const&) const { return true; }
#else
    bedrock::quota::admission<ticket> admit(bedrock::quota::demand const&, bedrock::instant) const {
        return bedrock::quota::admission<ticket>::granted({});
    }
#endif
    void settle(ticket const&, bedrock::quota::settlement const&, bedrock::instant) const {}
};

int main() {
    bedrock::client<generous> c;
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
