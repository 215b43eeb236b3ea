// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/endpoint/url.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <type_traits>
#include <vector>

#include "support/environment.hpp"

using bedrock::endpoint::address;
using bedrock::endpoint::url;

namespace {

std::string resolved(url const& policy, std::string_view service, std::string_view region) {
    address a;
    if (auto const done = policy.resolve(service, region, a); !done)
        return done.error().message;
    std::string out;
    a.append_url(out);
    CHECK(a.signing_name == "bedrock");
    CHECK(a.signing_region == region);
    return out;
}

}  // namespace

TEST_CASE("url fills in service and region") {
    url const policy{"https://{service}.{region}.example/base/"};
    CHECK(resolved(policy, "bedrock-runtime", "us-east-1") ==
          "https://bedrock-runtime.us-east-1.example/base");
    CHECK(resolved(policy, "bedrock", "eu-west-3") == "https://bedrock.eu-west-3.example/base");
    CHECK(policy.distinguishes_regions());
    CHECK_FALSE(url{std::string{"https://{service}.example"}}.distinguishes_regions());
    CHECK(resolved(url{std::string_view{"http://localhost:8080"}}, "bedrock", "us-east-1") ==
          "http://localhost:8080");
}

TEST_CASE("url has an address for each region, and says which it knows") {
    url const policy{{"us-east-1", "https://east.example"}, {"us-west-2", "https://west.example/{service}"}};
    CHECK(resolved(policy, "bedrock-runtime", "us-east-1") == "https://east.example");
    CHECK(resolved(policy, "bedrock-runtime", "us-west-2") == "https://west.example/bedrock-runtime");
    CHECK(resolved(policy, "bedrock-runtime", "eu-west-3") ==
          "endpoint::url has no address for eu-west-3; it has one for us-east-1, us-west-2");
    CHECK(policy.distinguishes_regions());
}

TEST_CASE("url means the same with braces too many, and one region is a list as well") {
    // Two pointers in braces would also make a string of the range between them.
    url const one{{"us-east-1", "https://east.example"}};
    CHECK(resolved(one, "bedrock", "us-east-1") == "https://east.example");
    url const two{{{"us-east-1", "https://east.example"}, {"us-west-2", "https://west.example"}}};
    CHECK(resolved(two, "bedrock", "us-west-2") == "https://west.example");
    std::vector<url::at> list;
    list.emplace_back(std::string{"us-east-1"}, "https://east.example");
    CHECK(resolved(url{list}, "bedrock", "us-east-1") == "https://east.example");
    STATIC_REQUIRE_FALSE(std::is_constructible_v<url, char const*, char const*>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<url>);
    url const copy{two};
    CHECK(resolved(copy, "bedrock", "us-east-1") == "https://east.example");
}

TEST_CASE("url refuses what is no address or no region, without showing a password") {
    CHECK(resolved(url{""}, "bedrock", "us-east-1")
              .starts_with("the address in endpoint::url cannot be used: "));
    auto const text = resolved(url{{"us-east-1", "https://me:sesame@h.example"}}, "bedrock", "us-east-1");
    CHECK(text.find("it has a user name") != std::string::npos);
    CHECK(text.find("sesame") == std::string::npos);
    CHECK(resolved(url{"https://{region}"}, "bedrock", "evil.example/")
              .starts_with("this cannot be the name of a region"));
    CHECK(resolved(url{"https://h.example"}, "bedrock", "") == "Invalid Configuration: Missing Region");
    CHECK(resolved(url{std::vector<url::at>{}}, "bedrock", "us-east-1")
              .starts_with("the address in endpoint::url"));
}

TEST_CASE("url does not look at the environment") {
    support::environment const variables{{"AWS_ENDPOINT_URL", "https://other.example"},
                                         {"AWS_USE_FIPS_ENDPOINT", "true"}};
    CHECK(resolved(url{"https://h.example"}, "bedrock", "us-east-1") == "https://h.example");
}
