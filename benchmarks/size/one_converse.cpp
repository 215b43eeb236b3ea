// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// The program whose size and compile time are counted: a client with every default, and one call.

#include <cstdio>

#include <bedrock/client.hpp>

int main() {
    bedrock::client<> claude;
    auto const answer = claude.converse("us.anthropic.claude-3-5-sonnet-20240620-v1:0", "What is a region?");
    std::puts(answer ? (*answer)->text().c_str() : answer.error().describe().c_str());
    return answer ? 0 : 1;
}
