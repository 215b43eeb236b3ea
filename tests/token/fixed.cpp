// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/token/fixed.hpp>

#include <catch2/catch.hpp>

#include <string>

using bedrock::token::fixed;

TEST_CASE("token::fixed lends its key, and names itself when that is none") {
    fixed const good{.key = "ABSKabc"};
    CHECK((good.provide() && *good.provide() == "ABSKabc"));

    auto const none = fixed{}.provide();
    CHECK((!none && none.error().kind == bedrock::error_kind::credentials));
    CHECK((!none && none.error().message == "token::fixed::key is empty"));

    auto const split = fixed{.key = "sesame sesame"}.provide();
    CHECK((!split && split.error().describe().find("sesame") == std::string::npos));
}
