// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/api/detail/binding.hpp>
#include <bedrock/api/detail/tokens.hpp>
#include <bedrock/api/invoke_model_request.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/tokens.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/reader.hpp>

// What `invoke_model` and `invoke_model_with_response_stream` have in common.

namespace bedrock::api::detail {

inline result<void> encode_invoke(std::string_view model, std::string_view after,
                                  std::string_view accept_header, invoke_model_request const& request,
                                  wire_request& out) {
    if (auto const fault = fault_of_model(model); !fault.empty())
        return refused_model(model, fault);
    bind_model("/model/", model, after, out);

    auto const text_of = [](auto const& setting) { return setting ? setting->text() : std::string_view{}; };
    for (auto const& [name, value] : {
             header{"Content-Type", request.content_type},
             header{accept_header, request.accept},
             header{"X-Amzn-Bedrock-Trace", request.trace},
             header{"X-Amzn-Bedrock-GuardrailIdentifier", request.guardrail_identifier},
             header{"X-Amzn-Bedrock-GuardrailVersion", request.guardrail_version},
             header{"X-Amzn-Bedrock-PerformanceConfig-Latency", text_of(request.performance_config_latency)},
             header{"X-Amzn-Bedrock-Service-Tier", text_of(request.service_tier)},
             header{"X-Amzn-Bedrock-Request-Metadata", request.request_metadata},
         })
        if (!value.empty() && !out.headers.add(name, value))
            return refused_header(name, value);
    out.body = request.body;
    return {};
}

/// Where model families put their limit: Claude, Mistral and others; Llama; Nova, Titan, in a member of its
/// own.
struct generation_limits {
    std::optional<std::int64_t> max_tokens{};
    std::optional<std::int64_t> camel_max_tokens{};
    std::optional<std::int64_t> max_completion_tokens{};
    std::optional<std::int64_t> max_tokens_to_sample{};
    std::optional<std::int64_t> max_gen_len{};
    std::optional<std::int64_t> max_new_tokens{};
    std::optional<std::int64_t> max_token_count{};

    std::optional<std::int64_t> any() const {
        for (auto const& limit : {max_tokens, camel_max_tokens, max_completion_tokens, max_tokens_to_sample,
                                  max_gen_len, max_new_tokens, max_token_count})
            if (limit)
                return limit;
        return {};
    }
};

constexpr auto describe(json::type<generation_limits>) {
    using l = generation_limits;
    return json::object(
        json::member{"max_tokens", &l::max_tokens}, json::member{"maxTokens", &l::camel_max_tokens},
        json::member{"max_completion_tokens", &l::max_completion_tokens},
        json::member{"max_tokens_to_sample", &l::max_tokens_to_sample},
        json::member{"max_gen_len", &l::max_gen_len}, json::member{"max_new_tokens", &l::max_new_tokens},
        json::member{"maxTokenCount", &l::max_token_count});
}

struct nested_limits {
    generation_limits nova{};
    generation_limits titan{};
};

constexpr auto describe(json::type<nested_limits>) {
    return json::object(json::member{"inferenceConfig", &nested_limits::nova},
                        json::member{"textGenerationConfig", &nested_limits::titan});
}

/// The prompt's tokens from the size of the body, of whatever shape; the limit where a model family is known
/// to have it. A body that is no JSON, or has something else there, has no limit that is known.
inline tokens_asked tokens_of(invoke_model_request const& request) {
    tokens_asked asked{.input_estimate = tokens_of_json(request.body)};
    if (auto const top = json::read<generation_limits>(request.body))
        asked.output_limit = top->any();
    if (!asked.output_limit)
        if (auto const nested = json::read<nested_limits>(request.body)) {
            auto const nova = nested->nova.any();
            asked.output_limit = nova ? nova : nested->titan.any();
        }
    return asked;
}

/// A header that is a number; none where it is missing or something else.
inline std::optional<std::int64_t> number_in(header_list const* headers, std::string_view name) {
    auto const text = find_header(headers, name);
    std::int64_t value = 0;
    auto const [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    return wrong == std::errc{} && end == text.data() + text.size() && value >= 0 ? std::optional{value}
                                                                                  : std::nullopt;
}

/// An open enum that travels in a header.
template <class E>
std::optional<json::open<E>> choice_in(header_list const* headers, std::string_view name) {
    auto const text = find_header(headers, name);
    return text.empty() ? std::nullopt : std::optional{json::open<E>::from_text(text)};
}

}  // namespace bedrock::api::detail
