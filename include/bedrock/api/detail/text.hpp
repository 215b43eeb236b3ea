// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string_view>

namespace bedrock::api::detail {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool same_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

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
