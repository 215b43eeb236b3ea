// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>

#include <bedrock/json/describe.hpp>

namespace bedrock {

/// A piece of text, in a message, in a system prompt or in a tool's result.
struct text_block {
    std::string text{};

    friend bool operator==(text_block const&, text_block const&) = default;
};

constexpr auto describe(json::type<text_block>) { return json::transparent(&text_block::text); }

}  // namespace bedrock
