// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <bedrock/api/detail/invoke_model.hpp>
#include <bedrock/api/detail/stream_event.hpp>
#include <bedrock/api/invoke_model_chunk.hpp>
#include <bedrock/api/invoke_model_request.hpp>
#include <bedrock/api/operation.hpp>
#include <bedrock/api/settings.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/reader.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// What the head of the stream says, before any chunk.
struct invoke_model_stream_head {
    std::string content_type{};  ///< of the bytes in the chunks
    std::optional<json::open<latency>> performance_config_latency{};
    std::optional<json::open<service_tier_type>> service_tier{};
};

namespace api {

/// A request in the model's own format, answered in chunks as they are generated.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
struct invoke_model_with_response_stream {
    using request = invoke_model_request;
    using event = invoke_model_chunk;

    static constexpr std::string_view name = "InvokeModelWithResponseStream";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(std::string_view model, request const& asked, wire_request& out) {
        return detail::encode_invoke(model, "/invoke-with-response-stream", "X-Amzn-Bedrock-Accept", asked,
                                     out);
    }
    static tokens_asked asked(request const& request, wire_request const&) {
        return detail::tokens_of(request);
    }

    static invoke_model_stream_head head(wire_reply const& reply);
    static result<std::optional<event>> decode(event_stream::message const& message);

    /// All but the `message_start` of Claude models, which says nothing yet.
    static bool has_content(event const& e) {
        return e.text().substr(0, 40).find("\"message_start\"") == std::string_view::npos;
    }
    static bool is_stop(event const& e) { return e.metrics.has_value(); }
    static std::optional<tokens_used> used(event const& e);
    static std::size_t output_size(event const& e);
};

namespace detail {

struct last_chunk {
    json::raw metrics{};
};

constexpr auto describe(json::type<last_chunk>) {
    return json::object(json::member{"amazon-bedrock-invocationMetrics", &last_chunk::metrics});
}

/// The metrics in a chunk, if it has that member at its top. What they cannot be read from still ends the
/// stream.
inline std::optional<invocation_metrics> metrics_in(std::string_view chunk) {
    // Looked for as text first: it is in one chunk of hundreds.
    if (chunk.find("\"amazon-bedrock-invocationMetrics\"") == std::string_view::npos)
        return std::nullopt;
    auto const found = json::read<last_chunk>(chunk);
    if (!found || found->metrics.empty())
        return std::nullopt;
    return json::read<invocation_metrics>(found->metrics.text).value_or(invocation_metrics{});
}

}  // namespace detail

inline invoke_model_stream_head invoke_model_with_response_stream::head(wire_reply const& reply) {
    return {
        .content_type = std::string{detail::find_header(reply.headers, "X-Amzn-Bedrock-Content-Type")},
        .performance_config_latency =
            detail::choice_in<latency>(reply.headers, "X-Amzn-Bedrock-PerformanceConfig-Latency"),
        .service_tier = detail::choice_in<service_tier_type>(reply.headers, "X-Amzn-Bedrock-Service-Tier")};
}

inline result<std::optional<invoke_model_chunk>> invoke_model_with_response_stream::decode(
    event_stream::message const& message) {
    auto const from = detail::event_in(message);
    if (!from)
        return std::unexpected{from.error()};
    if (from->type != "chunk")
        return std::nullopt;  // of a newer service
    result<std::optional<event>> chunk{std::in_place, std::in_place};
    if (auto done = json::read_into(**chunk, from->payload); !done)
        return detail::unreadable_event(std::move(done.error()), *from);
    (*chunk)->metrics = detail::metrics_in((*chunk)->text());
    return chunk;
}

inline std::optional<tokens_used> invoke_model_with_response_stream::used(event const& e) {
    if (!e.metrics || (!e.metrics->input_token_count && !e.metrics->output_token_count))
        return std::nullopt;
    return tokens_used{.input = e.metrics->input_token_count.value_or(0),
                       .output = e.metrics->output_token_count.value_or(0),
                       .cache_read = e.metrics->cache_read_input_token_count.value_or(0),
                       .cache_write = e.metrics->cache_write_input_token_count.value_or(0)};
}

/// The length of the string that follows the first of the names under which models send what they generate;
/// the text is not decoded for that.
inline std::size_t invoke_model_with_response_stream::output_size(event const& e) {
    static constexpr std::string_view names[] = {"\"text\"",       "\"thinking\"",   "\"partial_json\"",
                                                 "\"generation\"", "\"outputText\"", "\"content\"",
                                                 "\"completion\""};
    auto const chunk = e.text();
    for (auto const member : names) {
        auto at = chunk.find(member);
        if (at == std::string_view::npos)
            continue;
        at = chunk.find_first_not_of(" :", at + member.size());
        if (at == std::string_view::npos || chunk[at] != '"')
            continue;
        auto end = at + 1;
        while (end < chunk.size() && chunk[end] != '"')
            end += chunk[end] == '\\' ? 2 : 1;
        return std::min(end, chunk.size()) - at - 1;
    }
    return 0;
}

static_assert(stream_operation<invoke_model_with_response_stream>);

}  // namespace api

}  // namespace bedrock
