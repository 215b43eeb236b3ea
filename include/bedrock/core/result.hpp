// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <expected>
#include <initializer_list>
#include <string_view>
#include <utility>

#include <bedrock/core/error.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock {

/// The one way to say "this or an error".
template <class T>
using result = std::expected<T, error>;

/// The failure half of a `result`, from its parts: `return failure({.kind = …, .message = …});`
inline std::unexpected<error> failure(error e) { return std::unexpected<error>{std::move(e)}; }

/// The same for the most common case, a message from pieces: a call where building it in place would be half
/// a kilobyte of code.
///
///     return failure(error_kind::configuration, {variable, " is neither true nor false"}, "set it to true");
[[gnu::cold, gnu::noinline]] inline std::unexpected<error> failure(
    error_kind kind, std::initializer_list<std::string_view> message, std::string_view remedy,
    std::string_view region = {}) {
    std::unexpected<error> made{std::in_place};
    made.error().kind = kind;
    made.error().message = detail::joined(message);
    made.error().remedy = remedy;
    made.error().region = region;
    return made;
}

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
