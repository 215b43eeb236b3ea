// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/api/cache_point.hpp>
#include <bedrock/api/message.hpp>
#include <bedrock/api/settings.hpp>
#include <bedrock/api/text.hpp>
#include <bedrock/api/tool_config.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// A part of the system prompt.
struct system_content_block : std::variant<text_block, cache_point, json::unknown_member> {
    using variant::variant;
    system_content_block(std::string text) : variant{text_block{std::move(text)}} {}  // NOLINT: implicit
    system_content_block(std::string_view text)
        : variant{text_block{std::string{text}}} {}                        // NOLINT: the same
    system_content_block(char const* text) : variant{text_block{text}} {}  // NOLINT: the same
};

constexpr auto describe(json::type<system_content_block>) {
    return json::one_of(json::alternative<text_block>("text"), json::alternative<cache_point>("cachePoint"));
}

/// What stands for a variable of a managed prompt.
struct prompt_variable {
    std::string text{};

    friend bool operator==(prompt_variable const&, prompt_variable const&) = default;
};

constexpr auto describe(json::type<prompt_variable>) {
    return json::object(json::member{"text", &prompt_variable::text});
}

/// What `converse` and `converse_stream` are asked.
///
///     bedrock::converse_request request{
///         .messages = {bedrock::user("S3、EBS、EFS の違いは?")},
///         .system = {"Answer in one sentence."},
///         .inference_config = {.max_tokens = 200},
///     };
///
/// The model is not part of it: it is named where the call is made.
struct converse_request {
    std::vector<message> messages{};
    std::vector<system_content_block> system{};
    bedrock::inference_config inference_config{};
    std::optional<bedrock::tool_config> tool_config{};
    std::optional<bedrock::guardrail_config> guardrail_config{};
    std::optional<json::raw> additional_model_request_fields{};  ///< the model's own settings, a JSON object
    std::vector<std::pair<std::string, prompt_variable>> prompt_variables{};
    std::vector<std::string>
        additional_model_response_field_paths{};  ///< JSON pointers, such as `/stop_sequence`
    std::vector<std::pair<std::string, std::string>> request_metadata{};  ///< goes into the invocation log
    std::optional<bedrock::performance_config> performance_config{};
    std::optional<bedrock::service_tier> service_tier{};
    std::optional<json::raw> output_config{};

    friend bool operator==(converse_request const&, converse_request const&) = default;
};

constexpr auto describe(json::type<converse_request>) {
    using r = converse_request;
    return json::object(
        json::member{"messages", &r::messages}, json::omit_empty{"system", &r::system},
        json::omit_empty{"inferenceConfig", &r::inference_config},
        json::member{"toolConfig", &r::tool_config}, json::member{"guardrailConfig", &r::guardrail_config},
        json::member{"additionalModelRequestFields", &r::additional_model_request_fields},
        json::omit_empty{"promptVariables", &r::prompt_variables},
        json::omit_empty{"additionalModelResponseFieldPaths", &r::additional_model_response_field_paths},
        json::omit_empty{"requestMetadata", &r::request_metadata},
        json::member{"performanceConfig", &r::performance_config},
        json::member{"serviceTier", &r::service_tier}, json::member{"outputConfig", &r::output_config});
}

namespace detail {

/// The request that a text alone makes. Not `{.messages = {…}}`: a list in braces would be copied.
[[gnu::noinline]] inline converse_request only_text(std::string_view prompt) {
    converse_request request;
    request.messages.push_back(user(prompt));
    return request;
}

}  // namespace detail

}  // namespace bedrock
