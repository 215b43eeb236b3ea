// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: two policies for one slot; keep one of those listed
#include <bedrock/client.hpp>

#ifdef MISUSE
bedrock::client c{bedrock::retry::none{}, bedrock::retry::standard{}};
#else
bedrock::client c{bedrock::retry::none{}};
#endif

int main() { return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1; }
