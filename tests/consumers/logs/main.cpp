// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/logs/file.hpp>

int main() {
    auto const none = bedrock::logs::file::open("no such file");
    return none ? 1 : 0;
}
