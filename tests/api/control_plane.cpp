// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/api/control_plane.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "wire.hpp"

using namespace bedrock::api;
using bedrock::timestamp;
using enum bedrock::error_kind;
using namespace std::chrono_literals;
using namespace wire;

namespace {

constexpr std::string_view profile_arn =
    "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6";

}  // namespace

TEST_CASE("the control plane's operations are of no model, and no inference") {
    STATIC_REQUIRE(plain_operation<list_inference_profiles>);
    STATIC_REQUIRE(!metered<list_inference_profiles>);
    STATIC_REQUIRE(paged_operation<list_inference_profiles>);
    STATIC_REQUIRE(paged_operation<list_provisioned_model_throughputs>);
    STATIC_REQUIRE(!paged_operation<list_foundation_models>);
}

TEST_CASE("what is not asked for is not in the query") {
    CHECK(sent<list_inference_profiles>({}) == "GET /inference-profiles");
    CHECK(sent<list_foundation_models>({}) == "GET /foundation-models");
    CHECK(sent<list_provisioned_model_throughputs>({}) == "GET /provisioned-model-throughputs");
}

TEST_CASE("a query's values are percent-encoded") {
    CHECK(sent<list_inference_profiles>({.max_results = 50,
                                         .next_token = "a b+c/=&é",
                                         .type = bedrock::inference_profile_type::system_defined}) ==
          "GET /inference-profiles?maxResults=50&type=SYSTEM_DEFINED&nextToken=a%20b%2Bc%2F%3D%26%C3%A9");
    CHECK(sent<list_foundation_models>(
              {.by_provider = "Mistral AI",
               .by_customization_type = bedrock::model_customization::fine_tuning,
               .by_output_modality = bedrock::json::open<bedrock::model_modality>::from_text("SMELL"),
               .by_inference_type = bedrock::inference_type::provisioned}) ==
          "GET /foundation-models?byProvider=Mistral%20AI&byCustomizationType=FINE_TUNING"
          "&byOutputModality=SMELL&byInferenceType=PROVISIONED");
    CHECK(sent<list_provisioned_model_throughputs>(
              {.creation_time_after = timestamp{1'724'630'400'000ms},
               .creation_time_before = timestamp{1'724'630'400'500ms},
               .status_equals = bedrock::provisioned_model_status::in_service,
               .sort_by = bedrock::provisioned_models_key::creation_time,
               .sort_order = bedrock::sort_order::descending}) ==
          "GET /provisioned-model-throughputs?creationTimeAfter=2024-08-26T00%3A00%3A00Z"
          "&creationTimeBefore=2024-08-26T00%3A00%3A00.500Z&statusEquals=InService"
          "&sortBy=CreationTime&sortOrder=Descending");
}

TEST_CASE("a time that cannot be written is refused") {
    auto const error =
        refusal<list_provisioned_model_throughputs>({.creation_time_before = timestamp::max()});
    CHECK(contains(error, "creationTimeBefore"));
    CHECK(contains(error, "nothing was sent"));
}

TEST_CASE("an ARN is one segment of the path") {
    CHECK(sent<get_inference_profile>({std::string{profile_arn}}) ==
          "GET /inference-profiles/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3A"
          "application-inference-profile%2Fa1b2c3d4e5f6");
    CHECK(sent<delete_inference_profile>({"a1b2c3d4e5f6"}) == "DELETE /inference-profiles/a1b2c3d4e5f6");
    CHECK(sent<get_foundation_model>({"amazon.nova-lite-v1:0"}) ==
          "GET /foundation-models/amazon.nova-lite-v1%3A0");
    CHECK(sent<get_foundation_model_availability>({"amazon.nova-lite-v1:0"}) ==
          "GET /foundation-model-availability/amazon.nova-lite-v1%3A0");
    CHECK(sent<get_provisioned_model_throughput>({"mine"}) == "GET /provisioned-model-throughput/mine");
}

