// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: bedrock::observer::several: each of them must be an observer that hears something
#include <bedrock/client.hpp>
#include <bedrock/observer/several.hpp>

struct counter {
    using slot = bedrock::observer::slot;

#ifdef MISUSE
    void on(bedrock::observer::finished const&) {}  // not const
#else
    void on(bedrock::observer::finished const&) const {}
#endif
};

int main() {
    bedrock::client c{bedrock::observer::several{bedrock::observer::log{}, counter{}}};
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
