// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/logging_config.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>

namespace bedrock {

struct put_model_invocation_logging_configuration_request {
    bedrock::logging_config logging_config{};

    friend bool operator==(put_model_invocation_logging_configuration_request const&,
                           put_model_invocation_logging_configuration_request const&) = default;
};

constexpr auto describe(json::type<put_model_invocation_logging_configuration_request>) {
    return json::object(
        json::member{"loggingConfig", &put_model_invocation_logging_configuration_request::logging_config});
}

struct put_model_invocation_logging_configuration_response {
    friend bool operator==(put_model_invocation_logging_configuration_response const&,
                           put_model_invocation_logging_configuration_response const&) = default;
};

namespace api {

/// Sets the logging of invocations in a region, in place of what was set before.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_PutModelInvocationLoggingConfiguration.html
struct put_model_invocation_logging_configuration {
    using request = put_model_invocation_logging_configuration_request;
    using response = put_model_invocation_logging_configuration_response;

    static constexpr std::string_view name = "PutModelInvocationLoggingConfiguration";
    static constexpr std::string_view service = "bedrock";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "PUT", "/logging/modelinvocations");
        return detail::put_json(out, asked);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_nothing<response>(reply); }
};

static_assert(whole_operation<put_model_invocation_logging_configuration>);

}  // namespace api

}  // namespace bedrock
