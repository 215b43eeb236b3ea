// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: the fixed region is outside the demanded set; fix a region that the set allows, or widen the set
#include <bedrock/client.hpp>
#include <bedrock/region/residency.hpp>

using namespace bedrock::region;

int main() {
#ifdef MISUSE
    bedrock::client<residency<within<"eu">, fixed<"us-east-1">>> c;
#else
    bedrock::client<residency<within<"eu">, fixed<"eu-west-3">>> c;
#endif
    return c.converse("anthropic.claude-3-haiku-20240307-v1:0", "hello") ? 0 : 1;
}
