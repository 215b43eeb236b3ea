// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// bin/bedrock route: a catalogue's answer about a model ID and a region. It calls nobody.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "program.hpp"

using cli::ended;
using cli::program;

namespace {

constexpr char const* sonnet_3_5 = "anthropic.claude-3-5-sonnet-20240620-v1:0";

ended route(std::vector<std::string> words, program::variables const& environment = {}) {
    words.insert(words.begin(), "route");
    return program{std::move(words), environment}.end();
}

nlohmann::json launch(std::string const& id, std::string const& region) {
    auto const told = route({id, "--region", region, "--catalog", "launch-2024-09", "--json"});
    INFO(told.err);
    return nlohmann::json::parse(told.out, nullptr, false);
}

std::vector<std::string> strings(nlohmann::json const& list) {
    std::vector<std::string> all;
    for (auto const& item : list)
        all.push_back(item);
    return all;
}

}  // namespace

TEST_CASE("route: a profile may run in the source first, then in its other destinations") {
    auto const told = launch(std::string{"eu."} + sonnet_3_5, "eu-west-3");
    CHECK(told["callable"] == "yes");
    CHECK(told["model"] == sonnet_3_5);
    CHECK(strings(told["destinations"]) ==
          std::vector<std::string>{"eu-west-3", "eu-central-1", "eu-west-1"});
    CHECK(told["bucket"] == "cross-region (geographic) quota of eu-west-3");
    CHECK(told["requestsPerMinute"] == 100);
    CHECK(told["tokensPerMinute"] == 800'000);
}

TEST_CASE("route: a model that Paris lacks is refused there, and the profile that serves it is named") {
    auto const told = route({sonnet_3_5, "--region", "eu-west-3", "--catalog", "launch-2024-09"});
    CHECK(told.status == 4);
    CHECK(told.out.find("not offered on demand in this region") != std::string::npos);
    CHECK(told.out.find(std::string{"eu."} + sonnet_3_5) != std::string::npos);
}

TEST_CASE("route: a profile that is called from no source region of its own says from where it can be") {
    auto const told = launch(std::string{"us."} + sonnet_3_5, "eu-west-3");
    CHECK(told["callable"] == "no");
    CHECK(told["why"] == "this profile can be called from us-east-1, us-west-2 only");
    CHECK(strings(told["instead"]) == std::vector<std::string>{std::string{"eu."} + sonnet_3_5});
}

TEST_CASE("route: what the catalogue does not know is not known, and no refusal") {
    auto const told = route({"eu.acme.anvil-v1:0", "--region", "eu-west-3"});
    CHECK(told.status == 0);
    CHECK(told.out.find("not known") != std::string::npos);
}

TEST_CASE("route: the region comes from the environment where none is named, and there must be one") {
    CHECK(route({sonnet_3_5}, {{"AWS_DEFAULT_REGION", "us-east-1"}}).out.find("from us-east-1") !=
          std::string::npos);
    CHECK(route({sonnet_3_5}).status == 2);
    CHECK(route({}).status == 2);
    CHECK(route({sonnet_3_5, "--region", "us-east-1", "--catalog", "tomorrow"}).status == 2);
}

TEST_CASE("route: an ARN that tells no model is counted as the model that the user names") {
    auto const told = route(
        {"arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6", "--base-model",
         std::string{"us."} + sonnet_3_5, "--region", "us-east-1", "--catalog", "launch-2024-09", "--json"});
    auto const json = nlohmann::json::parse(told.out, nullptr, false);
    CHECK(json["model"] == sonnet_3_5);
    CHECK(json["destinations"].size() == 2);
    CHECK(json["tokensPerMinute"] == 800'000);
}

TEST_CASE("route: no quota is told of a profile that copies a plain model, and of other ARNs") {
    for (auto const* const kind : {"application-inference-profile", "provisioned-model"}) {
        auto const told =
            route({std::string{"arn:aws:bedrock:us-east-1:123456789012:"} + kind + "/a1b2c3d4e5f6",
                   "--base-model", sonnet_3_5, "--region", "us-east-1", "--json"});
        auto const json = nlohmann::json::parse(told.out, nullptr, false);
        CHECK(json["callable"] == "unknown");
        CHECK_FALSE(json.contains("bucket"));
    }
}

TEST_CASE("route: the text says what counts, in straight columns, without what could steer a terminal") {
    auto const told =
        route({std::string{"us."} + sonnet_3_5, "--region", "us-east-1", "--catalog", "launch-2024-09"});
    CHECK(told.out.find("\n  may run in      us-east-1, us-west-2\n") != std::string::npos);
    CHECK(told.out.find("counts in the end input + cache writes + output × 1\n") != std::string::npos);
    auto const wide = route({sonnet_3_5, "--region", "ap-southeast-1"});
    CHECK(wide.out.find("\n  is" + std::string(19, ' ') + "foundation model\n") != std::string::npos);
    CHECK(wide.out.find("\n  from ap-southeast-1  ") != std::string::npos);
    auto const odd = route({"eu.\x1b[2J", "--region", "eu-west-3\x1b"});
    CHECK(odd.out.find('\x1b') == std::string::npos);
    CHECK(route({"--\x1b[2J"}).err.find('\x1b') == std::string::npos);
}
