// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: this model is not offered on demand in the client's region; use one of the inference profiles `Instead`
#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>

template <bedrock::fixed_string Id>
using model = bedrock::model<Id, bedrock::catalog::launch_2024_09>;

int main() {
    bedrock::client<bedrock::region::fixed<"eu-west-3">> paris;
#ifdef MISUSE
    return paris.converse(model<"anthropic.claude-3-5-sonnet-20240620-v1:0">{}, "hello") ? 0 : 1;
#else
    return paris.converse(model<"eu.anthropic.claude-3-5-sonnet-20240620-v1:0">{}, "hello") ? 0 : 1;
#endif
}
