// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// One converse in a file of a larger program, which makes its client in another.

#include <cstdio>

#include <bedrock/any_client.hpp>

bool ask(bedrock::any_client const& claude) {
    auto const answer = claude.converse("us.anthropic.claude-3-5-sonnet-20240620-v1:0", "What is a region?");
    std::puts(answer ? (*answer)->text().c_str() : answer.error().describe().c_str());
    return answer.has_value();
}
