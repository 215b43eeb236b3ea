// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/foundation_model.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

struct list_foundation_models_request {
    std::string by_provider{};  ///< as in `foundation_model::provider_name`; empty: any
    std::optional<json::open<model_customization>> by_customization_type{};
    std::optional<json::open<model_modality>> by_output_modality{};
    std::optional<json::open<inference_type>> by_inference_type{};

    friend bool operator==(list_foundation_models_request const&,
                           list_foundation_models_request const&) = default;
};

struct list_foundation_models_response {
    std::vector<foundation_model> model_summaries{};

    friend bool operator==(list_foundation_models_response const&,
                           list_foundation_models_response const&) = default;
};

constexpr auto describe(json::type<list_foundation_models_response>) {
    return json::object(json::member{"modelSummaries", &list_foundation_models_response::model_summaries});
}

namespace api {

/// The foundation models of a region, all in one answer.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
struct list_foundation_models {
    using request = list_foundation_models_request;
    using response = list_foundation_models_response;

    static constexpr std::string_view name = "ListFoundationModels";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/foundation-models");
        detail::add_query(out, "byProvider", asked.by_provider);
        detail::add_query(out, "byCustomizationType", asked.by_customization_type);
        detail::add_query(out, "byOutputModality", asked.by_output_modality);
        detail::add_query(out, "byInferenceType", asked.by_inference_type);
        return {};
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<list_foundation_models>);

}  // namespace api

}  // namespace bedrock
