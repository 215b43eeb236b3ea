// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/testing/service/terms.hpp>

#include <algorithm>
#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/launch_2024_09.hpp>
#include <catch2/catch.hpp>

using namespace bedrock;
using namespace bedrock::testing::service;

namespace {

std::string where(catalog::set const& offered, std::string_view id, std::string_view source) {
    auto const t = terms_of(offered, id, source, true);
    if (t.wrong)
        return std::string{message_of(*t.wrong, id, wording::of_2024)};
    std::string out;
    for (auto const region : t.destinations)
        out.append(out.empty() ? "" : " ").append(region);
    return out;
}

constexpr auto invalid = "The provided model identifier is invalid.";
constexpr auto not_on_demand = "The provided model doesn't support on-demand throughput.";

}  // namespace

TEST_CASE("at the launch a profile runs in those of its regions that have the model") {
    auto const& launch = catalog::launch_2024_09;
    CHECK(where(launch, "us.anthropic.claude-3-haiku-20240307-v1:0", "us-west-2") == "us-east-1 us-west-2");
    CHECK(where(launch, "eu.anthropic.claude-3-5-sonnet-20240620-v1:0", "eu-west-3") == "eu-central-1");
    CHECK(where(launch,
                "arn:aws:bedrock:eu-west-3:123456789012:inference-profile/"
                "eu.anthropic.claude-3-5-sonnet-20240620-v1:0",
                "eu-west-3") == "eu-central-1");
    CHECK(where(launch, "eu.anthropic.claude-3-5-sonnet-20240620-v1:0", "us-east-1") == invalid);
    CHECK(where(launch, "anthropic.claude-3-5-sonnet-20240620-v1:0", "eu-west-3") == not_on_demand);
    CHECK(where(launch, "anthropic.claude-3-5-sonnet-20240620-v1:0", "eu-central-1") == "eu-central-1");
    CHECK(where(launch, "anthropic.claude-sonnet-4-6", "us-east-1") == invalid);
}

TEST_CASE("a model that lives behind profiles alone runs in all their regions") {
    auto const eu = where(catalog::current, "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "eu-west-3");
    CHECK(eu.find("eu-central-1") != eu.npos);
    CHECK(eu.find("eu-west-3") != eu.npos);
    CHECK(where(catalog::current, "anthropic.claude-sonnet-4-5-20250929-v1:0", "eu-west-3") == not_on_demand);
}

TEST_CASE("global runs wherever it can be called from") {
    auto const anywhere =
        where(catalog::current, "global.anthropic.claude-sonnet-4-5-20250929-v1:0", "us-east-1");
    CHECK(anywhere.find("us-east-1") != anywhere.npos);
    CHECK(anywhere.find("eu-central-1") != anywhere.npos);
    CHECK(std::ranges::count(anywhere, ' ') < 64);
}

TEST_CASE("what no catalogue knows is taken where it was called, unless the service is strict") {
    for (auto const* id : {"us.acme.anvil-v1:0", "acme.anvil-v1:0", "anything at all", ""}) {
        CHECK_FALSE(terms_of({}, id, "us-east-1", false).wrong);
        CHECK(terms_of({}, id, "us-east-1", false).destinations ==
              std::vector<std::string_view>{"us-east-1"});
        CHECK(where(catalog::current, id, "us-east-1") == invalid);
    }
}

TEST_CASE("facts and default quotas are the catalogue's, and else a guess") {
    CHECK(facts_of(catalog::current, "anthropic.claude-opus-4-8").max_output == 128'000);
    CHECK(facts_of(catalog::current, "anthropic.claude-opus-4-8").burndown == 15);
    CHECK_FALSE(facts_of(catalog::current, "acme.anvil").known);
    CHECK(default_limit(catalog::current, {quota::bucket_kind::geographic, "amazon.nova-premier-v1:0"},
                        "us-east-1") == testing::limit{200, 800'000});
    CHECK(default_limit(catalog::current, {quota::bucket_kind::on_demand, "acme.anvil"}, "us-east-1") ==
          testing::limit{});
}
