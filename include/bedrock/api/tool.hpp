// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <bedrock/api/image.hpp>
#include <bedrock/api/text.hpp>
#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// The model asks for a tool.
struct tool_use_block {
    std::string tool_use_id{};
    std::string name{};
    json::raw input{};                  ///< a JSON document, as the tool's schema has it
    std::optional<std::string> type{};  ///< `server_tool_use` for the service's own tools

    friend bool operator==(tool_use_block const&, tool_use_block const&) = default;
};

constexpr auto describe(json::type<tool_use_block>) {
    return json::object(
        json::member{"toolUseId", &tool_use_block::tool_use_id}, json::member{"name", &tool_use_block::name},
        json::omit_empty{"input", &tool_use_block::input}, json::member{"type", &tool_use_block::type});
}

/// A part of what a tool answered: a text, a JSON document (`json::raw`), an image.
struct tool_result_content : std::variant<text_block, json::raw, image_block, json::unknown_member> {
    using variant::variant;
    tool_result_content(std::string text) : variant{text_block{std::move(text)}} {}  // NOLINT: implicit
    tool_result_content(char const* text) : variant{text_block{text}} {}             // NOLINT: implicit

    tool_result_content() = default;
    // Never inlined: lists of them are copied and moved in many places.
    [[gnu::noinline]] tool_result_content(tool_result_content const&) = default;
    [[gnu::noinline]] tool_result_content(tool_result_content&&) noexcept = default;
    [[gnu::noinline]] tool_result_content& operator=(tool_result_content const&) = default;
    [[gnu::noinline]] tool_result_content& operator=(tool_result_content&&) noexcept = default;
    [[gnu::noinline]] ~tool_result_content() = default;
};

constexpr auto describe(json::type<tool_result_content>) {
    return json::one_of(json::alternative<text_block>("text"), json::alternative<json::raw>("json"),
                        json::alternative<image_block>("image"));
}

enum class tool_result_status : std::uint8_t { success, error };

constexpr auto describe(json::type<tool_result_status>) {
    return json::names(json::name{tool_result_status::success, "success"},
                       json::name{tool_result_status::error, "error"});
}

/// The answer to a `tool_use_block`, in the next message of the user.
struct tool_result_block {
    std::string tool_use_id{};
    std::vector<tool_result_content> content{};
    std::optional<json::open<tool_result_status>> status{};
    std::optional<std::string> type{};

    friend bool operator==(tool_result_block const&, tool_result_block const&) = default;
};

constexpr auto describe(json::type<tool_result_block>) {
    return json::object(json::member{"toolUseId", &tool_result_block::tool_use_id},
                        json::member{"content", &tool_result_block::content},
                        json::member{"status", &tool_result_block::status},
                        json::member{"type", &tool_result_block::type});
}

}  // namespace bedrock
