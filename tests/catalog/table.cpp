// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/table.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <utility>

#include <bedrock/catalog/launch_2024_09.hpp>

using bedrock::catalog::answer;
using bedrock::catalog::launch_2024_09;
using bedrock::catalog::table;
using bedrock::quota::bucket_of;

namespace {

std::string why_not(std::string const& text) {
    auto const read = table::parse(text);
    if (read)
        return "it was read";
    CHECK(read.error().kind == bedrock::error_kind::configuration);
    CHECK(!read.error().remedy.empty());
    return read.error().message;
}

bool names(std::string const& message, std::string_view part) { return message.find(part) != message.npos; }

constexpr char own[] = R"({
    "source": "our account", "as_of": "2026-10-11", "of tomorrow": 1,
    "profiles": [
        {"id": "arn:of:mine", "copies": "eu.acme.anvil-v1:0"},
        {"id": "eu.acme.anvil-v1:0", "name": "EU Anvil",
         "routes": {"eu-west-3": ["eu-central-1", "eu-west-3"], "eu-central-1": ["eu-central-1"]}},
        {"id": "global.acme.anvil-v1:0", "routes": {"eu-west-3": "*"}},
        {"id": "arn:of:one-model", "copies": "arn:aws:bedrock:eu-west-1::foundation-model/acme.rocket-v1:0"}],
    "on_demand": [{"model": "acme.anvil-v1:0", "regions": "*", "offered": false},
                  {"model": "acme.anvil-v1:0", "regions": ["eu-central-1"]}],
    "quotas": [{"model": "acme.anvil-v1:0", "kind": "geographic", "regions": "*", "requests": 100},
               {"model": "acme.anvil-v1:0", "kind": "geographic", "regions": ["eu-west-3"], "tokens": 7}],
    "burndown": [{"models": "acme.anvil*", "rate": 5}],
    "default_output": [{"models": "acme.anvil-v1:0", "tokens": 8192}],
    "names": [{"model": "acme.anvil-v1:0", "name": "ACME Anvil"}]})";

}  // namespace

TEST_CASE("a table is read from JSON and looked up like any catalogue") {
    auto read = table::parse(own);
    REQUIRE(read);
    auto const moved = std::move(*read);
    auto const& rows = moved.rows();

    auto const* profile = rows.find("eu.acme.anvil-v1:0");
    REQUIRE(profile != nullptr);
    CHECK(profile->name == "EU Anvil");
    CHECK(profile->from("eu-west-3")->to.text() == "eu-central-1 eu-west-3");
    CHECK(profile->from("eu-central-1")->to.text() == "eu-central-1");
    CHECK(rows.sources[profile->source].name == "our account");
    CHECK(rows.find("global.acme.anvil-v1:0")->from("eu-west-3")->to.is_open());
    CHECK(rows.on_demand("acme.anvil-v1:0", "eu-central-1") == answer::yes);
    CHECK(rows.on_demand("acme.anvil-v1:0", "eu-west-3") == answer::no);
    CHECK(rows.limits(bucket_of("eu.acme.anvil-v1:0"), "eu-west-3")->tokens == 7);
    CHECK(rows.limits(bucket_of("eu.acme.anvil-v1:0"), "eu-west-3")->requests == -1);
    CHECK(rows.limits(bucket_of("eu.acme.anvil-v1:0"), "eu-central-1")->requests == 100);
    CHECK(rows.burndown("acme.anvil-v1:0") == 5);
    CHECK(rows.default_output("acme.anvil-v1:0") == 8'192);
    CHECK(rows.name("acme.anvil-v1:0") == "ACME Anvil");
}

TEST_CASE("an application profile copies a profile, or a model in its region") {
    auto const read = table::parse(own);
    REQUIRE(read);
    auto const* mine = read->rows().find("arn:of:mine");
    REQUIRE(mine != nullptr);
    CHECK(mine->base() == "acme.anvil-v1:0");
    CHECK(mine->from("eu-west-3")->to.contains("eu-central-1"));
    auto const* single = read->rows().find("arn:of:one-model");
    CHECK(single->base() == "acme.rocket-v1:0");
    CHECK(single->from("eu-west-1")->to.text() == "eu-west-1");
    CHECK(single->from("eu-west-3") == nullptr);
}

TEST_CASE("a table can stand before another catalogue, and copy from it") {
    auto const read = table::parse(
        R"({"profiles": [{"id": "arn:of:mine", "copies": "us.anthropic.claude-3-haiku-20240307-v1:0"}]})",
        &launch_2024_09);
    REQUIRE(read);
    CHECK(read->rows().find("arn:of:mine")->from("us-east-1")->to.contains("us-west-2"));
    CHECK(read->rows().find("eu.anthropic.claude-3-haiku-20240307-v1:0") != nullptr);
    CHECK(table::parse("{}", &launch_2024_09)->rows().profiles.empty());
}

TEST_CASE("copies that lead in a circle or nowhere are named") {
    auto const circle = why_not(R"({"profiles": [{"id": "a", "copies": "b"}, {"id": "b", "copies": "c"},
                                                 {"id": "c", "copies": "b"}]})");
    CHECK(names(circle, "profiles[0] (a) has copies that lead back to themselves in `copies`"));
    CHECK(names(why_not(R"({"profiles": [{"id": "a", "copies": "a"}]})"), "profiles[0] (a)"));
    CHECK(names(why_not(R"({"profiles": [{"id": "a", "copies": "gone"}]})"), "what no row lists"));
    CHECK(names(why_not(R"({"profiles": [{"id": "a", "copies": "acme.anvil"}]})"), "what no row lists"));
}

