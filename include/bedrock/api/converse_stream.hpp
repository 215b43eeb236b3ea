// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>

#include <bedrock/api/converse_request.hpp>
#include <bedrock/api/converse_stream_event.hpp>
#include <bedrock/api/detail/converse.hpp>
#include <bedrock/api/detail/stream_event.hpp>
#include <bedrock/api/operation.hpp>

namespace bedrock::api {

/// A conversation's next turn, as it is generated.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
struct converse_stream {
    using request = converse_request;
    using event = converse_stream_event;

    static constexpr std::string_view name = "ConverseStream";
    static constexpr std::string_view service = "bedrock-runtime";

    static result<void> encode(std::string_view model, request const& asked, wire_request& out) {
        return detail::encode_converse(model, "/converse-stream", asked, out);
    }
    static tokens_asked asked(request const& request, wire_request const&) {
        return detail::tokens_of(request);
    }

    /// A template, so that who opens no stream does not compile the readers of its events.
    template <std::same_as<event> E = event>
    static result<std::optional<E>> decode(event_stream::message const& message);

    static bool has_content(event const& e) { return !std::get_if<message_start>(&e); }
    static bool is_stop(event const& e) { return std::get_if<message_stop>(&e) != nullptr; }
    static std::optional<tokens_used> used(event const& e) {
        auto const* last = std::get_if<stream_metadata>(&e);
        return last ? std::optional{last->usage.used()} : std::nullopt;
    }
    static std::size_t output_size(event const& e);
};

template <std::same_as<converse_stream_event> E>
result<std::optional<E>> converse_stream::decode(event_stream::message const& message) {
    auto const from = detail::event_in(message);
    if (!from)
        return std::unexpected{from.error()};
    if (from->type == "contentBlockDelta")
        return detail::read_event<content_block_delta, E>(*from);
    if (from->type == "messageStart")
        return detail::read_event<message_start, E>(*from);
    if (from->type == "contentBlockStart")
        return detail::read_event<content_block_start, E>(*from);
    if (from->type == "contentBlockStop")
        return detail::read_event<content_block_stop, E>(*from);
    if (from->type == "messageStop")
        return detail::read_event<message_stop, E>(*from);
    if (from->type == "metadata")
        return detail::read_event<stream_metadata, E>(*from);
    return std::nullopt;  // of a newer service
}

inline std::size_t converse_stream::output_size(event const& e) {
    auto const* block = std::get_if<content_block_delta>(&e);
    if (!block)
        return 0;
    if (auto const* tool = std::get_if<tool_use_delta>(&block->delta))
        return tool->input.size();
    if (auto const* thought = std::get_if<reasoning_delta>(&block->delta))
        return thought->text ? thought->text->size() : 0;
    return e.text().size();
}

static_assert(stream_operation<converse_stream>);

}  // namespace bedrock::api
