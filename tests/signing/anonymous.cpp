// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/signing/anonymous.hpp>

#include <catch2/catch.hpp>

TEST_CASE("anonymous adds nothing") {
    bedrock::header_list added;
    CHECK(bedrock::signing::anonymous{}.sign({.method = "GET"}, added, {}));
    CHECK(added.size() == 0);
}
