// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: an observer hears nothing; give it one of `void on(observer::sending const&) const`
#include <bedrock/client.hpp>

struct counter {
    using slot = bedrock::observer::slot;

#ifdef MISUSE
    void on(bedrock::observer::finished const&) {}  // not const
#else
    void on(bedrock::observer::finished const&) const {}
#endif
};

int main() {
    bedrock::client<counter> c;
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
