// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: a type in the list is no policy; let it name its slot
#include <bedrock/client.hpp>

#ifdef MISUSE
bedrock::client<int> c;
#else
bedrock::client<> c;
#endif

int main() { return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1; }
