// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/foundation_model.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>

namespace bedrock {

struct get_foundation_model_request {
    std::string model_identifier{};  ///< ID or ARN

    friend bool operator==(get_foundation_model_request const&,
                           get_foundation_model_request const&) = default;
};

struct get_foundation_model_response {
    foundation_model model_details{};

    friend bool operator==(get_foundation_model_response const&,
                           get_foundation_model_response const&) = default;
};

constexpr auto describe(json::type<get_foundation_model_response>) {
    return json::object(json::required{"modelDetails", &get_foundation_model_response::model_details});
}

namespace api {

/// One foundation model of a region.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModel.html
struct get_foundation_model {
    using request = get_foundation_model_request;
    using response = get_foundation_model_response;

    static constexpr std::string_view name = "GetFoundationModel";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "GET", "/foundation-models/");
        return detail::add_label(out, "model", asked.model_identifier);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<get_foundation_model>);

}  // namespace api

}  // namespace bedrock
