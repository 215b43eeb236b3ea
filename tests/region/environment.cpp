// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/region/environment.hpp>

#include <catch2/catch.hpp>

#include <type_traits>

#include "support/environment.hpp"
#include "support/no_room.hpp"

namespace {
auto ask() { return bedrock::region::environment{}.choose({.model = "m", .room = no_room}, {}); }
}  // namespace

TEST_CASE("the environment's region is AWS_REGION, else AWS_DEFAULT_REGION, looked up at each call") {
    support::environment surroundings{{"AWS_DEFAULT_REGION", "eu-west-1"}};
    CHECK(ask());
    if (auto const r = ask())
        CHECK(r->region == "eu-west-1");
    surroundings.set("AWS_REGION", "us-west-2");
    if (auto const r = ask()) {
        CHECK(r->region == "us-west-2");
        CHECK(r->model == "m");
    }
    surroundings.set("AWS_REGION", "");  // as good as unset
    if (auto const r = ask())
        CHECK(r->region == "eu-west-1");
}

TEST_CASE("an environment without a region is an error that says what to set, never a guess") {
    support::environment const surroundings;
    auto const r = ask();
    CHECK_FALSE(r);
    if (r)
        return;
    CHECK(r.error().kind == bedrock::error_kind::configuration);
    CHECK(r.error().message.find("AWS_REGION") != std::string::npos);
    CHECK(r.error().remedy.find("AWS_REGION") != std::string::npos);
    STATIC_REQUIRE(std::is_empty_v<bedrock::region::environment>);
}
