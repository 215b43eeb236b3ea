// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "../emulator/settings.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>

using namespace std::literals;
using namespace bedrock::testing;
using namespace bedrock::testing::emulation;
using bedrock::quota::bucket_kind;

TEST_CASE("a limit's scope is written with slashes") {
    CHECK(parse_scope("us-east-1") == service::scope{.region = "us-east-1"});
    CHECK(parse_scope("us-east-1/geographic") ==
          service::scope{.region = "us-east-1", .kind = bucket_kind::geographic});
    CHECK(parse_scope("*/global/anthropic.claude-sonnet-4-6") ==
          service::scope{.kind = bucket_kind::global, .model = "anthropic.claude-sonnet-4-6"});
    CHECK(parse_scope("eu-west-3/*/x.y") == service::scope{.region = "eu-west-3", .model = "x.y"});
    CHECK(parse_scope("*") == service::scope{});
    for (std::string_view const bad : {"", "/geographic", "us-east-1/continental"})
        CHECK_FALSE(parse_scope(bad));
}

TEST_CASE("limits are written by their short names") {
    CHECK(parse_limit("rpm:2,tpm:1000,tpd:5"sv) == limit{2, 1000, 5});
    CHECK(parse_limit("tpm:0"sv) == limit{.tokens = 0});
    for (std::string_view const bad :
         {"rpm", "rpm:", "rpm:-1", "rpm:x", "rph:1", "rpm:1;tpm:2", "rpm:99999999999999999999"})
        CHECK_FALSE(parse_limit(bad));
}

TEST_CASE("capacity is written with what others take of it") {
    auto const c = parse_capacity("calls:10,load:4@30s,load:0@1.5m,slowdown:2.5,failing"sv);
    CHECK(c);
    if (!c)
        return;
    CHECK(c->calls == 10);
    CHECK((c->failing && c->slowdown == 2.5));
    CHECK((c->background_at(29s) == 0 && c->background_at(30s) == 4 && c->background_at(90s) == 0));
    for (std::string_view const bad : {"calls", "calls:-1", "load:4@", "load:4@later", "load:1@9s,load:2@3s",
                                       "slowdown:x", "slowdown:inf", "slowdown:1e9", "failing:yes", "call:1"})
        CHECK_FALSE(parse_capacity(bad));
}

TEST_CASE("counts are the same as JSON, null for no limit, and none is more than a count holds") {
    using json = nlohmann::ordered_json;
    CHECK(parse_limit(json::parse(R"({"requests":2,"tokens":null})")) == limit{.requests = 2});
    auto const most = std::uint64_t{INT64_MAX};
    auto const held = parse_limit(json{{"tokens", most}});
    CHECK((held && held->tokens == INT64_MAX));
    CHECK_FALSE(parse_limit(json{{"tokens", most + 1}}));
    CHECK_FALSE(parse_limit(json{{"tokens", -1}}));

    auto const c = parse_capacity(json::parse(
        R"({"calls":10,"background":[{"after":"30s","calls":4}],"slowdown":2.5,"failing":true})"));
    CHECK((c && c->calls == 10 && c->failing && c->slowdown == 2.5 && c->background_at(30s) == 4));
    for (auto const& bad :
         {json{{"calls", most + 1}}, json::parse(R"({"background":[{"calls":9223372036854775808}]})"),
          json{{"background", 1}}, json{{"slowdown", 1e9}}, json{{"failing", 1}}, json{{"call", 1}}})
        CHECK_FALSE(parse_capacity(bad));
}

TEST_CASE("weights are written by region") {
    using list = std::vector<std::pair<std::string, std::uint32_t>>;
    CHECK(parse_weights("us-west-2:7,us-east-1:3") == list{{"us-west-2", 7}, {"us-east-1", 3}});
    for (std::string_view const bad : {"us-west-2", ":7", "us-west-2:-1", "us-west-2:1.5"})
        CHECK_FALSE(parse_weights(bad));
}
