// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a transport policy must have a nested `memory` and `lease(memory&) const`
#include <bedrock/client.hpp>

struct pigeons {
    using slot = bedrock::transport::slot;
};

#ifdef MISUSE
bedrock::client<pigeons> c;
#else
bedrock::client<bedrock::transport::curl> c;
#endif

int main() { return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1; }
