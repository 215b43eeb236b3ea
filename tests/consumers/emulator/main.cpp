// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/emulator.hpp>

#include <cstdio>

int main() {
    auto const emulator = bedrock::testing::emulator::start();
    if (!emulator) {
        std::fprintf(stderr, "%s\n", emulator.error().describe().c_str());
        return 1;
    }
    std::puts(emulator->url("us-east-1").c_str());
    return 0;
}
