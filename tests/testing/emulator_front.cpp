// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "emulator_front.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace bedrock::testing;
using fronts::at_launch;
using fronts::bench;
using nlohmann::json;

namespace {

constexpr auto us_haiku = "us.anthropic.claude-3-haiku-20240307-v1:0";
constexpr auto haiku = "anthropic.claude-3-haiku-20240307-v1:0";
constexpr auto eu_sonnet = "eu.anthropic.claude-3-5-sonnet-20240620-v1:0";
constexpr auto sonnet = "anthropic.claude-3-5-sonnet-20240620-v1:0";

std::string message(fronts::reply const& r) { return r.body().value("message", ""); }

}  // namespace

TEST_CASE("Paris is refused the plain model and answered through the profile, in the article's words") {
    bench b;
    auto const refused = b.converse(sonnet, "eu-west-3");
    CHECK(refused.status == 400);
    CHECK(refused.bytes.find("x-amzn-ErrorType: ValidationException:") != std::string::npos);
    CHECK(message(refused) == "The provided model doesn't support on-demand throughput.");
    CHECK(b.converse(eu_sonnet, "eu-west-3").status == 200);
    CHECK(b.ask("POST", "/_emulator/access", R"({"eu-central-1":{")" + std::string{sonnet} + R"(":false}})")
              .status == 200);
    CHECK(b.converse(eu_sonnet, "eu-west-3").status == 200);
    auto const denied = b.converse(sonnet, "eu-central-1");
    CHECK(denied.status == 403);
    CHECK(message(denied) == "You don't have access to the model with the specified model ID.");
    CHECK(message(b.converse(eu_sonnet, "us-east-1")) == "The provided model identifier is invalid.");
    CHECK(message(b.converse("anthropic.claude-sonnet-4-6")) == "The provided model identifier is invalid.");

    auto options = at_launch();
    options.wording = service::wording::current;
    CHECK(message(bench{options}.converse(sonnet, "eu-west-3")) ==
          "Invocation of model ID anthropic.claude-3-5-sonnet-20240620-v1:0 with on-demand throughput isn’t "
          "supported. "
          "Retry your request with the ID or ARN of an inference profile that contains this model.");
}

TEST_CASE("a full region answers 503 on demand, and a profile throttles only when all are full") {
    bench b;
    b.front().set_capacity("us-east-1", {.calls = 1}, {});
    auto const here = b.converse(haiku);
    CHECK(here.status == 200);
    auto const full = b.converse(haiku);
    CHECK(full.status == 503);
    CHECK(full.bytes.find("x-amzn-ErrorType: ServiceUnavailableException:") != std::string::npos);
    auto const rerouted = b.converse(us_haiku);
    CHECK(rerouted.status == 200);
    CHECK(rerouted.played.steps.front().wait == 40ms);
    CHECK(b.ask("POST", "/_emulator/capacity", R"({"us-west-2":{"calls":1}})").status == 200);
    auto const none = b.converse(us_haiku);
    CHECK(none.status == 429);
    CHECK(message(none) == "Too many requests, please wait before trying again.");
    b.end(here);
    CHECK(b.converse(us_haiku).status == 200);
}

TEST_CASE("others' load counts from when it is told") {
    bench b;
    b.at.model = 1h;
    CHECK(b.ask("POST", "/_emulator/capacity",
                R"({"us-east-1":{"calls":5,"background":[{"after":"10s","calls":5}]}})")
              .status == 200);
    CHECK(b.converse(haiku).status == 200);
    b.at.model += 10s;
    CHECK(b.converse(haiku).status == 503);
}

TEST_CASE("the catalogue's quotas are in force, per source region and kind of bucket") {
    bench b;
    auto const taken = [&b](std::string_view model, std::string_view region) {
        int n = 0;
        while (n < 1000 && b.converse(model, region).status == 200)
            ++n;
        return n;
    };
    CHECK(taken(sonnet, "eu-central-1") == 20);
    CHECK(taken(eu_sonnet, "eu-central-1") == 40);
    CHECK(taken(eu_sonnet, "eu-west-3") == 100);  // another source, another bucket; the same destination
    CHECK(taken(sonnet, "us-west-2") == 250);
    CHECK(b.ask("POST", "/_emulator/limits", R"({"us-east-1/on-demand":{"requests":3}})").status == 200);
    CHECK(taken(sonnet, "us-east-1") == 3);
}

TEST_CASE("no answer of the runtime names a region, wherever the call runs") {
    auto options = at_launch();
    options.routing = service::routing::by_weight;
    options.accounts.front().id = "123456789012";
    bench b{options};
    b.front().set_limit({.region = "us-west-2"}, {.requests = 0});
    std::string all;
    for (auto const* operation : {"converse", "converse-stream", "invoke", "invoke-with-response-stream"})
        for (auto const* region : {"us-east-1", "us-west-2", "eu-west-3", "eu-central-1"})
            for (auto const* model : {us_haiku, haiku, eu_sonnet, sonnet, "not a model"})
                for (int i = 0; i < 5; ++i)
                    all += b.converse(model, region, operation).bytes;
    b.front().set_capacity("us-east-1", {.calls = 0}, {});
    b.front().set_capacity("us-west-2", {.calls = 0}, {});
    all += b.converse(us_haiku).bytes + b.converse(haiku).bytes;
    for (auto const* code : {"200", "400", "429", "503"})
        CHECK(all.find(std::string{"HTTP/1.1 "} + code) != std::string::npos);
    for (auto const* region : {"us-east", "us-west", "eu-west", "eu-central"})
        CHECK(all.find(region) == std::string::npos);
}

TEST_CASE("settings that are not understood change nothing and say what they should be") {
    bench b;
    for (auto const& [path, body] :
         {std::pair{"limits", R"({"us-east-1":{"requests":-1}})"},
          {"limits", R"({"us-east-1/continental":{"requests":1}})"},
          {"limits", "[]"},
          {"capacity", R"({"us-east-1":{"calls":0},"us-west-2":{"cals":1}})"},
          {"capacity", R"({"us-east-1":{"background":[{"after":"5s","calls":1},{"after":"1s","calls":1}]}})"},
          {"capacity", R"({"us-east-1":{"slowdown":-1}})"},
          {"access", R"({"us-east-1":{"x":"no"}})"},
          {"access", "{"}}) {
        auto const r = b.ask("POST", std::string{"/_emulator/"} + path, body);
        CHECK(r.status == 400);
        CHECK(r.body()["error"].get<std::string>().find("an object such as {") != std::string::npos);
    }
    CHECK(b.converse(haiku).status == 200);
}
