// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/model_id.hpp>

#include <catch2/catch.hpp>

#include <string>

using bedrock::model_id;
using bedrock::model_kind;
using enum bedrock::model_kind;

namespace {

constexpr std::string_view haiku = "anthropic.claude-3-haiku-20240307-v1:0";

constexpr model_kind kind_of(std::string_view text) { return model_id::parse(text).kind; }

}  // namespace

TEST_CASE("a foundation model's ID is its own base, whatever parts follow the provider") {
    for (auto const* text :
         {"anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-opus-4-6-v1",
          "anthropic.claude-fable-5", "openai.gpt-5.6-sol", "xai.grok-4.6", "amazon.nova-pro-v1:0:300k",
          "mars.model", "newco.v2.1-large", "newco.kimi-k2.5-v1:0"}) {
        CAPTURE(text);
        auto const id = model_id::parse(text);
        CHECK(id == model_id{.kind = foundation_model, .text = text, .base = text});
    }
}

TEST_CASE("a geography before a model's ID makes a system profile") {
    static constexpr auto us = model_id::parse("us.anthropic.claude-3-haiku-20240307-v1:0");
    STATIC_REQUIRE(us.kind == system_profile);
    STATIC_REQUIRE(us.geography == "us");
    STATIC_REQUIRE(us.base == haiku);
    STATIC_REQUIRE(us.is_profile());
    STATIC_REQUIRE(!us.is_global());
    STATIC_REQUIRE(model_id::parse("global.openai.gpt-5.6-sol").is_global());
    STATIC_REQUIRE(model_id::parse("global.openai.gpt-5.6-sol").base == "openai.gpt-5.6-sol");
    for (std::string const geography : {"eu", "apac", "jp", "in", "ca", "au", "us-gov", "sa", "amer"}) {
        auto const text = geography + ".anthropic.claude-opus-4-7";
        CHECK(model_id::parse(text) == model_id{.kind = system_profile,
                                                .text = text,
                                                .geography = geography,
                                                .base = "anthropic.claude-opus-4-7"});
    }
}

TEST_CASE("a geography that is not listed is seen by what follows it") {
    // A known provider follows, or what could be one and more parts than a model has.
    for (auto const* text : {"mars.anthropic.claude-opus-4-7", "mars.openai.gpt-5.6-sol",
                             "mars.anthropic.claude-3-haiku-20240307-v1:0", "mars-gov.newco.large-v1:0"}) {
        CAPTURE(text);
        auto const id = model_id::parse(text);
        CHECK(id.kind == system_profile);
        CHECK(id.geography.starts_with("mars"));
        CHECK(id.text.ends_with(id.base));
    }
    CHECK(kind_of("mars.newco.large") ==
          foundation_model);  // nothing tells it from a model's name with a dot
    CHECK(kind_of("anthropic.meta.x") == foundation_model);  // a provider is no geography
}

TEST_CASE("each kind of ARN is told, in every partition") {
    struct expectation {
        std::string_view type, resource;
        model_kind kind;
    };
    for (std::string const partition : {"aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-f"})
        for (auto const& [type, resource, kind] : {
                 expectation{"inference-profile", "us.x.y", system_profile},
                 expectation{"application-inference-profile", "abcdefghijkl", application_profile},
                 expectation{"provisioned-model", "abcdefghij12", provisioned_model},
                 expectation{"custom-model", "amazon.titan-v1/abcdefghij12", custom_model},
                 expectation{"custom-model-deployment", "abcdefghij12", custom_model_deployment},
                 expectation{"imported-model", "abcdefghij12", imported_model},
                 expectation{"prompt", "ABCDEFGH12:3", prompt},
                 expectation{"prompt-router", "anthropic.claude:1", prompt_router},
                 expectation{"default-prompt-router", "anthropic.claude:1", default_prompt_router},
                 expectation{"of-tomorrow", "x", unknown},
             }) {
            auto const text = "arn:" + partition + ":bedrock:us-east-1:123456789012:" + std::string{type} +
                              "/" + std::string{resource};
            CAPTURE(text);
            auto const id = model_id::parse(text);
            CHECK(id.kind == kind);
            CHECK(id.is_arn());
            CHECK(id.partition == partition);
            CHECK(id.region == "us-east-1");
            CHECK(id.account == "123456789012");
            CHECK(id.resource == resource);
            CHECK(id.base == (kind == system_profile ? "x.y" : ""));
        }
    CHECK(kind_of("arn:aws:sagemaker:eu-west-3:123456789012:endpoint/mine-1") == marketplace_endpoint);
    CHECK(kind_of("arn:aws:sagemaker:eu-west-3:123456789012:model/mine-1") == unknown);

    constexpr auto model =
        model_id::parse("arn:aws:bedrock:eu-west-3::foundation-model/amazon.nova-pro-v1:0");
    STATIC_REQUIRE(model.kind == foundation_model);
    STATIC_REQUIRE(model.base == "amazon.nova-pro-v1:0");
    STATIC_REQUIRE(model.region == "eu-west-3");
    STATIC_REQUIRE(model.account.empty());
}

