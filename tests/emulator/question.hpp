// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/testing/service/terms.hpp>

#include "refusal.hpp"

namespace bedrock::testing::emulation {

/// The shapes of body that are understood: Converse, and two models' own for InvokeModel.
enum class dialect : std::uint8_t { converse, anthropic, nova };

/// A request's body, checked as the service does, and what the emulator needs of it.
struct question {
    dialect form = dialect::converse;
    std::string prompt{};  ///< the text of the last user message
    std::int64_t input_tokens = 0;
    std::optional<std::int64_t> max_tokens{};
    /// How long the answer should be without a limit: an extension, `{"emulator":{"outputTokens":n}}` in
    /// `additionalModelRequestFields` (Converse) or at the top level (InvokeModel).
    std::optional<std::int64_t> length{};
};

/// Nothing if the emulator does not know the model's format.
std::optional<dialect> dialect_of(std::string_view base_model, std::string_view body);

std::expected<question, refusal> read_question(dialect, std::string_view body, service::model_facts const&);

}  // namespace bedrock::testing::emulation
