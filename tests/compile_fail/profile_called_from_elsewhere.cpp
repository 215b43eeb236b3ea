// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: bedrock::model: this inference profile cannot be called from the client's region; call it from one of
// error: or use one of `Instead`
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>

#ifdef MISUSE
using profile = bedrock::model<"us.anthropic.claude-sonnet-4-6">;
#else
using profile = bedrock::model<"eu.anthropic.claude-sonnet-4-6">;
#endif

int main() {
    bedrock::client<bedrock::region::fixed<"eu-west-3">> c;
    return c.converse(profile{}, "hello") ? 0 : 1;
}
