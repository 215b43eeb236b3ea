// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>

#include <bedrock/core/result.hpp>
#include <bedrock/credentials/credentials.hpp>

namespace bedrock::credentials {

/// A source of access keys, a parameter of `signing::sigv4`. It is asked for every signature.
///
/// | expression    | returns        | means                                                        |
/// |---------------|----------------|--------------------------------------------------------------|
/// | `s.provide()` | `result<view>` | the keys, lent until the source changes; or why there are none |
///
/// An error is of kind `credentials`, names the variable or field at fault, and never holds its value. A
/// source does no I/O; one that must ask the network will say so in its type, and a driver will perform the
/// exchange.
template <class S>
concept source = requires(S const& s) {
    { s.provide() } -> std::same_as<result<view>>;
};

}  // namespace bedrock::credentials
