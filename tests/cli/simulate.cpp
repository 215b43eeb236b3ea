// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// bedrock simulate, as a user runs it.

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "program.hpp"
#include "support/contains.hpp"

using cli::ended;
using cli::program;
using support::contains;

namespace {

std::filesystem::path const scenarios = "examples/scenarios";

std::string text_in(std::filesystem::path const& path) {
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    return text.str();
}

/// A folder of this test's own, gone at its end.
struct scratch {
    std::filesystem::path path;
    scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "bedrock-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            std::abort();
        path = name;
    }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;
    ~scratch() { std::filesystem::remove_all(path); }
};

ended simulated(std::vector<std::string> words) {
    words.insert(words.begin(), "simulate");
    return program{std::move(words), {}}.end();
}

/// What is said of a scenario with this text.
ended of_text(std::string const& text) {
    scratch const here;
    auto const file = here.path / "scenario.json";
    std::ofstream{file} << text;
    return simulated({file.string(), "--json"});
}

}  // namespace

TEST_CASE("simulate: each example runs, and its figures can be made again from the log alone") {
    for (auto const* const name : {"article.json", "outage.json", "tenants.json", "tokens.json"}) {
        INFO(name);
        scratch const here;
        auto const file = (scenarios / name).string(), log = (here.path / "log").string(),
                   figures = (here.path / "figures").string(), picture = (here.path / "picture.svg").string();
        auto const told = simulated({file, "--json", "--log", log, "--svg", picture});
        INFO(told.err);
        CHECK(told.status == 0);
        std::ofstream{figures} << told.out;
        CHECK(contains(text_in(picture), "</svg>"));
        auto const again = "python3 examples/cli/recompute.py " + log + " " + figures + " > " + log + ".said";
        CHECK(std::system(again.c_str()) == 0);
        CHECK(contains(text_in(log + ".said"), "figures, 0 differ"));

        auto const json = nlohmann::json::parse(told.out, nullptr, false);
        CHECK(json["clients"]["throttled"] == 0);
        if (!json["clients"].contains("tenantFairness"))  // an oracle lets one tenant have it all
            CHECK(json["clients"]["tokens"].get<double>() >= 0.98 * json["oracle"]["tokens"].get<double>());
    }
}

TEST_CASE("simulate: a tenant that floods is kept to its share, the others get served") {
    auto const of = [](std::string const& policy) {
        auto text = text_in((scenarios / "tenants.json").string());
        text.replace(text.find("per_tenant"), std::string_view{"per_tenant"}.size(), policy);
        auto const told = of_text(text);
        INFO(told.err);
        CHECK(told.status == 0);
        return nlohmann::json::parse(told.out, nullptr, false)["clients"];
    };
    auto const shared = of("per_tenant"), alone = of("per_minute");
    CHECK(shared["leastServedTenant"].get<double>() < 0.12);  // the one that floods
    CHECK(shared["tenantFairness"].get<double>() > 0.9);      // nine of ten get all
    CHECK(alone["leastServedTenant"].get<double>() < 0.6);  // they too, who ask for no more than their share
    CHECK(shared["served"].get<int>() > 180 * 60);
}

TEST_CASE("simulate: the same seed gives the same bytes, another seed others") {
    scratch const here;
    auto const file = (scenarios / "article.json").string();
    auto const log = [&](std::string const& name) { return (here.path / name).string(); };
    auto const one = simulated({file, "--json", "--seed", "5", "--log", log("one")});
    auto const two = simulated({file, "--json", "--seed", "5", "--log", log("two")});
    CHECK(one.status == 0);
    CHECK(one.out == two.out);
    CHECK(text_in(log("one")) == text_in(log("two")));
    CHECK(simulated({file, "--json", "--seed", "6"}).out != one.out);
    CHECK(contains(simulated({file}).out, "served by their deadline"));
}

