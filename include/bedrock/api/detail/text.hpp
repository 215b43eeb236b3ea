// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string_view>

#include <bedrock/core/text.hpp>

namespace bedrock::api::detail {

using bedrock::detail::lower;
using bedrock::detail::same_ignoring_case;

constexpr std::size_t find_ignoring_case(std::string_view text, std::string_view what, std::size_t from = 0) {
    for (; from + what.size() <= text.size(); ++from)
        if (same_ignoring_case(text.substr(from, what.size()), what))
            return from;
    return std::string_view::npos;
}

constexpr bool contains_ignoring_case(std::string_view text, std::string_view what) {
    return find_ignoring_case(text, what) != std::string_view::npos;
}

}  // namespace bedrock::api::detail