TEST_CASE("a missing or wrong field is named with its row") {
    CHECK(why_not(R"({"profiles": [{"id": "a", "routes": {"r": ["r"]}}, {"name": "x"}]})") ==
          "reading a catalogue failed: profiles[1] has no field `id`");
    CHECK(why_not(R"({"profiles": [{"id": "a"}]})") ==
          "reading a catalogue failed: profiles[0] (a) has no field `routes`");
    CHECK(names(why_not(R"({"profiles": [{"id": 7}]})"), "profiles[0] has no text in `id`"));
    CHECK(names(why_not(R"({"profiles": [{"id": ""}]})"), "profiles[0] has no text in `id`"));
    CHECK(names(why_not(R"({"profiles": ["a"]})"), "profiles[0] is no object"));
    CHECK(names(why_not(R"({"profiles": {}})"), "no array in `profiles`"));
    CHECK(names(why_not(R"({"profiles": [{"id": "a", "routes": []}]})"), "no source region in `routes`"));
    CHECK(names(why_not(R"({"profiles": [{"id": "a", "routes": {"a b": ["r"]}}]})"),
                "no region's in `routes`"));
    CHECK(
        names(why_not(R"({"profiles": [{"id": "a", "routes": {"r": [1]}}]})"), "no region's in `routes.r`"));
    CHECK(names(why_not(R"({"on_demand": [{"model": "m"}]})"), "on_demand[0] (m) has no field `regions`"));
    CHECK(names(why_not(R"({"on_demand": [{"model": "m", "regions": "r", "offered": 1}]})"), "no region in"));
    CHECK(names(why_not(R"({"on_demand": [{"model": "m", "regions": ["r"], "offered": 1}]})"), "`offered`"));
    CHECK(names(why_not(R"({"quotas": [{"model": "m", "regions": "*"}]})"), "no field `kind`"));
    CHECK(
        names(why_not(R"({"quotas": [{"model": "m", "kind": "x", "regions": "*"}]})"), "neither on_demand"));
    for (auto const* number : {"-1", "1.5", "18446744073709551615", "\"1\"", "null", "1e3"})
        CHECK(names(why_not(R"({"quotas": [{"model": "m", "kind": "global", "regions": "*", "tokens": )" +
                            std::string{number} + "}]}"),
                    "quotas[0] (m) has no whole number in `tokens`"));
    CHECK(names(why_not(R"({"burndown": [{"models": "m"}]})"), "burndown[0] (m) has no field `rate`"));
    CHECK(names(why_not(R"({"default_output": [{"models": "m"}]})"), "no field `tokens`"));
    CHECK(names(why_not(R"({"names": [{"model": "m"}]})"), "names[0] (m) has no field `name`"));
    CHECK(names(why_not(R"({"source": 1})"), "no text in `source`"));
}

TEST_CASE("a duplicate is named with its row") {
    constexpr auto one = R"({"id": "a", "routes": {"r": ["r"]}})";
    CHECK(names(why_not("{\"profiles\": [" + std::string{one} + "," + one + "]}"),
                "profiles[1] (a) is a duplicate"));
    CHECK(names(
        why_not(
            R"({"on_demand": [{"model": "m", "regions": ["r", "s"]}, {"model": "m", "regions": ["s"]}]})"),
        "on_demand[1] (m) is a duplicate: s"));
    CHECK(names(why_not(R"({"quotas": [{"model": "m", "kind": "global", "regions": "*"},
                                       {"model": "m", "kind": "on_demand", "regions": "*"},
                                       {"model": "m", "kind": "global", "regions": "*"}]})"),
                "quotas[2] (m) is a duplicate"));
    CHECK(names(why_not(R"({"burndown": [{"models": "m", "rate": 1}, {"models": "m", "rate": 2}]})"),
                "burndown[1] (m) is a duplicate"));
    CHECK(names(why_not(R"({"names": [{"model": "m", "name": "x"}, {"model": "m", "name": "y"}]})"),
                "names[1] (m) is a duplicate"));
}

TEST_CASE("a profile with no destination left is refused") {
    CHECK(why_not(R"({"profiles": [{"id": "a", "routes": {"us-east-1": []}}]})") ==
          "reading a catalogue failed: profiles[0] (a) has no region in `routes.us-east-1`");
    CHECK(names(why_not(R"({"profiles": [{"id": "a", "routes": {"us-east-1": null}}]})"), "no region in"));
}

TEST_CASE("what is no JSON, or no object, is refused") {
    for (std::string const& text : {std::string{}, std::string{"{"}, std::string{"[]"}, std::string{"null"},
                                    std::string{"{} {}"}, std::string{"\xff"}, std::string(100'000, '[')}) {
        CAPTURE(text.substr(0, 20));
        CHECK(names(why_not(text), "reading a catalogue failed: "));
    }
}
