// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <expected>
#include <utility>

#include <bedrock/core/error.hpp>

namespace bedrock {

/// The one way to say "this or an error".
template <class T>
using result = std::expected<T, error>;

/// The failure half of a `result`, from its parts: `return failure({.kind = …, .message = …});`
inline std::unexpected<error> failure(error e) { return std::unexpected<error>{std::move(e)}; }

/// A success: used like a pointer to `T`, and carries the story of the call that brought it.
template <class T>
struct reply {
    T value{};
    bedrock::story story{};

    T const& operator*() const& { return value; }
    T& operator*() & { return value; }
    T&& operator*() && { return std::move(value); }
    T const* operator->() const { return &value; }
    T* operator->() { return &value; }
};

}  // namespace bedrock
