// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: bedrock::inference_profile: a provisioned model stands in a profile's place
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>

#ifdef MISUSE
using profile = bedrock::profile<"arn:aws:bedrock:eu-west-3:123456789012:provisioned-model/abcdefghij12">;
#else
using profile = bedrock::profile<"eu.anthropic.claude-sonnet-4-6">;
#endif

int main() {
    bedrock::client<> c;
    return c.converse(profile{}, "hello") ? 0 : 1;
}
