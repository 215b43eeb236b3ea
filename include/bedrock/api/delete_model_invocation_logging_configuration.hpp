// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>

namespace bedrock {

struct delete_model_invocation_logging_configuration_request {
    friend bool operator==(delete_model_invocation_logging_configuration_request const&,
                           delete_model_invocation_logging_configuration_request const&) = default;
};

struct delete_model_invocation_logging_configuration_response {
    friend bool operator==(delete_model_invocation_logging_configuration_response const&,
                           delete_model_invocation_logging_configuration_response const&) = default;
};

namespace api {

/// Ends the logging of invocations in a region.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteModelInvocationLoggingConfiguration.html
struct delete_model_invocation_logging_configuration {
    using request = delete_model_invocation_logging_configuration_request;
    using response = delete_model_invocation_logging_configuration_response;

    static constexpr std::string_view name = "DeleteModelInvocationLoggingConfiguration";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const&, wire_request& out) {
        detail::begin(out, "DELETE", "/logging/modelinvocations");
        return {};
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_nothing<response>(reply); }
};

static_assert(whole_operation<delete_model_invocation_logging_configuration>);

}  // namespace api

}  // namespace bedrock
