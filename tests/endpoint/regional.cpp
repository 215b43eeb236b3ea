// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/endpoint/regional.hpp>

#include <catch2/catch.hpp>

#include <string>

#include "support/environment.hpp"

using bedrock::error_kind;
using bedrock::endpoint::address;
using bedrock::endpoint::regional;

namespace {

/// The URL of a service, or the words of the error.
std::string url_of(regional const& policy, std::string_view service = "bedrock-runtime",
                   std::string_view region = "eu-west-3") {
    address a;
    if (auto const done = policy.resolve(service, region, a); !done)
        return done.error().message;
    std::string out;
    a.append_url(out);
    return out;
}

}  // namespace

TEST_CASE("regional builds the host from service, region and partition, and signs for bedrock") {
    support::environment const nothing;
    address a;
    CHECK(regional{}.resolve("bedrock-runtime", "eu-west-3", a));
    CHECK(a == address{.scheme = "https",
                       .host = "bedrock-runtime.eu-west-3.amazonaws.com",
                       .port = 443,
                       .base_path = "",
                       .signing_name = "bedrock",
                       .signing_region = "eu-west-3"});
    CHECK(regional{}.resolve("bedrock", "cn-north-1", a));
    CHECK(a.host == "bedrock.cn-north-1.amazonaws.com.cn");
    CHECK(a.signing_name == "bedrock");
    CHECK(url_of({}, "service-quotas") == "https://servicequotas.eu-west-3.amazonaws.com");
    CHECK(url_of({}, "something-new") == "https://something-new.eu-west-3.amazonaws.com");
}

TEST_CASE("regional fills an address that was another before") {
    support::environment variables{{"AWS_ENDPOINT_URL", "http://localhost:1/base"}};
    address a;
    CHECK(regional{}.resolve("bedrock", "eu-west-3", a));
    variables.remove("AWS_ENDPOINT_URL");
    CHECK(regional{}.resolve("bedrock", "us-east-1", a));
    std::string out;
    a.append_url(out);
    CHECK(out == "https://bedrock.us-east-1.amazonaws.com");
    CHECK(a.signing_region == "us-east-1");
}

TEST_CASE("regional builds FIPS and dual-stack hosts, as said or as the environment says") {
    support::environment variables;
    CHECK(url_of({.fips = true}) == "https://bedrock-runtime-fips.eu-west-3.amazonaws.com");
    CHECK(url_of({.dual_stack = true}) == "https://bedrock-runtime.eu-west-3.api.aws");
    CHECK(url_of({.fips = true, .dual_stack = true}) == "https://bedrock-runtime-fips.eu-west-3.api.aws");
    variables.set("AWS_USE_FIPS_ENDPOINT", "True");
    variables.set("AWS_USE_DUALSTACK_ENDPOINT", "true");
    CHECK(url_of({}) == "https://bedrock-runtime-fips.eu-west-3.api.aws");
    CHECK(url_of({.fips = false}) == "https://bedrock-runtime.eu-west-3.api.aws");
    variables.set("AWS_USE_FIPS_ENDPOINT", "false");
    variables.set("AWS_USE_DUALSTACK_ENDPOINT", "");
    CHECK(url_of({}) == "https://bedrock-runtime.eu-west-3.amazonaws.com");
    variables.set("AWS_USE_FIPS_ENDPOINT", "yes");
    CHECK(url_of({}) == "AWS_USE_FIPS_ENDPOINT is neither true nor false");
}

