// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// What a model thought before it answered. Sent back as it came, signature included, in the turns of a
/// tool's use.
struct reasoning_text {
    std::string text{};
    std::optional<std::string> signature{};

    friend bool operator==(reasoning_text const&, reasoning_text const&) = default;
};

constexpr auto describe(json::type<reasoning_text>) {
    return json::object(json::member{"text", &reasoning_text::text},
                        json::member{"signature", &reasoning_text::signature});
}

/// Reasoning in the clear, or encrypted by the provider. One of the two.
struct reasoning_block {
    std::optional<bedrock::reasoning_text> reasoning_text{};
    json::blob redacted_content{};

    friend bool operator==(reasoning_block const&, reasoning_block const&) = default;
};

constexpr auto describe(json::type<reasoning_block>) {
    return json::object(json::member{"reasoningText", &reasoning_block::reasoning_text},
                        json::omit_empty{"redactedContent", &reasoning_block::redacted_content});
}

}  // namespace bedrock
