// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// The launch of cross-region inference as commands: bin/bedrock against an emulator of September 2024.

#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/testing/emulator.hpp>

#include "on_emulator.hpp"
#include "support/contains.hpp"
#include "testing/emulator_client.hpp"

using namespace std::chrono_literals;
using bedrock::testing::emulator;
using bedrock::testing::emulator_options;
using cli::ended;
using cli::environment;
using cli::program;
using cli::run;
using support::contains;

namespace {

std::string const sonnet = "anthropic.claude-3-5-sonnet-20240620-v1:0";

/// A folder of the test's own, gone at its end.
class folder {
 public:
    folder() {
        std::string name = (std::filesystem::temp_directory_path() / "bedrock-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            std::abort();
        path_ = name;
    }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() { std::filesystem::remove_all(path_); }

    std::string file(std::string_view name) const { return (path_ / name).string(); }
    std::string save(std::string_view name, std::string_view content) const {
        std::ofstream{path_ / name, std::ios::binary} << content;
        return file(name);
    }

 private:
    std::filesystem::path path_;
};

std::string content(std::string const& path) {
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    return text.str();
}

/// The service of September 2024.
emulator launch(emulator_options options = {}) {
    options.regions = {"us-east-1", "us-west-2", "eu-west-3", "eu-central-1"};
    options.catalog = &bedrock::catalog::launch_2024_09;
    options.wording = bedrock::testing::service::wording::of_2024;
    return cli::start(std::move(options));
}

nlohmann::json json_of(ended const& told) {
    INFO(told.err);
    CHECK(told.status == 0);
    return nlohmann::json::parse(told.out, nullptr, false);
}

}  // namespace

TEST_CASE("profiles: the service lists four in us-east-1 and three in eu-west-3, with where they run") {
    auto const service = launch();
    auto const told =
        json_of(run(service, {"profiles", "--region", "us-east-1", "--region", "eu-west-3", "--json"}));
    int american = 0, european = 0;
    for (auto const& p : told["profiles"]) {
        american += p["sourceRegion"] == "us-east-1";
        european += p["sourceRegion"] == "eu-west-3";
        CHECK(p["regions"].size() == (p["sourceRegion"] == "us-east-1" ? 2u : 3u));
    }
    CHECK(american == 4);
    CHECK(european == 3);

    auto const offline = json_of(run(service, {"profiles", "--region", "us-east-1", "--region", "eu-west-3",
                                               "--catalog", "launch-2024-09", "--json"}));
    CHECK(offline["profiles"].size() == 7);
    auto const table = run(service, {"profiles"});
    CHECK(contains(table.out, "US Anthropic Claude 3.5 Sonnet  us." + sonnet + "  us-east-1, us-west-2"));
}

TEST_CASE("profiles: a list that never ends is an error, and so is a region without a server") {
    auto service = launch();
    service.inject({.kind = bedrock::testing::fault_kind::endless_pages, .count = 0});
    auto const told = run(service, {"profiles"});
    CHECK(told.status == 9);
    CHECK(contains(told.err, "the same page token twice"));
    CHECK(run(service, {"profiles", "--endpoint-url", "http://127.0.0.1:1"}).status == 7);
}

TEST_CASE("catalog: what the regions say is a catalogue that route and profiles take") {
    folder const place;
    auto const service = launch();
    auto const told =
        run(service, {"catalog", "--region", "us-east-1", "--region", "eu-west-3", "--defaults"});
    INFO(told.err);
    CHECK(told.status == 0);
    auto const mine = place.save("mine.json", told.out);
    auto const route = [&](std::string const& id, std::string const& region) {
        return nlohmann::json::parse(
            run(service, {"route", id, "--region", region, "--catalog", mine, "--json"}).out, nullptr, false);
    };

    auto const asked = route("us." + sonnet, "us-east-1");
    CHECK(asked["callable"] == "yes");
    CHECK(asked["destinations"].size() == 2);
    CHECK(asked["tokensPerMinute"] == 800'000);
    CHECK(route("us." + sonnet, "us-west-2")["callable"] == "yes");  // was not asked: as today's has it
    CHECK(route(sonnet, "us-east-1")["callable"] == "yes");
    CHECK(route(sonnet, "eu-west-3")["callable"] == "no");  // listed there, but not on demand

    auto const offline =
        json_of(run(service, {"profiles", "--catalog", mine, "--region", "eu-west-3", "--json"}));
    bool listed = false;
    for (auto const& p : offline["profiles"])
        listed = listed || (p["id"] == "eu." + sonnet && p["regions"].size() == 3);
    CHECK(listed);
    CHECK(run(service, {"route", sonnet, "--catalog", place.save("bad.json", "{\"profiles\":[7]}")}).status ==
          2);
}

TEST_CASE("catalog: an application profile keeps its model, and counts as the profile that it copies") {
    folder const place;
    auto const service = launch();
    auto const make = [&service](std::string const& copied) {
        raw::connection c{service.port()};
        c.send(raw::post("/inference-profiles",
                         R"({"inferenceProfileName":"mine","modelSource":{"copyFrom":")" + copied + "\"}}"));
        return nlohmann::json::parse(raw::body_of(c.reply()), nullptr, false)
            .value("inferenceProfileArn", "");
    };
    auto const routed = make("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us." + sonnet);
    auto const mine = place.save("mine.json", run(service, {"catalog", "--region", "us-east-1"}).out);
    auto const told = json_of(run(service, {"route", routed, "--catalog", mine, "--json"}));
    CHECK(told["callable"] == "yes");
    CHECK(told["model"] == sonnet);
    CHECK(told["destinations"].size() == 2);
    CHECK(told["tokensPerMinute"] == 800'000);
}

TEST_CASE("compare: the log's region is joined by request ID, and without a log it is unknown") {
    folder const place;
    auto const log = place.file("invocations.json");
    auto const service =
        launch({.capacity = {{"us-east-1", {.calls = 0}}}, .latency = 20ms, .invocation_logs = log});
    std::vector<std::string> words{"compare", sonnet, "us." + sonnet, "--runs", "3", "--json"};

    // A source without capacity: the profile's calls run elsewhere, the plain model's cannot.
    CHECK(run(service, words).status == 6);

    auto const open = launch({.capacity = {{"us-east-1", {.calls = 100}}, {"us-west-2", {.calls = 100}}},
                              .routing = bedrock::testing::service::routing::by_weight,
                              .weights = {{"us-west-2", 1'000'000'000}},  // all but never at home
                              .latency = 20ms,
                              .invocation_logs = log + ".gz"});
    auto const unknown = json_of(run(open, words));
    CHECK(unknown["runs"].size() == 3);
    CHECK(unknown["runs"][0]["profileRegion"] == "unknown");
    words.insert(words.end(), {"--logs", log + ".gz", "--svg", place.file("picture.svg")});
    auto const known = json_of(run(open, words));
    for (auto const& r : known["runs"])
        CHECK(r["profileRegion"] == "us-west-2");
    CHECK(known["meanDifference"].get<double>() > 0.02);  // re-routing adds 40 ms
    auto const later = run(open, {"logs", log + ".gz", "--request", known["runs"][0]["profileRequestId"],
                                  "--request", unknown["runs"][0]["profileRequestId"]});
    CHECK(contains(later.out, "us-west-2"));
    CHECK(later.out.ends_with("2 records in 1 file\n"));
    auto const picture = content(place.file("picture.svg"));
    CHECK(picture.starts_with("<svg"));
    CHECK(contains(picture, "inferred in us-west-2"));
}

TEST_CASE(
    "compare: a log that cannot be opened ends it before a question, and one with faults fails it at the "
    "end") {
    folder const place;
    auto const service = launch();
    std::vector<std::string> words{"compare", sonnet, "us." + sonnet, "--runs", "1", "--logs"};
    auto with = words;
    with.push_back("/nowhere/invocations.json");
    CHECK(run(service, with).status == 10);
    CHECK(service.log().empty());

    std::string rubbish;
    for (int i = 0; i != 15; ++i)
        rubbish += "{\"a\":}\n";
    words.push_back(place.save("bad.json", rubbish));
    auto const told = run(service, words);
    CHECK(told.status == 9);
    CHECK(contains(told.out, "profile s"));
    CHECK(contains(told.err, "and 5 more"));
}

TEST_CASE("compare: a picture that cannot be written takes nothing from the table") {
    auto const service = launch();
    auto const told =
        run(service, {"compare", sonnet, "us." + sonnet, "--runs", "1", "--svg", "/nowhere/x.svg"});
    CHECK(told.status == 1);
    CHECK(contains(told.out, "profile s"));
    CHECK(contains(told.err, "/nowhere/x.svg"));
}

TEST_CASE("compare: two different models are said to be two") {
    auto const service = launch();
    auto const told =
        run(service, {"compare", sonnet, "us.anthropic.claude-3-sonnet-20240229-v1:0", "--runs", "1"});
    CHECK(told.status == 0);
    CHECK(contains(told.err, "these are two different models"));
}

TEST_CASE("Paris: the plain ID is refused, the profile answers from Frankfurt, whose access is off") {
    folder const place;
    auto const log = place.file("invocations.json");
    auto const service = launch({.no_access = {{"eu-central-1", sonnet}},
                                 .capacity = {{"eu-west-3", {.calls = 0}}},
                                 .invocation_logs = log});
    std::vector<std::string> const plain{"converse", "--region", "eu-west-3",
                                         "--model",  sonnet,     "こんにちは"};
    auto const refused = run(service, plain);
    CHECK(refused.status == 4);
    CHECK(contains(refused.err, "The provided model doesn't support on-demand throughput."));
    CHECK(contains(refused.err, "eu." + sonnet));  // what would do

    auto through = plain;
    through[4] = "eu." + sonnet;
    CHECK(run(service, through).status == 0);

    auto const logged = run(service, {"logs", log});
    CHECK(contains(logged.out, "eu-central-1"));
}

TEST_CASE("before-after: a profile allows at most twice the plain quota, and both more than either") {
    folder const place;
    auto service = launch({.window = bedrock::testing::window::sliding, .minute = 2s});
    for (auto const* const region : {"us-east-1", "us-west-2"}) {
        service.set_limit({.region = region, .kind = bedrock::quota::bucket_kind::on_demand},
                          {.requests = 4});
        service.set_limit({.region = region, .kind = bedrock::quota::bucket_kind::geographic},
                          {.requests = 8});
    }
    auto const told = json_of(run(
        service, {"before-after", sonnet, "us." + sonnet, "--region", "us-east-1", "--region", "us-west-2",
                  "--minute", "2", "--callers", "4", "--json", "--svg", place.file("picture.svg")}));
    auto const& ways = told["ways"];
    if (ways.size() != 3)
        FAIL(told.dump());
    CHECK(ways[0]["allowedPerMinute"] == 8);
    CHECK(ways[1]["allowedPerMinute"] == 8);
    CHECK(ways[2]["allowedPerMinute"] == 16);
    for (auto const& way : ways) {
        CHECK(way["answered"].get<int>() > 0);
        CHECK(way["answered"].get<int>() <= way["allowedPerMinute"].get<int>() + 2);
        CHECK(way["throttled"].get<int>() > 0);
    }
    for (int const one : {0, 1})
        CHECK(ways[2]["answered"].get<int>() > ways[one]["answered"].get<int>());
    CHECK(content(place.file("picture.svg")).starts_with("<svg"));
}

TEST_CASE("before-after: an error that waiting does not mend ends it, with what would do") {
    auto const service = launch();
    auto const told = run(service, {"before-after", sonnet, "eu." + sonnet, "--region", "eu-west-3"});
    CHECK(told.status == 4);
    CHECK(told.out.empty());
    CHECK(contains(told.err, "use inference profile eu." + sonnet));
}

TEST_CASE("before-after: Ctrl-C ends it, without figures of half a way") {
    auto const service = launch();
    program running{{"before-after", sonnet, "us." + sonnet, "--region", "us-east-1"}, environment(service)};
    auto const asked = [&service] {
        for (auto const& r : service.log())
            if (r.target.ends_with("/converse"))
                return true;
        return false;
    };
    for (int tries = 0; tries != 2'000 && !asked(); ++tries)
        std::this_thread::sleep_for(10ms);
    running.signal(SIGINT);
    auto const told = running.end();
    CHECK(told.status == 130);
    CHECK(told.out.empty());
}

TEST_CASE("the commands' wrong lines are complained about") {
    auto const service = launch();
    for (auto const& words : std::vector<std::vector<std::string>>{
             {"compare", sonnet},
             {"compare", sonnet, "us." + sonnet, "--runs", "0"},
             {"before-after", sonnet, "us." + sonnet},
             {"before-after", sonnet, "us." + sonnet, "--region", "us-east-1", "--minute", "x"},
             {"profiles", "--type", "OTHER"},
             {"profiles", "--catalog", "launch-2024-09", "--type", "APPLICATION"}})
        CHECK(run(service, words).status == 2);
}
