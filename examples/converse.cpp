// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <cstdio>

#include <bedrock/client.hpp>

int main() {
    bedrock::client<> claude;  // region and keys of the environment, AWS's standard retry
    auto const answer =
        claude.converse("us.anthropic.claude-3-5-sonnet-20240620-v1:0", "S3、EBS、EFS の違いは?");
    if (answer)
        std::puts((*answer)->text().c_str());
    else
        std::fprintf(stderr, "%s\n", answer.error().describe().c_str());
    return answer ? 0 : 1;
}
