// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <bedrock/api/converse_request.hpp>
#include <bedrock/api/detail/binding.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/message.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/tool_config.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// A conversation whose tokens are counted.
struct converse_tokens_request {
    std::vector<message> messages{};
    std::vector<system_content_block> system{};
    std::optional<bedrock::tool_config> tool_config{};
    std::optional<json::raw> additional_model_request_fields{};

    friend bool operator==(converse_tokens_request const&, converse_tokens_request const&) = default;
};

constexpr auto describe(json::type<converse_tokens_request>) {
    using r = converse_tokens_request;
    return json::object(json::omit_empty{"messages", &r::messages}, json::omit_empty{"system", &r::system},
                        json::member{"toolConfig", &r::tool_config},
                        json::member{"additionalModelRequestFields", &r::additional_model_request_fields});
}

/// A body in the model's own format whose tokens are counted.
struct invoke_model_tokens_request {
    json::blob body{};

    friend bool operator==(invoke_model_tokens_request const&, invoke_model_tokens_request const&) = default;
};

constexpr auto describe(json::type<invoke_model_tokens_request>) {
    return json::object(json::member{"body", &invoke_model_tokens_request::body});
}

/// What is counted; a `converse_request` will do.
struct count_tokens_input
    : std::variant<converse_tokens_request, invoke_model_tokens_request, json::unknown_member> {
    using variant::variant;
    count_tokens_input(converse_request const& r)  // NOLINT: implicit on purpose
        : variant{converse_tokens_request{
              .messages = r.messages,
              .system = r.system,
              .tool_config = r.tool_config,
              .additional_model_request_fields = r.additional_model_request_fields}} {}
};

constexpr auto describe(json::type<count_tokens_input>) {
    return json::one_of(json::alternative<converse_tokens_request>("converse"),
                        json::alternative<invoke_model_tokens_request>("invokeModel"));
}

struct count_tokens_request {
    count_tokens_input input{};

    friend bool operator==(count_tokens_request const&, count_tokens_request const&) = default;
};

constexpr auto describe(json::type<count_tokens_request>) {
    return json::object(json::member{"input", &count_tokens_request::input});
}

struct count_tokens_response {
    std::int64_t input_tokens{};

    friend bool operator==(count_tokens_response const&, count_tokens_response const&) = default;
};

constexpr auto describe(json::type<count_tokens_response>) {
    return json::object(json::required{"inputTokens", &count_tokens_response::input_tokens});
}

namespace api {

/// How many tokens a prompt has, as the service would count them. Free of charge; for the IDs of foundation
/// models only, and not for all of them.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
struct count_tokens {
    using request = count_tokens_request;
    using response = count_tokens_response;

    static constexpr std::string_view name = "CountTokens";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(std::string_view model, request const& asked, wire_request& out) {
        if (auto const fault = detail::fault_of_model(model); !fault.empty())
            return detail::refused_model(model, fault);
        detail::bind_model("/model/", model, "/count-tokens", out);
        return detail::put_json(out, asked);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<count_tokens>);

}  // namespace api

}  // namespace bedrock
