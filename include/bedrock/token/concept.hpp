// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <string_view>

#include <bedrock/core/result.hpp>

namespace bedrock::token {

/// A source of Bedrock API keys, a parameter of `signing::bearer`. It is asked for every request.
///
/// | expression    | returns               | means                                                        |
/// |---------------|-----------------------|--------------------------------------------------------------|
/// | `s.provide()` | `result<string_view>` | the key, lent until the source changes; or why there is none |
///
/// An error is of kind `credentials`, names the variable or field at fault, and never holds its value.
template <class S>
concept source = requires(S const& s) {
    { s.provide() } -> std::same_as<result<std::string_view>>;
};

}  // namespace bedrock::token