TEST_CASE("what would leave its segment, or none at all, is refused") {
    for (std::string const& id : {std::string{}, std::string{"."}, std::string{".."}, std::string{"a b"},
                                  std::string{"a\nb"}, std::string{"é"}, std::string(2'049, 'a')}) {
        CAPTURE(id.substr(0, 10));
        for (auto const& error :
             {refusal<get_inference_profile>({id}), refusal<delete_inference_profile>({id}),
              refusal<get_foundation_model>({id}), refusal<get_provisioned_model_throughput>({id})}) {
            CHECK(contains(error, "nothing was sent"));
            CHECK(error.find('\n') == error.find("\n  what to do"));
        }
    }
    CHECK(sent<get_inference_profile>({"a/../b"}) == "GET /inference-profiles/a%2F..%2Fb");
}

TEST_CASE("a profile is made from its members") {
    CHECK(sent<create_inference_profile>(
              {.inference_profile_name = "my profile",
               .model_source = {.copy_from = "arn:aws:bedrock:us-east-1::foundation-model/x.y"}}) ==
          R"(POST /inference-profiles application/json {"inferenceProfileName":"my profile",)"
          R"("modelSource":{"copyFrom":"arn:aws:bedrock:us-east-1::foundation-model/x.y"}})");
    CHECK(contains(
        sent<create_inference_profile>({.client_request_token = "t-1", .tags = {{"team", "blue"}}}),
        R"("clientRequestToken":"t-1","modelSource":{"copyFrom":""},"tags":[{"key":"team","value":"blue"}])"));
    CHECK(contains(refusal<create_inference_profile>({.inference_profile_name = "\xff"}), "UTF-8"));
}

TEST_CASE("logging is set, told and ended at one path") {
    CHECK(sent<get_model_invocation_logging_configuration>({}) == "GET /logging/modelinvocations");
    CHECK(sent<delete_model_invocation_logging_configuration>({}) == "DELETE /logging/modelinvocations");
    CHECK(sent<put_model_invocation_logging_configuration>(
              {.logging_config = {.cloud_watch_config = {{.log_group_name = "g", .role_arn = "r"}},
                                  .s3_config = {{.bucket_name = "b", .key_prefix = "p"}},
                                  .text_data_delivery_enabled = true,
                                  .image_data_delivery_enabled = false}}) ==
          R"(PUT /logging/modelinvocations application/json {"loggingConfig":{"cloudWatchConfig":)"
          R"({"logGroupName":"g","roleArn":"r"},"s3Config":{"bucketName":"b","keyPrefix":"p"},)"
          R"("textDataDeliveryEnabled":true,"imageDataDeliveryEnabled":false}})");

    auto const none = decoded<get_model_invocation_logging_configuration>("{}");
    CHECK((none && !none->logging_config));
    auto const some = decoded<get_model_invocation_logging_configuration>(
        R"({"loggingConfig":{"s3Config":{"bucketName":"b"},"textDataDeliveryEnabled":true,"new":[1]}})");
    if (!some || !some->logging_config || !some->logging_config->s3_config)
        FAIL("not read");
    CHECK(some->logging_config->s3_config->bucket_name == "b");
    CHECK(!some->logging_config->cloud_watch_config);
    CHECK(some->logging_config->text_data_delivery_enabled == true);
    CHECK(!some->logging_config->image_data_delivery_enabled);
}

TEST_CASE("a page of profiles is read, with what is new and without what is missing") {
    auto const page = decoded<list_inference_profiles>(R"({"inferenceProfileSummaries": [
        {"inferenceProfileName": "US Sonnet", "createdAt": "2024-08-26T00:00:00Z", "updatedAt": null,
         "inferenceProfileArn": "arn:p", "models": [{"modelArn": "arn:1"}, {"modelArn": "arn:2", "weight": 3}],
         "inferenceProfileId": "us.x", "status": "ACTIVE", "type": "SYSTEM_DEFINED"},
        {"inferenceProfileId": "y", "status": "RESTING", "type": "APPLICATION", "colour": "blue"}],
        "nextToken": "more"})");
    if (!page)
        FAIL(page.error().describe());
    CHECK(page->next_token == "more");
    if (page->inference_profile_summaries.size() != 2)
        FAIL("not two");
    auto const& first = page->inference_profile_summaries[0];
    auto const& second = page->inference_profile_summaries[1];
    CHECK(first.inference_profile_id == "us.x");
    CHECK(first.created_at == timestamp{1'724'630'400'000ms});
    CHECK(!first.updated_at);
    CHECK(first.models.size() == 2);
    CHECK(first.models.back().model_arn == "arn:2");
    CHECK(first.type == bedrock::inference_profile_type::system_defined);
    CHECK(second.status.text() == "RESTING");
    CHECK(second.models.empty());
    CHECK(!second.description);
}

TEST_CASE("the last page has no token, or null, or an empty one") {
    for (auto const* const last :
         {R"({"inferenceProfileSummaries": []})", R"({"inferenceProfileSummaries": [], "nextToken": null})",
          R"({"inferenceProfileSummaries": [], "nextToken": ""})", "{}"}) {
        CAPTURE(last);
        auto const page = decoded<list_inference_profiles>(last);
        CHECK((page && page->next_token.empty() && page->inference_profile_summaries.empty()));
    }
}

