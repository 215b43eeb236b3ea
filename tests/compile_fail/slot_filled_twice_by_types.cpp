// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: two policies for one slot; keep one of those listed
#include <bedrock/client.hpp>

#ifdef MISUSE
bedrock::client<bedrock::region::fixed<"us-east-1">, bedrock::region::environment> c;
#else
bedrock::client<bedrock::region::fixed<"us-east-1">> c;
#endif

int main() {
    auto answer = c.converse_stream("anthropic.claude-3-haiku-20240307-v1:0", "hello");
    return answer ? 0 : 1;
}
