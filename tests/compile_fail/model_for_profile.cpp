// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: bedrock::inference_profile: this is no inference profile; name one such as
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>

#ifdef MISUSE
using profile = bedrock::profile<"anthropic.claude-sonnet-4-6">;
#else
using profile = bedrock::profile<"global.anthropic.claude-sonnet-4-6">;
#endif

int main() {
    bedrock::client<> c;
    return c.converse(profile{}, "hello") ? 0 : 1;
}
