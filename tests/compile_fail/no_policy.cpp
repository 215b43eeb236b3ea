// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a type in the list is no policy; let it name its slot
#include <bedrock/client.hpp>

struct settings {
    int max_attempts = 5;
};

#ifdef MISUSE
bedrock::client c{settings{}};
#else
bedrock::client c{bedrock::retry::standard{.max_attempts = 5}};
#endif

int main() { return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1; }
