// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/api/cache_point.hpp>
#include <bedrock/api/image.hpp>
#include <bedrock/api/reasoning.hpp>
#include <bedrock/api/text.hpp>
#include <bedrock/api/tool.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// A part of a message. Kinds that are not typed here (documents, video, what a newer service adds) are
/// kept in `json::unknown_member`, and can be sent that way too.
struct content_block : std::variant<text_block, image_block, tool_use_block, tool_result_block,
                                    reasoning_block, cache_point, json::unknown_member> {
    using variant::variant;
    content_block(std::string text) : variant{text_block{std::move(text)}} {}  // NOLINT: implicit on purpose
    content_block(std::string_view text) : variant{text_block{std::string{text}}} {}  // NOLINT: the same
    content_block(char const* text) : variant{text_block{text}} {}                    // NOLINT: the same

    content_block() = default;
    // Never inlined: lists of them are copied and moved in many places.
    [[gnu::noinline]] content_block(content_block const&) = default;
    [[gnu::noinline]] content_block(content_block&&) noexcept = default;
    [[gnu::noinline]] content_block& operator=(content_block const&) = default;
    [[gnu::noinline]] content_block& operator=(content_block&&) noexcept = default;
    [[gnu::noinline]] ~content_block() = default;
};

constexpr auto describe(json::type<content_block>) {
    return json::one_of(
        json::alternative<text_block>("text"), json::alternative<image_block>("image"),
        json::alternative<tool_use_block>("toolUse"), json::alternative<tool_result_block>("toolResult"),
        json::alternative<reasoning_block>("reasoningContent"), json::alternative<cache_point>("cachePoint"));
}

enum class role : std::uint8_t { user, assistant, system };

constexpr auto describe(json::type<role>) {
    return json::names(json::name{role::user, "user"}, json::name{role::assistant, "assistant"},
                       json::name{role::system, "system"});
}

/// One turn of a conversation.
struct message {
    json::open<bedrock::role> role{};
    std::vector<content_block> content{};

    friend bool operator==(message const&, message const&) = default;
};

constexpr auto describe(json::type<message>) {
    return json::object(json::member{"role", &message::role}, json::member{"content", &message::content});
}

/// A turn of the user, from texts and blocks: `user("What is it?", image_block{…})`.
template <class... Blocks>
    requires(std::convertible_to<Blocks, content_block> && ...)
message user(Blocks&&... blocks) {
    message turn{.role = role::user};
    turn.content.reserve(sizeof...(blocks));
    (turn.content.push_back(content_block(std::forward<Blocks>(blocks))), ...);
    return turn;
}

/// A turn of the model, as the one before that is sent back, or the beginning of its answer.
template <class... Blocks>
    requires(std::convertible_to<Blocks, content_block> && ...)
message assistant(Blocks&&... blocks) {
    message turn{.role = role::assistant};
    turn.content.reserve(sizeof...(blocks));
    (turn.content.push_back(content_block(std::forward<Blocks>(blocks))), ...);
    return turn;
}

}  // namespace bedrock
