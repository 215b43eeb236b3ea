// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/set.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace catalog = bedrock::catalog;
using catalog::answer;

namespace {

constexpr catalog::route europe[] = {{"eu-central-1 eu-west-3", "eu-central-1 eu-west-3"}};
constexpr catalog::route narrow[] = {{"eu-central-1", "eu-central-1"}};
constexpr catalog::route anywhere[] = {{"eu-central-1 eu-west-3", "*"}};

constexpr catalog::profile old_profiles[] = {
    {.id = "global.acme.anvil-v1:0", .routes = anywhere},
    {.id = "eu.acme.anvil-v1:0", .routes = europe},
    {.id = "eu.acme.rocket-v1:0"},
};
constexpr catalog::offer old_offers[] = {{"acme.anvil-v1:0", "eu-west-3", false}, {"acme.anvil-v1:0", "*"}};
constexpr catalog::limits old_quotas[] = {
    {"acme.anvil-v1:0", bedrock::quota::bucket_kind::on_demand, "eu-west-3", 10, 1'000},
    {"acme.anvil-v1:0", bedrock::quota::bucket_kind::on_demand, "*", 20, 2'000},
};
constexpr catalog::figure old_rates[] = {{"acme.anvil-v1:0", 3}, {"acme.*", 2}};
constexpr catalog::set old{
    .profiles = old_profiles, .offers = old_offers, .quotas = old_quotas, .burndowns = old_rates};

// What a user puts before it: a profile corrected, one of the account's own.
constexpr std::string_view own_arn =
    "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abcdefghijkl";
constexpr catalog::profile own_profiles[] = {
    {.id = "eu.acme.anvil-v1:0", .routes = narrow},
    {.id = own_arn, .routes = narrow, .model = "acme.anvil-v1:0"},
};
constexpr catalog::figure own_rates[] = {{"acme.rocket-v1:0", 7}};
constexpr catalog::model_name own_names[] = {{"acme.anvil-v1:0", "ACME Anvil"}};
constexpr catalog::set mine{
    .profiles = own_profiles, .burndowns = own_rates, .names = own_names, .rest = &old};

std::vector<std::string> serving(catalog::set const& set, std::string_view region) {
    std::vector<std::string> ids;
    for (auto const& profile : set.serving("acme.anvil-v1:0", region))
        ids.emplace_back(profile.id);
    return ids;
}

}  // namespace

TEST_CASE("the first row that fits counts, and its star stands for the rest") {
    STATIC_REQUIRE(old.on_demand("acme.anvil-v1:0", "eu-west-3") == answer::no);
    STATIC_REQUIRE(old.on_demand("acme.anvil-v1:0", "eu-north-1") == answer::yes);
    STATIC_REQUIRE(old.limits({.model = "acme.anvil-v1:0"}, "eu-west-3")->requests == 10);
    STATIC_REQUIRE(old.limits({.model = "acme.anvil-v1:0"}, "eu-north-1")->requests == 20);
    STATIC_REQUIRE(old.burndown("acme.anvil-v1:0") == 3);
    STATIC_REQUIRE(old.burndown("acme.anvil-v1:01") == 2);
    STATIC_REQUIRE(old.burndown("acme") == 1);
}

TEST_CASE("global profiles come last wherever their rows stand") {
    CHECK(serving(old, "eu-west-3") ==
          std::vector<std::string>{"eu.acme.anvil-v1:0", "global.acme.anvil-v1:0"});
    CHECK(serving(old, "us-east-1").empty());
}

TEST_CASE("a set before another adds to it and corrects it") {
    STATIC_REQUIRE(mine.find("eu.acme.anvil-v1:0") == &own_profiles[0]);
    STATIC_REQUIRE(mine.find("global.acme.anvil-v1:0") == &old_profiles[0]);
    STATIC_REQUIRE(mine.find("eu.acme.rocket-v1:0")->callable_from("eu-west-3") == answer::unknown);
    CHECK(serving(mine, "eu-central-1") ==
          std::vector<std::string>{"eu.acme.anvil-v1:0", std::string{own_arn}, "global.acme.anvil-v1:0"});
    CHECK(serving(mine, "eu-west-3") == std::vector<std::string>{"global.acme.anvil-v1:0"});
    STATIC_REQUIRE(mine.burndown("acme.rocket-v1:0") == 7);
    STATIC_REQUIRE(mine.burndown("acme.anvil-v1:0") == 3);
    STATIC_REQUIRE(mine.name("acme.anvil-v1:0") == "ACME Anvil");
    STATIC_REQUIRE(old.name("acme.anvil-v1:0").empty());
}

TEST_CASE("a catalogue without rows knows nothing and says no to nothing") {
    constexpr catalog::set none{};
    STATIC_REQUIRE(none.find("us.x.y") == nullptr);
    STATIC_REQUIRE(none.serving("x.y", "us-east-1").empty());
    STATIC_REQUIRE(none.callable_from("us-east-1").empty());
    STATIC_REQUIRE(none.on_demand("x.y", "us-east-1") == answer::unknown);
    STATIC_REQUIRE(none.limits({.model = "x.y"}, "us-east-1") == nullptr);
    STATIC_REQUIRE(none.burndown("x.y") == 1);
    STATIC_REQUIRE(none.default_output("x.y") == 0);
    STATIC_REQUIRE(none.inference_profile("x.y", "us", "us-east-1") == nullptr);
}
