// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

/// Why the model stopped.
enum class stop_reason : std::uint8_t {
    end_turn,
    tool_use,
    max_tokens,
    stop_sequence,
    guardrail_intervened,
    content_filtered,
    malformed_model_output,
    malformed_tool_use,
    model_context_window_exceeded,
};

constexpr auto describe(json::type<stop_reason>) {
    using enum stop_reason;
    return json::names(json::name{end_turn, "end_turn"}, json::name{tool_use, "tool_use"},
                       json::name{max_tokens, "max_tokens"}, json::name{stop_sequence, "stop_sequence"},
                       json::name{guardrail_intervened, "guardrail_intervened"},
                       json::name{content_filtered, "content_filtered"},
                       json::name{malformed_model_output, "malformed_model_output"},
                       json::name{malformed_tool_use, "malformed_tool_use"},
                       json::name{model_context_window_exceeded, "model_context_window_exceeded"});
}

}  // namespace bedrock
