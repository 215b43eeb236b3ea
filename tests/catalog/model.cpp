// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/model.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <type_traits>

#include <bedrock/api/converse.hpp>
#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/core/model_argument.hpp>
#include <bedrock/region/fixed.hpp>

namespace catalog = bedrock::catalog;

namespace {

struct moving {};  // a region policy that says nothing while compiling

template <class Inner>
struct within_the_union {
    Inner inner{};
    static constexpr bool allows(std::string_view region) { return region.starts_with("eu-"); }
};

template <class Region>
using argument = bedrock::model_argument<Region, bedrock::api::converse>;

using paris = bedrock::region::fixed<"eu-west-3">;

/// Whether a constant is let through: that what must be is not is in tests/compile_fail.
template <class Region, bedrock::fixed_string Id>
consteval bool passes() {
    return bedrock::model<Id>::template check<Region, bedrock::api::converse>();
}

}  // namespace

TEST_CASE("a constant model is its text wherever a text is taken") {
    constexpr bedrock::model<"eu.anthropic.claude-sonnet-4-6"> sonnet;
    STATIC_REQUIRE(std::string_view{sonnet} == "eu.anthropic.claude-sonnet-4-6");
    STATIC_REQUIRE(sonnet.id.base == "anthropic.claude-sonnet-4-6");
    STATIC_REQUIRE(std::string_view{argument<paris>{sonnet}} == "eu.anthropic.claude-sonnet-4-6");
    STATIC_REQUIRE(std::string_view{argument<paris>{bedrock::profile<"eu.anthropic.claude-sonnet-4-6">{}}} ==
                   "eu.anthropic.claude-sonnet-4-6");
    STATIC_REQUIRE(std::is_empty_v<decltype(sonnet)>);
}

TEST_CASE("text always passes, and costs what a string_view costs") {
    std::string const text = "us.anthropic.claude-sonnet-4-6";
    CHECK(std::string_view{argument<paris>{text}} == text);
    CHECK(std::string_view{argument<paris>{text.c_str()}} == text);
    CHECK(std::string_view{argument<paris>{"us.x.y"}} == "us.x.y");
    STATIC_REQUIRE(sizeof(argument<paris>) == sizeof(std::string_view));
    STATIC_REQUIRE(std::is_trivially_copyable_v<argument<paris>>);
    STATIC_REQUIRE(!std::is_convertible_v<int, argument<paris>>);
}

TEST_CASE("what the catalogue does not know passes") {
    STATIC_REQUIRE(passes<paris, "us.acme.anvil-v1:0">());
    STATIC_REQUIRE(passes<paris, "acme.anvil-v1:0">());
    STATIC_REQUIRE(passes<paris, "mine">());
    STATIC_REQUIRE(passes<paris, "not an ID">());
    STATIC_REQUIRE(passes<paris, "eu.anthropic.claude-fable-5">());  // known by its ID only
    STATIC_REQUIRE(passes<bedrock::region::fixed<"mars-east-1">, "acme.anvil-v1:0">());
}

TEST_CASE("a region that is chosen while running is not checked") {
    STATIC_REQUIRE(passes<moving, "us.anthropic.claude-sonnet-4-6">());
    STATIC_REQUIRE(passes<moving, "anthropic.claude-opus-5">());
}

TEST_CASE("a residency lets profiles through that stay inside, from the region or from some region") {
    STATIC_REQUIRE(passes<within_the_union<paris>, "eu.anthropic.claude-sonnet-4-6">());
    STATIC_REQUIRE(passes<within_the_union<moving>, "eu.anthropic.claude-sonnet-4-6">());
    STATIC_REQUIRE(passes<within_the_union<paris>, "eu.acme.anvil-v1:0">());
    using catalog::detail::stays;
    constexpr auto stays_inside = [](std::string_view id, std::string_view from) {
        auto const* found = catalog::current.find(id);
        return stays<within_the_union<paris>>(bedrock::model_id::parse(id),
                                              found == nullptr ? catalog::profile{} : *found, from);
    };
    STATIC_REQUIRE(!stays_inside("global.anthropic.claude-sonnet-4-6", "eu-west-3"));
    STATIC_REQUIRE(!stays_inside("global.acme.anvil", ""));
    STATIC_REQUIRE(!stays_inside("us.anthropic.claude-sonnet-4-6", ""));
    // From Tel Aviv it may run there.
    STATIC_REQUIRE(stays_inside("eu.anthropic.claude-sonnet-4-20250514-v1:0", "eu-west-3"));
    STATIC_REQUIRE(!stays_inside("eu.anthropic.claude-sonnet-4-20250514-v1:0", "il-central-1"));
}

TEST_CASE("another catalogue can be asked") {
    using launched = bedrock::model<"eu.anthropic.claude-3-5-sonnet-20240620-v1:0", catalog::launch_2024_09>;
    STATIC_REQUIRE(launched::check<paris, bedrock::api::converse>());
}
