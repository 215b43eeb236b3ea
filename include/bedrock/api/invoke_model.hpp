// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/api/detail/invoke_model.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/invoke_model_request.hpp>
#include <bedrock/api/invoke_model_response.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/reply_head.hpp>
#include <bedrock/api/settings.hpp>
#include <bedrock/json/reader.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock::api {

/// A request in the model's own format, answered in one piece.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
struct invoke_model {
    using request = invoke_model_request;
    using response = invoke_model_response;

    static constexpr std::string_view name = "InvokeModel";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(std::string_view model, request const& asked, wire_request& out) {
        return detail::encode_invoke(model, "/invoke", "Accept", asked, out);
    }
    static tokens_asked asked(request const& request, wire_request const&) {
        return detail::tokens_of(request);
    }
    static result<response> decode(wire_reply const& reply);
    static std::optional<tokens_used> used(response const& response);
};

/// Any content type but a page of markup is the model's own affair; JSON must be whole.
inline result<invoke_model_response> invoke_model::decode(wire_reply const& reply) {
    auto const type = detail::find_header(reply.headers, "content-type");
    if (type.empty() || detail::is_media_type(type, "text/html"))
        return detail::malformed(reply, detail::not_as_expected(reply, "the model's answer"));
    if (reply.body.empty())
        return detail::malformed(reply, "expected the model's answer, but the reply has no body");
    json::raw body{};
    if (detail::is_media_type(type, "application/json"))
        if (auto whole = json::read_into(body, reply.body); !whole) {
            detail::explain_unreadable(whole.error(), reply);
            return std::unexpected{std::move(whole.error())};
        }
    if (body.text.size() != reply.body.size())  // not JSON, or with white space around it: kept byte for byte
        body.text.assign(reply.body);

    auto const number = [&](std::string_view name) { return detail::number_in(reply.headers, name); };
    return response{
        .body = std::move(body.text),
        .content_type = std::string{type},
        .performance_config_latency =
            detail::choice_in<latency>(reply.headers, "X-Amzn-Bedrock-PerformanceConfig-Latency"),
        .service_tier = detail::choice_in<service_tier_type>(reply.headers, "X-Amzn-Bedrock-Service-Tier"),
        .input_token_count = number("X-Amzn-Bedrock-Input-Token-Count"),
        .output_token_count = number("X-Amzn-Bedrock-Output-Token-Count"),
        .cache_read_input_token_count = number("X-Amzn-Bedrock-Cache-Read-Input-Token-Count"),
        .cache_write_input_token_count = number("X-Amzn-Bedrock-Cache-Write-Input-Token-Count"),
        .invocation_latency_ms = number("X-Amzn-Bedrock-Invocation-Latency")};
}

inline std::optional<tokens_used> invoke_model::used(response const& response) {
    if (!response.input_token_count && !response.output_token_count)
        return std::nullopt;
    return tokens_used{.input = response.input_token_count.value_or(0),
                       .output = response.output_token_count.value_or(0),
                       .cache_read = response.cache_read_input_token_count.value_or(0),
                       .cache_write = response.cache_write_input_token_count.value_or(0)};
}

static_assert(whole_operation<invoke_model>);

}  // namespace bedrock::api
