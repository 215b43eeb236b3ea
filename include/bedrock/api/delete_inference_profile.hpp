// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>

namespace bedrock {

struct delete_inference_profile_request {
    std::string inference_profile_identifier{};  ///< ID or ARN of an application profile

    friend bool operator==(delete_inference_profile_request const&,
                           delete_inference_profile_request const&) = default;
};

struct delete_inference_profile_response {
    friend bool operator==(delete_inference_profile_response const&,
                           delete_inference_profile_response const&) = default;
};

namespace api {

/// Removes an inference profile that the account has made.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteInferenceProfile.html
struct delete_inference_profile {
    using request = delete_inference_profile_request;
    using response = delete_inference_profile_response;

    static constexpr std::string_view name = "DeleteInferenceProfile";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "DELETE", "/inference-profiles/");
        return detail::add_label(out, "inference profile", asked.inference_profile_identifier);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_nothing<response>(reply); }
};

static_assert(whole_operation<delete_inference_profile>);

}  // namespace api

}  // namespace bedrock