TEST_CASE("regional takes the address of the environment, the service's before the one for all") {
    support::environment variables{{"AWS_ENDPOINT_URL", "http://localhost:1/all/{service}"}};
    CHECK(url_of({}, "bedrock-runtime") == "http://localhost:1/all/bedrock-runtime");
    CHECK(url_of({}, "bedrock") == "http://localhost:1/all/bedrock");
    variables.set("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "https://{region}.gateway.example");
    CHECK(url_of({}, "bedrock-runtime") == "https://eu-west-3.gateway.example");
    CHECK(url_of({}, "bedrock") == "http://localhost:1/all/bedrock");
    variables.set("AWS_ENDPOINT_URL_BEDROCK", "https://control.example");
    CHECK(url_of({}, "bedrock") == "https://control.example");
    CHECK(url_of({}, std::string(1000, 'a')) == "http://localhost:1/all/" + std::string(1000, 'a'));

    address a;
    CHECK(regional{}.resolve("bedrock-runtime", "eu-west-3", a));
    CHECK(a.signing_name == "bedrock");
    CHECK(a.signing_region == "eu-west-3");

    variables.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE");
    CHECK(url_of({}) == "https://bedrock-runtime.eu-west-3.amazonaws.com");
    variables.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
    CHECK(url_of({}) == "https://eu-west-3.gateway.example");
}

TEST_CASE("regional refuses an address of one's own together with FIPS or dual stack") {
    support::environment const variables{{"AWS_ENDPOINT_URL", "http://localhost:1"}};
    CHECK(url_of({.fips = true}) == "Invalid Configuration: FIPS and custom endpoint are not supported");
    CHECK(url_of({.dual_stack = true}) ==
          "Invalid Configuration: Dualstack and custom endpoint are not supported");
    CHECK(url_of({.fips = true, .dual_stack = true}) ==
          "Invalid Configuration: FIPS and custom endpoint are not supported");
    address a;
    auto const done = regional{.fips = true}.resolve("bedrock", "us-east-1", a);
    CHECK((!done && done.error().remedy.find("AWS_ENDPOINT_URL,") != std::string::npos));
}

TEST_CASE("regional names the variable whose address cannot be used") {
    support::environment const variables{{"AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "https://me:sesame@h.example"}};
    auto const text = url_of({});
    CHECK(text.starts_with("AWS_ENDPOINT_URL_BEDROCK_RUNTIME cannot be used: it has a user name"));
    CHECK(text.find("sesame") == std::string::npos);
}

TEST_CASE("regional needs a region, except for an address of one's own") {
    support::environment variables;
    address a;
    auto const done = regional{}.resolve("bedrock", "", a);
    if (done)
        FAIL("resolved without a region");
    CHECK(done.error().kind == error_kind::configuration);
    CHECK(done.error().message == "Invalid Configuration: Missing Region");
    CHECK(done.error().remedy.find("AWS_REGION") != std::string::npos);
    CHECK(done.error().remedy.find("region::failover") != std::string::npos);

    variables.set("AWS_ENDPOINT_URL", "http://localhost:1");
    CHECK(url_of({}, "bedrock", "") == "http://localhost:1");
    variables.set("AWS_ENDPOINT_URL", "http://{region}.example");
    CHECK(url_of({}, "bedrock", "").starts_with("AWS_ENDPOINT_URL cannot be used: it asks for the region"));
}

TEST_CASE("regional refuses what would be more than a region in a host name") {
    support::environment const nothing;
    for (auto const* const bad :
         {"evil.example/", "us-east-1.evil.example#", "US-EAST-1", "us east 1", "us-east-1\r\nX: y", "@evil",
          "-us-east-1", "us-east-1-", "us_east_1", "\xc3\xa9", "{service}"}) {
        CAPTURE(bad);
        address a;
        auto const done = regional{}.resolve("bedrock-runtime", bad, a);
        CHECK((!done && done.error().kind == error_kind::configuration));
        CHECK((!done && done.error().message.find('\n') == std::string::npos));
    }
    CHECK(url_of({}, "bedrock", std::string(64, 'a')).starts_with("this cannot be the name of a region"));
}

TEST_CASE("regional tells regions apart, unless the environment has one address for all") {
    support::environment variables;
    CHECK(regional{}.distinguishes_regions());
    variables.set("AWS_ENDPOINT_URL", "http://localhost:1");
    CHECK_FALSE(regional{}.distinguishes_regions());
    variables.set("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://{region}.example");
    CHECK(regional{}.distinguishes_regions());
    CHECK_FALSE(regional{}.distinguishes_regions("bedrock"));
    variables.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    CHECK(regional{}.distinguishes_regions("bedrock"));
}
