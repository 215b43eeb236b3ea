// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/api/async_invocation.hpp>
#include <bedrock/api/detail/read_reply.hpp>
#include <bedrock/api/detail/rest.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/tag.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

struct start_async_invoke_request {
    std::optional<std::string> client_request_token{};  ///< the same token starts no second job: give one
    std::string model_id{};                             ///< ID or ARN; it travels in the body
    json::raw model_input{};                            ///< in the model's own format, a JSON object
    bedrock::output_data_config output_data_config{};
    std::vector<tag> tags{};

    friend bool operator==(start_async_invoke_request const&, start_async_invoke_request const&) = default;
};

constexpr auto describe(json::type<start_async_invoke_request>) {
    using r = start_async_invoke_request;
    return json::object(json::member{"clientRequestToken", &r::client_request_token},
                        json::member{"modelId", &r::model_id}, json::member{"modelInput", &r::model_input},
                        json::member{"outputDataConfig", &r::output_data_config},
                        json::omit_empty{"tags", &r::tags});
}

struct start_async_invoke_response {
    std::string invocation_arn{};

    friend bool operator==(start_async_invoke_response const&, start_async_invoke_response const&) = default;
};

constexpr auto describe(json::type<start_async_invoke_response>) {
    return json::object(json::required{"invocationArn", &start_async_invoke_response::invocation_arn});
}

namespace api {

/// Starts an invocation whose answer goes to S3. It draws on quotas of its own, not on the minute's.
/// A try that failed may have started a job: without a `client_request_token` the next one starts another.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
struct start_async_invoke {
    using request = start_async_invoke_request;
    using response = start_async_invoke_response;

    static constexpr std::string_view name = "StartAsyncInvoke";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(request const& asked, wire_request& out) {
        detail::begin(out, "POST", "/async-invoke");
        return detail::put_json(out, asked);
    }
    static result<response> decode(wire_reply const& reply) { return detail::read_reply<response>(reply); }
};

static_assert(whole_operation<start_async_invoke>);

}  // namespace api

}  // namespace bedrock
