// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/catalog/explain.hpp>

#include <catch2/catch.hpp>

#include <string>

#include <bedrock/catalog/launch_2024_09.hpp>

using bedrock::error;
using bedrock::error_kind;
using bedrock::model_id;
using bedrock::catalog::explain;
using bedrock::catalog::launch_2024_09;

namespace {

constexpr std::string_view sonnet = "anthropic.claude-sonnet-4-6";

error answered(error_kind kind, std::string message, std::string region = "eu-west-3") {
    return {.kind = kind, .message = std::move(message), .remedy = "its own", .region = std::move(region)};
}

error denied_in(std::string const& resource, std::string const& region) {
    return answered(
        error_kind::access_denied,
        "User: u is not authorized to perform: bedrock:InvokeModel on resource: " + resource +
            " with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p",
        region);
}

std::string explained(error const& e, std::string_view model) { return explain(e, model_id::parse(model)); }

bool in_the_union(std::string_view region) { return region.starts_with("eu-"); }

bool nowhere(std::string_view) { return false; }

}  // namespace

TEST_CASE("no on-demand throughput: the profiles that work from here, global last") {
    for (auto const* message :
         {"The provided model doesn't support on-demand throughput.",
          "Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn’t supported. "
          "Retry",
          "Invocation of model ID anthropic.claude-sonnet-4-6 with on-demand throughput isn't supported."}) {
        auto const text = explained(answered(error_kind::validation, message), sonnet);
        CAPTURE(text);
        CHECK(
            text.starts_with("from eu-west-3 use inference profile "
                             "eu.anthropic.claude-sonnet-4-6 (runs in eu-central-1, "));
        CHECK(text.ends_with(
            ", or global.anthropic.claude-sonnet-4-6 (runs in any region) in place of the model ID"));
    }
}

TEST_CASE("no on-demand throughput: none is named that leaves the residency") {
    auto const e = answered(error_kind::validation, "doesn't support on-demand throughput");
    auto const text = explain(e, model_id::parse(sonnet), {.allows = in_the_union});
    CHECK(text.find("profile eu.anthropic") != text.npos);
    CHECK(text.find("global.") == text.npos);
    CHECK(explain(e, model_id::parse(sonnet), {.allows = nowhere}) ==
          "no inference profile is known that serves this model from eu-west-3 and stays inside the demanded "
          "residency: call from another region, or use another model");
}

TEST_CASE("no on-demand throughput: another catalogue, and what it does not know") {
    auto const e = answered(error_kind::validation, "doesn't support on-demand throughput");
    auto const text =
        explain(e, model_id::parse("anthropic.claude-3-5-sonnet-20240620-v1:0"), {.catalog = launch_2024_09});
    CHECK(text ==
          "from eu-west-3 use inference profile "
          "eu.anthropic.claude-3-5-sonnet-20240620-v1:0 (runs in eu-central-1, eu-west-1, eu-west-3) in "
          "place of the model ID");
    for (auto const* unknown : {"acme.anvil", "mine", ""})
        CHECK(explained(e, unknown) == "its own");
    CHECK(explained(answered(error_kind::validation, e.message, ""), sonnet) == "its own");
    // An opaque ARN is explained by the model it was given.
    auto const arn = model_id::parse("arn:aws:bedrock:eu-west-3:123456789012:custom-model/a.b/abcdefghij12");
    CHECK(explain(e, arn) == "its own");
    CHECK(explain(e, arn.based_on(sonnet)).find("eu.anthropic.claude-sonnet-4-6") != std::string::npos);
}

TEST_CASE(
    "a profile called from a region that is not its source: from where it can be, and what to use here") {
    auto const e = answered(error_kind::validation, "The provided model identifier is invalid.");
    auto const text =
        explain(e, model_id::parse("us.anthropic.claude-3-haiku-20240307-v1:0"), {.catalog = launch_2024_09});
    CHECK(text ==
          "us.anthropic.claude-3-haiku-20240307-v1:0 cannot be called from eu-west-3, but from us-east-1, "
          "us-west-2; here use eu.anthropic.claude-3-haiku-20240307-v1:0 (runs in eu-central-1, eu-west-1, "
          "eu-west-3)");
    CHECK(explain(e, model_id::parse("us.anthropic.claude-3-opus-20240229-v1:0"),
                  {.catalog = launch_2024_09}) ==
          "us.anthropic.claude-3-opus-20240229-v1:0 cannot be called from eu-west-3, but from us-east-1, "
          "us-west-2");
    CHECK(explained(e, "us.acme.anvil") == "its own");
    CHECK(explained(e, "eu.anthropic.claude-sonnet-4-6") == "its own");  // not what is wrong with it
}

TEST_CASE("access denied elsewhere: the profile routed there, by whom, and all its destinations") {
    constexpr auto profile = "us.anthropic.claude-3-haiku-20240307-v1:0";
    auto const text = explain(
        denied_in("arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
                  "us-east-1"),
        model_id::parse(profile), {.catalog = launch_2024_09});
    CHECK(text ==
          "the request through us.anthropic.claude-3-haiku-20240307-v1:0 was routed from us-east-1 to "
          "us-west-2, "
          "where service control policy (arn:aws:organizations::1:policy/p) denies bedrock:InvokeModel; one "
          "denied destination refuses the whole call: permit it on the profile, and on the model in "
          "us-east-1, us-west-2, or use a profile or a model that stays in permitted regions");

    auto const here =
        explained(denied_in("arn:aws:bedrock:eu-west-3:123456789012:inference-profile/x", "eu-west-3"),
                  "global.anthropic.claude-sonnet-4-6");
    CHECK(here.find("was called in eu-west-3, where service control policy") != here.npos);
    CHECK(here.find("on the model in any region") != here.npos);

    // An application profile that was given the profile it copies.
    auto const copy =
        model_id::parse("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/x");
    auto const denied = denied_in("arn:aws:bedrock:us-west-2::foundation-model/x.y", "us-east-1");
    CHECK(explain(denied, copy) == "its own");
    CHECK(explain(denied, copy.based_on(profile), {.catalog = launch_2024_09})
              .find("was routed from us-east-1 to us-west-2") != std::string::npos);

    auto const base = denied_in("arn:aws:bedrock:us-east-1::foundation-model/x.y", "us-east-1");
    CHECK(explained(base, "x.y") == "its own");
    CHECK(explained(answered(error_kind::access_denied, "no"), profile) == "its own");
}

TEST_CASE("other errors keep their own remedy") {
    CHECK(explained(answered(error_kind::throttled, "on-demand throughput"), sonnet) == "its own");
    CHECK(explained(answered(error_kind::validation, "too long"), sonnet) == "its own");
}