TEST_CASE("an opaque ARN can be given its base model, or the profile that it copies") {
    constexpr std::string_view arn =
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdefghijkl";
    STATIC_REQUIRE(model_id::parse(arn).base.empty());
    STATIC_REQUIRE(model_id::parse(arn).based_on(haiku).base == haiku);
    STATIC_REQUIRE(model_id::parse(arn).based_on("us.amazon.nova-pro-v1:0").base == "amazon.nova-pro-v1:0");
    STATIC_REQUIRE(model_id::parse(arn).based_on("us.amazon.nova-pro-v1:0").geography == "us");
    STATIC_REQUIRE(model_id::parse(arn).based_on("mine").base == "mine");
    STATIC_REQUIRE(model_id::parse(arn).based_on(haiku).kind == application_profile);
}

TEST_CASE("a plain name is letters and digits with single joints") {
    CHECK(kind_of("my-model_2") == plain_name);
    CHECK(kind_of("us") == plain_name);
    CHECK(kind_of("a-") == plain_name);
    CHECK(kind_of("-a") == unknown);
    CHECK(kind_of("a--b") == unknown);
    CHECK(kind_of("a b") == unknown);
}

TEST_CASE("what has no known form is unknown, with its text and nothing else") {
    std::string const long_arn =
        "arn:aws:bedrock:us-east-1:123456789012:prompt-router/" + std::string(10'000, 'a');
    for (std::string const& text :
         {std::string{}, std::string{"."}, std::string{"us."}, std::string{".x.y"}, std::string{"x..y"},
          std::string{"x.y."}, std::string{"x.y:"}, std::string{"x:y.z"}, std::string{"Anthropic.claude"},
          std::string{"us.x.y z"}, std::string{"us.x\0y", 6}, std::string{"モデル"}, std::string{"us.モデル"},
          std::string(10'000, 'a'), std::string(10'000, '.'), std::string(10'000, ':'), long_arn,
          std::string{"arn:"}, std::string{"arn:::::"}, std::string{"arn::::::/"},
          std::string{"arn:aws:bedrock:us-east-1:123456789012"},
          std::string{"arn:aws:bedrock:us-east-1:123456789012:"},
          std::string{"arn:aws:bedrock:us-east-1:123456789012:provisioned-model"},
          std::string{"arn:aws:bedrock:us-east-1:123456789012:provisioned-model/"},
          std::string{"arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a b"},
          std::string{"arn:aws:bedrock:us-east-1::provisioned-model/abcdefghij12"},
          std::string{"arn:aws:bedrock:us-east-1:12345678901:provisioned-model/abcdefghij12"},
          std::string{"arn:aws:bedrock:us-east-1:12345678901x:provisioned-model/abcdefghij12"},
          std::string{"arn:aws:bedrock::123456789012:provisioned-model/abcdefghij12"},
          std::string{"arn:aws:bedrock:us_east_1:123456789012:provisioned-model/abcdefghij12"},
          std::string{"arn:aws:bedrock:a-region-with-a-long-name:123456789012:prompt/x"},
          std::string{"arn:aws:s3:us-east-1:123456789012:provisioned-model/abcdefghij12"},
          std::string{"arn::bedrock:us-east-1:123456789012:provisioned-model/abcdefghij12"},
          std::string{"arn:aws-:bedrock:us-east-1:123456789012:provisioned-model/abcdefghij12"},
          std::string{"arn:awsome:bedrock:us-east-1:123456789012:provisioned-model/abcdefghij12"},
          std::string{"arn:aws:bedrock:us-east-1:123456789012:foundation-model/x.y"},
          // Legal in IAM policies only.
          std::string{"arn:aws:bedrock:::foundation-model/amazon.nova-pro-v1:0"}}) {
        CAPTURE(text);
        CHECK(model_id::parse(text) == model_id{.text = text});
    }
}

TEST_CASE("an operation takes the kinds that the service takes, and what is unknown") {
    for (auto const kind : {foundation_model, system_profile, application_profile, provisioned_model,
                            custom_model_deployment, imported_model, prompt, prompt_router,
                            default_prompt_router, marketplace_endpoint, plain_name, unknown}) {
        CHECK(bedrock::takes("Converse", kind));
        CHECK(bedrock::takes("InvokeModelWithResponseStream", kind));
        CHECK(!to_string(kind).empty());
    }
    CHECK(!bedrock::takes("Converse", custom_model));
    CHECK(bedrock::takes("CountTokens", foundation_model));
    CHECK(bedrock::takes("CountTokens", unknown));
    CHECK(!bedrock::takes("CountTokens", system_profile));
    CHECK(!bedrock::takes("CountTokens", provisioned_model));
}
