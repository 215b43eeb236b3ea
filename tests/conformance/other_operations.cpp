// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// The operations of suite converse that are not inference: requests from the arguments of boto3.

#include <string_view>

#include <bedrock/api/apply_guardrail.hpp>
#include <bedrock/api/control_plane.hpp>
#include <bedrock/api/count_tokens.hpp>
#include <bedrock/api/get_async_invoke.hpp>
#include <bedrock/api/invoke_guardrail_checks.hpp>
#include <bedrock/api/list_async_invokes.hpp>
#include <bedrock/api/start_async_invoke.hpp>

#include "typed.hpp"

// What travels in paths and queries has no description in the library; boto3's names for it.
namespace bedrock {

constexpr auto describe(json::type<list_inference_profiles_request>) {
    using r = list_inference_profiles_request;
    return json::object(json::member{"maxResults", &r::max_results},
                        json::member{"nextToken", &r::next_token}, json::member{"typeEquals", &r::type});
}

constexpr auto describe(json::type<get_inference_profile_request>) {
    return json::object(json::member{"inferenceProfileIdentifier",
                                     &get_inference_profile_request::inference_profile_identifier});
}

constexpr auto describe(json::type<delete_inference_profile_request>) {
    return json::object(json::member{"inferenceProfileIdentifier",
                                     &delete_inference_profile_request::inference_profile_identifier});
}

constexpr auto describe(json::type<list_foundation_models_request>) {
    using r = list_foundation_models_request;
    return json::object(json::member{"byProvider", &r::by_provider},
                        json::member{"byCustomizationType", &r::by_customization_type},
                        json::member{"byOutputModality", &r::by_output_modality},
                        json::member{"byInferenceType", &r::by_inference_type});
}

constexpr auto describe(json::type<get_foundation_model_request>) {
    return json::object(json::member{"modelIdentifier", &get_foundation_model_request::model_identifier});
}

constexpr auto describe(json::type<get_foundation_model_availability_request>) {
    return json::object(json::member{"modelId", &get_foundation_model_availability_request::model_id});
}

constexpr auto describe(json::type<get_model_invocation_logging_configuration_request>) {
    return json::object();
}

constexpr auto describe(json::type<delete_model_invocation_logging_configuration_request>) {
    return json::object();
}

constexpr auto describe(json::type<get_provisioned_model_throughput_request>) {
    return json::object(
        json::member{"provisionedModelId", &get_provisioned_model_throughput_request::provisioned_model_id});
}

constexpr auto describe(json::type<list_provisioned_model_throughputs_request>) {
    using r = list_provisioned_model_throughputs_request;
    return json::object(
        json::member{"creationTimeAfter", &r::creation_time_after},
        json::member{"creationTimeBefore", &r::creation_time_before},
        json::member{"statusEquals", &r::status_equals}, json::member{"modelArnEquals", &r::model_arn_equals},
        json::member{"nameContains", &r::name_contains}, json::member{"maxResults", &r::max_results},
        json::member{"nextToken", &r::next_token}, json::member{"sortBy", &r::sort_by},
        json::member{"sortOrder", &r::sort_order});
}

constexpr auto describe(json::type<get_async_invoke_request>) {
    return json::object(json::member{"invocationArn", &get_async_invoke_request::invocation_arn});
}

constexpr auto describe(json::type<list_async_invokes_request>) {
    using r = list_async_invokes_request;
    return json::object(json::member{"submitTimeAfter", &r::submit_time_after},
                        json::member{"submitTimeBefore", &r::submit_time_before},
                        json::member{"statusEquals", &r::status_equals},
                        json::member{"maxResults", &r::max_results},
                        json::member{"nextToken", &r::next_token}, json::member{"sortBy", &r::sort_by},
                        json::member{"sortOrder", &r::sort_order});
}

// Answers that say nothing.
constexpr auto describe(json::type<delete_inference_profile_response>) { return json::object(); }
constexpr auto describe(json::type<put_model_invocation_logging_configuration_response>) {
    return json::object();
}
constexpr auto describe(json::type<delete_model_invocation_logging_configuration_response>) {
    return json::object();
}

}  // namespace bedrock

namespace conformance {

namespace {

namespace aws = bedrock::api;
using json = nlohmann::ordered_json;

// Of these a part is in the path, and a part in the body.
void add_labels(json const&, auto&) {}
void add_labels(json const& kwargs, bedrock::apply_guardrail_request& asked) {
    asked.guardrail_identifier = text_in(kwargs, "guardrailIdentifier");
    asked.guardrail_version = text_in(kwargs, "guardrailVersion");
}

template <class Operation>
bedrock::result<void> encode(json const& kwargs, aws::wire_request& out) {
    auto asked = bedrock::json::read<typename Operation::request>(plain(kwargs).dump());
    if (!asked)
        return std::unexpected{asked.error()};
    add_labels(kwargs, *asked);
    if constexpr (aws::model_operation<Operation>)
        return Operation::encode(text_in(kwargs, "modelId"), *asked, out);
    else
        return Operation::encode(*asked, out);
}

template <class Operation>
bedrock::result<nlohmann::json> decode(aws::wire_reply const& reply) {
    auto const response = Operation::decode(reply);
    if (!response)
        return std::unexpected{response.error()};
    return written(*response);
}

template <class Operation>
constexpr other_operation row{Operation::name, Operation::service, &encode<Operation>, &decode<Operation>};

constexpr other_operation all[] = {
    row<aws::apply_guardrail>,
    row<aws::count_tokens>,
    row<aws::create_inference_profile>,
    row<aws::delete_inference_profile>,
    row<aws::delete_model_invocation_logging_configuration>,
    row<aws::get_async_invoke>,
    row<aws::get_foundation_model>,
    row<aws::get_foundation_model_availability>,
    row<aws::get_inference_profile>,
    row<aws::get_model_invocation_logging_configuration>,
    row<aws::get_provisioned_model_throughput>,
    row<aws::get_service_quota>,
    row<aws::invoke_guardrail_checks>,
    row<aws::list_async_invokes>,
    row<aws::list_aws_default_service_quotas>,
    row<aws::list_foundation_models>,
    row<aws::list_inference_profiles>,
    row<aws::list_provisioned_model_throughputs>,
    row<aws::list_service_quotas>,
    row<aws::put_model_invocation_logging_configuration>,
    row<aws::start_async_invoke>,
};

}  // namespace

other_operation const* find_other_operation(std::string_view name) {
    for (auto const& operation : all)
        if (operation.name == name)
            return &operation;
    return nullptr;
}

}  // namespace conformance
