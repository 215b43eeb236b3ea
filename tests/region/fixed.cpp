// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/region/fixed.hpp>

#include <catch2/catch.hpp>

#include <type_traits>

#include "support/no_room.hpp"

TEST_CASE("fixed answers with its region and the call's model, and is empty") {
    using policy = bedrock::region::fixed<"eu-west-3">;
    auto const chosen = policy{}.choose({.model = "m", .room = no_room}, {});
    CHECK(chosen);
    if (!chosen)
        return;
    CHECK(chosen->region == "eu-west-3");
    CHECK(chosen->model == "m");
    CHECK(chosen->account == 0);
    STATIC_REQUIRE(std::is_empty_v<policy>);
    STATIC_REQUIRE(policy::name == "eu-west-3");
}
