// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <bedrock/api/message.hpp>
#include <bedrock/api/settings.hpp>
#include <bedrock/api/stop_reason.hpp>
#include <bedrock/api/usage.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// The first event.
struct message_start {
    json::open<bedrock::role> role{};

    friend bool operator==(message_start const&, message_start const&) = default;
};

constexpr auto describe(json::type<message_start>) {
    return json::object(json::member{"role", &message_start::role});
}

struct tool_use_start {
    std::string tool_use_id{};
    std::string name{};
    std::optional<std::string> type{};

    friend bool operator==(tool_use_start const&, tool_use_start const&) = default;
};

constexpr auto describe(json::type<tool_use_start>) {
    return json::object(json::member{"toolUseId", &tool_use_start::tool_use_id},
                        json::member{"name", &tool_use_start::name},
                        json::member{"type", &tool_use_start::type});
}

/// What kind of block begins.
struct block_start : std::variant<tool_use_start, json::unknown_member> {
    using variant::variant;
};

constexpr auto describe(json::type<block_start>) {
    return json::one_of(json::alternative<tool_use_start>("toolUse"));
}

/// A block begins. Blocks of text and of reasoning mostly begin with their first delta instead.
struct content_block_start {
    block_start start{};
    std::int64_t content_block_index{};

    friend bool operator==(content_block_start const&, content_block_start const&) = default;
};

constexpr auto describe(json::type<content_block_start>) {
    return json::object(json::member{"start", &content_block_start::start},
                        json::member{"contentBlockIndex", &content_block_start::content_block_index});
}

struct text_delta {
    std::string text{};

    friend bool operator==(text_delta const&, text_delta const&) = default;
};

constexpr auto describe(json::type<text_delta>) { return json::transparent(&text_delta::text); }

/// A piece of the JSON text that is a tool's input; a document when all pieces are joined.
struct tool_use_delta {
    std::string input{};

    friend bool operator==(tool_use_delta const&, tool_use_delta const&) = default;
};

constexpr auto describe(json::type<tool_use_delta>) {
    return json::object(json::member{"input", &tool_use_delta::input});
}

/// A piece of reasoning; one of the three.
struct reasoning_delta {
    std::optional<std::string> text{};
    std::optional<std::string> signature{};
    std::optional<json::blob> redacted_content{};

    friend bool operator==(reasoning_delta const&, reasoning_delta const&) = default;
};

constexpr auto describe(json::type<reasoning_delta>) {
    return json::object(json::member{"text", &reasoning_delta::text},
                        json::member{"signature", &reasoning_delta::signature},
                        json::member{"redactedContent", &reasoning_delta::redacted_content});
}

/// What is added to a block.
struct block_delta : std::variant<text_delta, tool_use_delta, reasoning_delta, json::unknown_member> {
    using variant::variant;
};

constexpr auto describe(json::type<block_delta>) {
    return json::one_of(json::alternative<text_delta>("text"), json::alternative<tool_use_delta>("toolUse"),
                        json::alternative<reasoning_delta>("reasoningContent"));
}

struct content_block_delta {
    block_delta delta{};
    std::int64_t content_block_index{};

    friend bool operator==(content_block_delta const&, content_block_delta const&) = default;
};

constexpr auto describe(json::type<content_block_delta>) {
    return json::object(json::member{"delta", &content_block_delta::delta},
                        json::member{"contentBlockIndex", &content_block_delta::content_block_index});
}

struct content_block_stop {
    std::int64_t content_block_index{};

    friend bool operator==(content_block_stop const&, content_block_stop const&) = default;
};

constexpr auto describe(json::type<content_block_stop>) {
    return json::object(json::member{"contentBlockIndex", &content_block_stop::content_block_index});
}

/// The message is whole.
struct message_stop {
    json::open<bedrock::stop_reason> stop_reason{};
    std::optional<json::raw> additional_model_response_fields{};

    friend bool operator==(message_stop const&, message_stop const&) = default;
};

constexpr auto describe(json::type<message_stop>) {
    return json::object(
        json::member{"stopReason", &message_stop::stop_reason},
        json::member{"additionalModelResponseFields", &message_stop::additional_model_response_fields});
}

/// The last event: what the call used.
struct stream_metadata {
    bedrock::usage usage{};
    bedrock::metrics metrics{};
    std::optional<json::raw> trace{};
    std::optional<bedrock::performance_config> performance_config{};
    std::optional<bedrock::service_tier> service_tier{};

    friend bool operator==(stream_metadata const&, stream_metadata const&) = default;
};

constexpr auto describe(json::type<stream_metadata>) {
    using m = stream_metadata;
    return json::object(json::member{"usage", &m::usage}, json::member{"metrics", &m::metrics},
                        json::member{"trace", &m::trace},
                        json::member{"performanceConfig", &m::performance_config},
                        json::member{"serviceTier", &m::service_tier});
}

/// One event of a stream. `text()` is enough for who wants to print the answer; `std::get_if` has the rest.
struct converse_stream_event : std::variant<message_start, content_block_start, content_block_delta,
                                            content_block_stop, message_stop, stream_metadata> {
    using variant::variant;

    /// The text that this event adds to the answer; mostly a few characters, empty for events that add none.
    std::string_view text() const {
        auto const* block = std::get_if<content_block_delta>(this);
        auto const* added = block ? std::get_if<text_delta>(&block->delta) : nullptr;
        return added ? std::string_view{added->text} : std::string_view{};
    }
};

constexpr auto describe(json::type<converse_stream_event>) {
    return json::one_of(json::alternative<message_start>("messageStart"),
                        json::alternative<content_block_start>("contentBlockStart"),
                        json::alternative<content_block_delta>("contentBlockDelta"),
                        json::alternative<content_block_stop>("contentBlockStop"),
                        json::alternative<message_stop>("messageStop"),
                        json::alternative<stream_metadata>("metadata"));
}

}  // namespace bedrock
