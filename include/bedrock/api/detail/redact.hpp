// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <bedrock/api/detail/text.hpp>

namespace bedrock::api::detail {

/// Blanks what a service or a proxy echoes of our own authentication. AWS does so: a wrong signature is
/// answered with the canonical request, session token included, an incomplete one with the whole header.
[[gnu::cold]] inline void redact(std::string& text) {
    struct mark {
        std::string_view before;
        bool whole_line;  // the secret has several words
    };
    static constexpr mark marks[] = {
        {"authorization:", true},
        {"authorization=", true},
        {"x-amz-security-token:", false},
        {"x-amz-security-token=", false},
        {"x-amz-security-token%3d", false},
        {"signature=", false},
        {"credential=", false},
        {"bearer ", false},
        {"bedrock-api-key-", false},
        {"absk", false},
    };
    constexpr std::size_t shortest_secret = 16;  // shorter words are prose: "the bearer token is invalid"

    for (auto const& m : marks) {
        for (std::size_t from = 0;;) {
            auto const at = find_ignoring_case(text, m.before, from);
            if (at == std::string::npos)
                break;
            auto const begin = std::min(text.find_first_not_of(' ', at + m.before.size()), text.size());
            auto const end =
                std::min(text.find_first_of(m.whole_line ? "\n\r\"'" : " \t\n\r\"',;&)", begin), text.size());
            from = begin;
            if (end - begin >= shortest_secret) {
                text.replace(begin, end - begin, "[redacted]");
                from += 10;
            }
        }
    }
}

}  // namespace bedrock::api::detail
