// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/token/environment.hpp>

#include <catch2/catch.hpp>

#include <string>

#include "support/environment.hpp"

using bedrock::token::environment;

TEST_CASE("token::environment lends the key of the variable") {
    support::environment const variables{{"AWS_BEARER_TOKEN_BEDROCK", "bedrock-api-key-x+/="}};
    auto const key = environment{}.provide();
    CHECK((key && *key == "bedrock-api-key-x+/="));
}

TEST_CASE("token::environment refuses what is no key, and does not show it") {
    support::environment variables;
    auto const unset = environment{}.provide();
    CHECK((!unset &&
           unset.error().message == "environment variable AWS_BEARER_TOKEN_BEDROCK is not set, or empty"));
    for (auto const* const bad : {" ", "sesame\n", "Bearer sesame", "sesame\r\nX-Evil: 1"}) {
        variables.set("AWS_BEARER_TOKEN_BEDROCK", bad);
        auto const key = environment{}.provide();
        CHECK((!key && key.error().kind == bedrock::error_kind::credentials));
        CHECK((!key && key.error().describe().find("sesame") == std::string::npos));
    }
}
