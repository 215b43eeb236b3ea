// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "tokens.hpp"

#include <algorithm>

namespace bedrock::testing::emulation {

namespace {

bool ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// Bytes of the first token; 0 of an empty text.
std::size_t first_token(std::string_view text) {
    std::size_t length = 0;
    while (length < 4 && length < text.size() && ascii(text[length]))
        ++length;
    if (length == 0 && !text.empty())
        do
            ++length;
        while (length < text.size() && continues(text[length]));
    return length;
}

}  // namespace

std::int64_t count_tokens(std::string_view utf8) {
    std::int64_t count = 0;
    for (; !utf8.empty(); ++count)
        utf8.remove_prefix(first_token(utf8));
    return count;
}

std::vector<std::string> make_answer(std::string_view prompt, std::int64_t tokens) {
    constexpr std::size_t longest = 4096;
    if (prompt.size() > longest) {
        auto end = longest;
        while (end > 0 && continues(prompt[end]))
            --end;
        prompt = prompt.substr(0, end);
    }
    std::string text = "[emulator, no inference] ";
    std::string const more = std::string{prompt.empty() ? "(no text)" : prompt} + " / ";
    // A token is four bytes at most, and more is never empty.
    while (text.size() < static_cast<std::size_t>(std::max<std::int64_t>(tokens, 0)) * 4)
        text.append(more);

    std::vector<std::string> pieces;
    std::string_view rest = text;
    while (static_cast<std::int64_t>(pieces.size()) < tokens) {
        auto const length = first_token(rest);
        pieces.emplace_back(rest.substr(0, length));
        rest.remove_prefix(length);
    }
    return pieces;
}

}  // namespace bedrock::testing::emulation
