// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/inference_profile.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/tag.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

/// What a profile is made from.
struct inference_profile_source {
    std::string
        copy_from{};  ///< ARN of a foundation model (one region) or of a profile of AWS's (all of its)

    friend bool operator==(inference_profile_source const&, inference_profile_source const&) = default;
};

constexpr auto describe(json::type<inference_profile_source>) {
    return json::object(json::member{"copyFrom", &inference_profile_source::copy_from});
}

struct create_inference_profile_request {
    std::string inference_profile_name{};
    std::optional<std::string> description{};
    /// The same token makes no second profile. Without one, a retry after a try that worked, but whose reply
    /// was lost, ends as a `conflict`: the name is taken.
    std::optional<std::string> client_request_token{};
    inference_profile_source model_source{};
    std::vector<tag> tags{};

    friend bool operator==(create_inference_profile_request const&,
                           create_inference_profile_request const&) = default;
};

constexpr auto describe(json::type<create_inference_profile_request>) {
    using r = create_inference_profile_request;
    return json::object(json::member{"inferenceProfileName", &r::inference_profile_name},
                        json::member{"description", &r::description},
                        json::member{"clientRequestToken", &r::client_request_token},
                        json::member{"modelSource", &r::model_source}, json::omit_empty{"tags", &r::tags});
}

struct create_inference_profile_response {
    std::string inference_profile_arn{};
    std::optional<json::open<inference_profile_status>> status{};

    friend bool operator==(create_inference_profile_response const&,
                           create_inference_profile_response const&) = default;
};

constexpr auto describe(json::type<create_inference_profile_response>) {
    using r = create_inference_profile_response;
    return json::object(json::required{"inferenceProfileArn", &r::inference_profile_arn},
                        json::member{"status", &r::status});
}

namespace api {

/// Makes an application profile, whose use is told apart in costs and metrics by its tags.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateInferenceProfile.html
struct create_inference_profile {
    using request = create_inference_profile_request;
    using response = create_inference_profile_response;

    static constexpr std::string_view name = "CreateInferenceProfile";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "POST", "/inference-profiles");
        return detail::put_json(out, asked);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<create_inference_profile>);

}  // namespace api

}  // namespace bedrock
