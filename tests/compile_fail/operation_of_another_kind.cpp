// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// error: this operation does not take identifiers of this kind; give a custom model by the ARN of its deployment
#include <bedrock/catalog/model.hpp>
#include <bedrock/client.hpp>

#ifdef MISUSE
using mine =
    bedrock::model<"arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.titan-v1/abcdefghij12">;
#else
using mine = bedrock::model<"arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/abcdefghij12">;
#endif

int main() {
    bedrock::client<> c;
    return c.converse_stream(mine{}, "hello") ? 0 : 1;
}