TEST_CASE("a bad page is an error that says where") {
    struct bad {
        std::string_view body;
        std::string_view place;
    };
    for (auto const& [body, place] :
         {bad{"", "no body"}, bad{"[]", "an object"}, bad{R"({"inferenceProfileSummaries": [)", "expected"},
          bad{R"({"inferenceProfileSummaries": {}})", "inferenceProfileSummaries"},
          bad{R"({"inferenceProfileSummaries": [7]})", "inferenceProfileSummaries[0]"},
          bad{R"({"inferenceProfileSummaries": [{"createdAt": "yesterday"}]})", "createdAt"},
          bad{R"({"inferenceProfileSummaries": [{"models": "all"}]})", "models"},
          bad{R"({"nextToken": 7})", "nextToken"}, bad{R"({} {})", "nothing after"}}) {
        CAPTURE(body);
        auto const page = decoded<list_inference_profiles>(body);
        CHECK(!page);
        if (page)
            continue;
        CHECK(page.error().kind == malformed_reply);
        CHECK(contains(page.error().message, place));
    }
    auto const login = decoded<list_inference_profiles>("<html>log in</html>", "text/html");
    CHECK((!login && contains(login.error().message, "log in")));
}

TEST_CASE("a profile has its destinations in the ARNs of its models") {
    auto const profile =
        decoded<get_inference_profile>(R"({"inferenceProfileName": "n", "inferenceProfileArn":
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x", "inferenceProfileId": "us.x",
        "models": [{"modelArn": "arn:aws:bedrock:us-west-2::foundation-model/x"}],
        "status": "ACTIVE", "type": "SYSTEM_DEFINED", "updatedAt": "2024-10-02T23:30:00.5Z"})");
    if (!profile)
        FAIL(profile.error().describe());
    CHECK(profile->models.size() == 1);
    CHECK(profile->updated_at == timestamp{1'727'911'800'500ms});
}

TEST_CASE("a new profile's ARN must be told") {
    auto const made = decoded<create_inference_profile>(R"({"inferenceProfileArn": "arn:p"})");
    CHECK((made && made->inference_profile_arn == "arn:p" && !made->status));
    auto const none = decoded<create_inference_profile>("{}");
    CHECK((!none && contains(none.error().message, "inferenceProfileArn")));
}

TEST_CASE("an answer with nothing to say may have no body, but is no page of markup") {
    CHECK(decoded<delete_inference_profile>("{}"));
    CHECK(decoded<delete_inference_profile>("", ""));
    CHECK(decoded<put_model_invocation_logging_configuration>(R"({"new": 1})"));
    CHECK(decoded<delete_model_invocation_logging_configuration>(""));
    CHECK(!decoded<delete_inference_profile>("<html>", "text/html"));
}

TEST_CASE("models are read as a region describes them") {
    auto const models = decoded<list_foundation_models>(R"({"modelSummaries": [
        {"modelArn": "arn:m", "modelId": "amazon.nova-lite-v1:0", "modelName": "Nova Lite", "providerName": "Amazon",
         "inputModalities": ["TEXT", "VIDEO"], "outputModalities": ["TEXT"], "responseStreamingSupported": true,
         "customizationsSupported": [], "inferenceTypesSupported": ["ON_DEMAND", "INFERENCE_PROFILE", "DREAM"],
         "modelLifecycle": {"status": "LEGACY", "endOfLifeTime": 1767225600}}, {}]})");
    if (!models || models->model_summaries.size() != 2)
        FAIL("not read");
    auto const& nova = models->model_summaries.front();
    CHECK(nova.inference_types_supported.size() == 3);
    CHECK(nova.inference_types_supported[1] == bedrock::inference_type::inference_profile);
    CHECK(nova.inference_types_supported[2].text() == "DREAM");
    CHECK(nova.input_modalities[1].text() == "VIDEO");
    if (!nova.model_lifecycle)
        FAIL("no lifecycle");
    CHECK(nova.model_lifecycle->status == bedrock::model_lifecycle_status::legacy);
    CHECK(nova.model_lifecycle->end_of_life_time == timestamp{1'767'225'600'000ms});
    CHECK(models->model_summaries.back() == bedrock::foundation_model{});

    CHECK(decoded<get_foundation_model>(R"({"modelDetails": {"modelId": "m"}})"));
    CHECK(!decoded<get_foundation_model>("{}"));
}

