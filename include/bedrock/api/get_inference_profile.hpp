// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/inference_profile.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>

namespace bedrock {

struct get_inference_profile_request {
    std::string inference_profile_identifier{};  ///< ID or ARN

    friend bool operator==(get_inference_profile_request const&,
                           get_inference_profile_request const&) = default;
};

namespace api {

/// One inference profile, with its destinations.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
struct get_inference_profile {
    using request = get_inference_profile_request;
    using response = inference_profile;

    static constexpr std::string_view name = "GetInferenceProfile";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/inference-profiles/");
        return detail::add_label(out, "inference profile", asked.inference_profile_identifier);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<get_inference_profile>);

}  // namespace api

}  // namespace bedrock
