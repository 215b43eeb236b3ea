// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Two files that include the same headers: what is not inline would be defined twice.
#include <bedrock/core/result.hpp>

#include <cstdio>

bedrock::error from_the_other_file();

int main() {
    auto const text = from_the_other_file().describe();
    std::puts(text.c_str());
    return text.empty() ? 1 : 0;
}
