// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What stands in for a tokenizer and a model: a simple rule, told to everyone. Up to four ASCII characters
/// in a row are a token; any other Unicode character is one by itself.
namespace bedrock::testing::emulation {

std::int64_t count_tokens(std::string_view utf8);

/// An answer of exactly so many tokens, one piece each, no character divided: first the word that nothing was
/// inferred here, then the prompt (its first 4 KiB), again and again.
std::vector<std::string> make_answer(std::string_view prompt, std::int64_t tokens);

}  // namespace bedrock::testing::emulation
