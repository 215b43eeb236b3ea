// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string_view>

#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/logging_config.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>

namespace bedrock {

struct get_model_invocation_logging_configuration_request {
    friend bool operator==(get_model_invocation_logging_configuration_request const&,
                           get_model_invocation_logging_configuration_request const&) = default;
};

struct get_model_invocation_logging_configuration_response {
    std::optional<bedrock::logging_config> logging_config{};

    friend bool operator==(get_model_invocation_logging_configuration_response const&,
                           get_model_invocation_logging_configuration_response const&) = default;
};

constexpr auto describe(json::type<get_model_invocation_logging_configuration_response>) {
    return json::object(
        json::member{"loggingConfig", &get_model_invocation_logging_configuration_response::logging_config});
}

namespace api {

/// The logging of invocations in a region; nothing where none is set up.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelInvocationLoggingConfiguration.html
struct get_model_invocation_logging_configuration {
    using request = get_model_invocation_logging_configuration_request;
    using response = get_model_invocation_logging_configuration_response;

    static constexpr std::string_view name = "GetModelInvocationLoggingConfiguration";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const&, wire_request& out) {
        detail::begin(out, "GET", "/logging/modelinvocations");
        return {};
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<get_model_invocation_logging_configuration>);

}  // namespace api

}  // namespace bedrock