TEST_CASE("a model is callable when nothing is missing") {
    auto const whole = decoded<get_foundation_model_availability>(
        R"({"modelId": "m", "agreementAvailability": {"status": "AVAILABLE"}, "authorizationStatus": "AUTHORIZED",
            "entitlementAvailability": "AVAILABLE", "regionAvailability": "AVAILABLE"})");
    CHECK((whole && whole->callable()));
    auto const pending = decoded<get_foundation_model_availability>(
        R"({"modelId": "m", "agreementAvailability": {"status": "PENDING"}, "authorizationStatus": "AUTHORIZED",
            "entitlementAvailability": "AVAILABLE", "regionAvailability": "AVAILABLE"})");
    CHECK((pending && !pending->callable()));
    auto const silent = decoded<get_foundation_model_availability>(R"({"modelId": "m"})");
    CHECK((silent && !silent->callable()));
}

TEST_CASE("provisioned throughputs are read") {
    auto const page = decoded<list_provisioned_model_throughputs>(R"({"provisionedModelSummaries": [
        {"provisionedModelName": "p", "modelUnits": 2, "desiredModelUnits": 3, "status": "Updating",
         "commitmentDuration": "SixMonths", "creationTime": "2024-08-26T00:00:00Z"}], "nextToken": "t"})");
    if (!page || page->provisioned_model_summaries.size() != 1)
        FAIL("not read");
    auto const& p = page->provisioned_model_summaries.front();
    CHECK(p.desired_model_units == 3);
    CHECK(p.status == bedrock::provisioned_model_status::updating);
    CHECK((p.commitment_duration && *p.commitment_duration == bedrock::commitment_duration::six_months));
    CHECK(!p.last_modified_time);
    auto const one = decoded<get_provisioned_model_throughput>(R"({"failureMessage": "no units left"})");
    CHECK((one && one->failure_message == "no units left"));
}

TEST_CASE("Service Quotas are asked in awsJson") {
    CHECK(sent<list_service_quotas>({}) ==
          R"(POST / application/x-amz-json-1.1 {"ServiceCode":"bedrock","MaxResults":100})");
    CHECK(sent<list_service_quotas>({.next_token = "t"}) ==
          R"(POST / application/x-amz-json-1.1 {"ServiceCode":"bedrock","NextToken":"t","MaxResults":100})");
    CHECK(sent<get_service_quota>({.quota_code = "L-1"}) ==
          R"(POST / application/x-amz-json-1.1 {"ServiceCode":"bedrock","QuotaCode":"L-1"})");
    CHECK(target<list_service_quotas>() == "ServiceQuotasV20190624.ListServiceQuotas");
    CHECK(target<list_aws_default_service_quotas>() == "ServiceQuotasV20190624.ListAWSDefaultServiceQuotas");
    CHECK(target<get_service_quota>() == "ServiceQuotasV20190624.GetServiceQuota");
    STATIC_REQUIRE(paged_operation<list_service_quotas>);
    STATIC_REQUIRE(paged_operation<list_aws_default_service_quotas>);
}

TEST_CASE("Service Quotas answer in awsJson") {
    constexpr std::string_view aws_json = "application/x-amz-json-1.1";
    auto const page = decoded<list_service_quotas>(R"({"Quotas": [
        {"ServiceCode": "bedrock", "QuotaCode": "L-1", "QuotaName": "n", "Value": 250.0, "Adjustable": false,
         "Period": {"PeriodValue": 1, "PeriodUnit": "MINUTE"}, "Future": {},
         "UsageMetric": {"MetricNamespace": "AWS/Bedrock", "MetricDimensions": {"b": "2", "a": "1"}}},
        {"QuotaCode": "L-2", "ErrorReason": {"ErrorCode": "DEPENDENCY_THROTTLING_ERROR"}}], "NextToken": "t"})",
                                                   aws_json);
    if (!page || page->quotas.size() != 2)
        FAIL("not read");
    CHECK(page->next_token == "t");
    auto const& first = page->quotas.front();
    CHECK(first.value == 250.0);
    CHECK((first.period && first.period->period_unit == bedrock::quota_period_unit::minute));
    CHECK((first.usage_metric && first.usage_metric->metric_dimensions.size() == 2));
    CHECK(!page->quotas.back().value);
    CHECK((page->quotas.back().error_reason &&
           page->quotas.back().error_reason->error_code == "DEPENDENCY_THROTTLING_ERROR"));

    CHECK(decoded<get_service_quota>(R"({"Quota": {"QuotaCode": "L-1"}})", aws_json));
    CHECK(!decoded<get_service_quota>("{}", aws_json));
    CHECK(!decoded<list_service_quotas>(R"({"Quotas": [{"Value": "many"}]})", aws_json));
    CHECK(!decoded<list_service_quotas>("{}", "text/plain"));
}
