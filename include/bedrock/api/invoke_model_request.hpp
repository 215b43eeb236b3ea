// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>

#include <bedrock/api/settings.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

/// What `invoke_model` and `invoke_model_with_response_stream` are asked: a body in the model's own format.
///
///     bedrock::invoke_model_request request{.body = R"({"anthropic_version":"bedrock-2023-05-31", …})"};
///
/// All but the body travels in headers; what is empty is not sent.
struct invoke_model_request {
    std::string body{};
    std::string content_type = "application/json";
    std::string accept{};  ///< wanted type of the answer's body; the service's default is application/json
    std::string trace{};   ///< `ENABLED`, `DISABLED`, `ENABLED_FULL`
    std::string guardrail_identifier{};
    std::string guardrail_version{};
    std::optional<json::open<latency>> performance_config_latency{};
    std::optional<json::open<service_tier_type>> service_tier{};
    std::string request_metadata{};  ///< a JSON object of strings, at most 8,500 characters

    friend bool operator==(invoke_model_request const&, invoke_model_request const&) = default;
};

}  // namespace bedrock
