// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <bedrock/api/detail/redact.hpp>
#include <bedrock/json/utf8.hpp>

namespace bedrock::api::detail {

/// What came from outside, fit for a terminal and a log: valid UTF-8, no control character (C1 neither) but
/// line end and tab, at most about `limit` bytes.
[[gnu::cold]] inline std::string printable(std::string_view text, std::size_t limit) {
    std::string out;
    out.reserve(text.size() < limit ? text.size() : limit + 3);
    for (std::size_t i = 0; i < text.size();) {
        if (out.size() >= limit)
            return out.append("...");
        auto const n = json::detail::utf8_sequence(text.data() + i, text.data() + text.size());
        auto const c = static_cast<unsigned char>(text[i]);
        bool const c1 = n == 2 && c == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (n == 0 || c1 || (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
            out.push_back('?');
        else
            out.append(text, i, n);
        i += n == 0 ? 1 : n;
    }
    return out;
}

/// One short line of it, runs of white space made one blank, without what a debugging proxy may echo of our
/// headers: for the beginning of a body nobody expected.
[[gnu::cold]] inline std::string excerpt(std::string_view text, std::size_t limit = 160) {
    std::string line;
    // White space is squeezed before the cut, so that the markup of a proxy's page leaves room for its words.
    for (char const c : text.substr(0, limit * 8)) {
        bool const blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!blank)
            line.push_back(c);
        else if (!line.empty() && line.back() != ' ')
            line.push_back(' ');
    }
    if (!line.empty() && line.back() == ' ')
        line.pop_back();
    redact(line);
    return printable(line, limit);
}

}  // namespace bedrock::api::detail
