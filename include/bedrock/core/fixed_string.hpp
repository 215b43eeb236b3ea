// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string_view>

namespace bedrock {

/// A string that can be a template argument: `region::fixed<"eu-west-3">`.
template <std::size_t N>
struct fixed_string {
    char chars[N]{};

    consteval fixed_string(char const (&text)[N]) {
        for (std::size_t i = 0; i != N; ++i)
            chars[i] = text[i];
    }  // NOLINT: implicit on purpose

    constexpr std::string_view view() const { return {chars, N - 1}; }
    friend constexpr bool operator==(fixed_string const&, fixed_string const&) = default;
};

}  // namespace bedrock
