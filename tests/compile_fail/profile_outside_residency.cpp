// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: this inference profile has a destination outside the residency that the client's region policy demands
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>
#include <bedrock/region/residency.hpp>

using in_the_union =
    bedrock::region::residency<bedrock::region::within<"eu">, bedrock::region::fixed<"eu-west-3">>;

#ifdef MISUSE
using profile = bedrock::model<"global.anthropic.claude-sonnet-4-6">;
#else
using profile = bedrock::model<"eu.anthropic.claude-sonnet-4-6">;
#endif

int main() {
    bedrock::client<in_the_union> c;
    return c.invoke_model(profile{}, {.body = "{}"}) ? 0 : 1;
}
