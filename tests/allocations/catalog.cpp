// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/current.hpp>

#include <catch2/catch.hpp>

#include <string>

#include <bedrock/core/model_id.hpp>

#include "allocations/counting.hpp"

using allocations::allocations_of;
using bedrock::model_id;
using bedrock::catalog::current;

TEST_CASE("allocations: taking an ID apart and looking it up allocates nothing") {
    std::string const arn =
        "arn:aws:bedrock:eu-west-3:123456789012:inference-profile/"
        "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    std::string_view base;
    int profiles = 0;
    bool known = false;
    auto const made = allocations_of([&] {
        auto const id = model_id::parse(arn);
        base = id.base;
        for (auto const& profile : current.serving(id.base, id.region))
            profiles += profile.from(id.region) != nullptr;
        known = current.find(arn) != nullptr && current.burndown(id.base) == 5 &&
                current.limits(bedrock::quota::bucket_of(arn), id.region) != nullptr &&
                current.on_demand(id.base, id.region) == bedrock::catalog::answer::no;
    });
    CHECK(made == 0);
    CHECK(base == "anthropic.claude-sonnet-4-5-20250929-v1:0");
    CHECK(profiles == 2);
    CHECK(known);
}