TEST_CASE("simulate: a million calls, of a closed loop and of a batch too") {
    auto const region = R"("regions": [{"region": "us-east-1"}])";
    auto const of = [&](std::string const& traffic, std::string const& rest = "") {
        auto const told = of_text("{\"traffic\": {" + traffic + "}, " + region + rest + "}");
        INFO(told.err);
        CHECK(told.status == 0);
        return nlohmann::json::parse(told.out, nullptr, false)["clients"];
    };
    CHECK(of(R"("perMinute": 16700)")["served"].get<int>() > 990'000);
    CHECK(of(R"("arrivals": "batch", "together": 1000)", R"(, "drain": true)")["served"] == 1'000);
    CHECK(of(R"("arrivals": "closed_loop", "together": 3, "pause": 10)",
             R"(, "service": {"firstToken": 2})")["served"]
              .get<int>() == 3 * 300);
}

TEST_CASE("simulate: what is learned beside others whose rate swings, with a guess and without") {
    auto const of = [](std::string const& quota) {
        auto const told = of_text(R"({"seed": 3, "warmUp": 300, "length": 3900,
            "traffic": {"perMinute": 200, "deadline": 60}, "service": {"firstToken": 2},
            "regions": [{"region": "r", "requests": 200,
                         "others": {"perMinute": 80, "swing": 0.5, "period": 600}}],
            "quota": {"policy": "learned")" +
                                  quota + "}}");
        INFO(told.err);
        CHECK(told.status == 0);
        return nlohmann::json::parse(told.out, nullptr, false)["clients"];
    };
    for (auto const& figures : {of(""), of(R"(, "guess": 0.5)")}) {
        CHECK(figures["served"].get<int>() > 90 * 60);
        CHECK(figures["throttled"].get<int>() < 5 * figures["sent"].get<int>() / 100);
    }
    CHECK(of("") != of(R"(, "guess": 0.5)"));
}

TEST_CASE("simulate: what is wrong in a scenario is said with line and field") {
    struct {
        char const* text;
        char const* said;
    } const cases[] = {
        {"", "scenario.json:1: "},
        {"{\n \"regions\": [\n", "scenario.json:3: "},
        {"{\n \"traffic\": {\"arrivals\": \"foo\"},\n \"regions\": [{\"region\": \"r\"}]}",
         "scenario.json:2: traffic.arrivals: \"foo\" is none of poisson, bursts, closed_loop, batch"},
        {"{\n \"regions\": [{\"region\": \"r\"}],\n \"trafic\": {}}",
         "scenario.json:3: trafic: no such member"},
        {"{\n \"regions\": [{\"region\": \"r\",\n  \"speed\": 1}]}",
         "scenario.json:3: regions[0].speed: no such member"},
        {"{\"regions\": []}", "regions: at least one is needed"},
        {"{\"regions\": [{\"region\": \"r\"}, {\"region\": \"r\"}]}",
         "regions[1].region: wants a name that no other has"},
        {"{\"regions\": [{\"region\": \"r\", \"requests\": -1}]}", "regions[0].requests: -1 is not within"},
        {"{\"regions\": [{\"region\": \"r\"}], \"clients\": 0}", "clients: 0 is not within 1 and 10000"},
        {"{\"regions\": [{\"region\": \"r\"}], \"clients\": \"many\"}", "`clients`"},
        {"{\"regions\": [{\"region\": \"r\"}], \"length\": 1e300}", "length: "},
        {"{\"regions\": [{\"region\": \"r\"}], \"outages\": [{\"region\": \"q\", \"from\": 1, \"until\": "
         "2}]}",
         "outages[0].region: is none of the regions"},
        {"{\"regions\": [{\"region\": \"r\"}], \"traffic\": {\"log\": \"/no/such/file\"}}", "traffic.log: "},
        {"{\"regions\": [{\"region\": \"r\", \"others\": {\"perMinute\": 1, \"swing\": 2}}]}",
         "regions[0].others.swing: 2 is not within 0 and 1"},
        {"{\"regions\": [{\"region\": \"r\"}], \"traffic\": {\"tenants\": [1, 0]}}",
         "traffic.tenants: 0 is not within"},
        {"{\"regions\": [{\"region\": \"r\"}], \"quota\": {\"policy\": \"per_tenant\"}}",
         "quota.policy: per_tenant wants traffic.tenants"},
        {"{\"regions\": [{\"region\": \"r\"}], \"quota\": {\"policy\": \"magic\"}}",
         "quota.policy: \"magic\" is none of"},
    };
    for (auto const& c : cases) {
        auto const told = of_text(c.text);
        INFO(c.text);
        INFO(told.err);
        CHECK(told.status != 0);
        CHECK(told.out.empty());
        CHECK(contains(told.err, c.said));
        CHECK(contains(told.err, "what to do: "));
    }
    CHECK(simulated({"/no/such/file.json"}).status != 0);
    CHECK(simulated({}).status == 2);
    CHECK(simulated({(scenarios / "article.json").string(), "--log", "/no/such/folder/log"}).status != 0);
}
