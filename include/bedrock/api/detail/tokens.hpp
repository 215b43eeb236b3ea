// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bedrock::api::detail {

/// What an image is taken to cost. Anthropic's rule is width x height / 750 and at most about 1,600; the size
/// is not looked up in the file, so this is the most.
inline constexpr std::size_t quarters_of_image = 4 * 1'600;

/// Quarters of a token in a text, estimated from its bytes in one pass: four ASCII characters a token, two
/// characters of the scripts UTF-8 writes in two bytes (Latin with accents, Greek, Cyrillic, Arabic, Hebrew),
/// one of those in three (Chinese, Japanese, Korean, Indic scripts), half of those in four (emoji). An
/// estimate for admission only: the service's count settles it.
[[gnu::noinline]] inline std::size_t quarter_tokens(std::string_view text) {
    std::size_t quarters = 0;
    std::size_t i = 0;
    while (i < text.size()) {
        if (std::uint64_t word = 0; i + sizeof word <= text.size()) {
            std::memcpy(&word, text.data() + i, sizeof word);
            if ((word & 0x8080808080808080u) == 0) {
                quarters += sizeof word;
                i += sizeof word;
                continue;
            }
        }
        auto const lead = static_cast<unsigned char>(text[i++]);
        quarters += lead < 0x80 ? 1u : lead < 0xC0 ? 0u : lead < 0xE0 ? 2u : lead < 0xF0 ? 4u : 8u;
    }
    return quarters;
}

inline std::int64_t whole_tokens(std::size_t quarters) {
    return static_cast<std::int64_t>((quarters + 3) / 4);
}

/// The same for a JSON text of unknown shape: a long run of base64 between quotes is an image.
inline std::int64_t tokens_of_json(std::string_view text) {
    constexpr std::size_t long_run = 2'048;
    constexpr auto base64 = [](std::string_view run) {
        for (char const c : run)
            if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
                  c == '/' || c == '='))
                return false;
        return true;
    };
    std::size_t quarters = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        auto const quote = text.find('"', begin);
        auto const run = text.substr(begin, quote - begin);
        quarters += run.size() >= long_run && base64(run) ? quarters_of_image : quarter_tokens(run);
        begin = quote == std::string_view::npos ? text.size() : quote + 1;
    }
    return whole_tokens(quarters);
}

}  // namespace bedrock::api::detail
