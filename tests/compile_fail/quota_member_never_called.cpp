// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a member of a quota policy would never be called; write `quota::room room(quota::demand const&, instant) const`
#include <bedrock/client.hpp>

struct nothing_counted {
    using slot = bedrock::quota::slot;
    struct ticket {};
    struct memory {};

    bedrock::quota::admission<ticket> admit(bedrock::quota::demand const&, memory&, bedrock::instant) const {
        return bedrock::quota::admission<ticket>::granted({});
    }
    void settle(ticket const&, bedrock::quota::settlement const&, memory&, bedrock::instant) const {}
#ifdef MISUSE
    bedrock::quota::room room(bedrock::quota::demand const&, bedrock::instant) const { return {}; }
#else
    bedrock::quota::room room(bedrock::quota::demand const&, memory&, bedrock::instant) const { return {}; }
#endif
};

int main() {
    bedrock::client<nothing_counted> c;
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
