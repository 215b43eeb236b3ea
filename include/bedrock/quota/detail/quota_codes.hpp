// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

namespace bedrock::quota::detail {

/// A quota whose code is known. Codes stay while names are reworded.
struct quota_code {
    std::string_view code;
    std::string_view name;
};

/// Of the service code `bedrock`, as of 2026-10.
inline constexpr quota_code quota_codes[] = {
    {"L-254CACF4", "On-demand model inference requests per minute for Anthropic Claude 3.5 Sonnet"},
    {"L-A50569E5", "On-demand model inference tokens per minute for Anthropic Claude 3.5 Sonnet"},
    {"L-479B647F", "Cross-region model inference tokens per minute for Anthropic Claude 3.5 Sonnet"},
    {"L-4A6BFAB1", "Cross-region model inference requests per minute for Anthropic Claude Sonnet 4.5"},
    {"L-F4DDD3EB", "Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5"},
    {"L-381AD9EE",
     "Model invocation max tokens per day for Anthropic Claude Sonnet 4.5 (doubled for cross-region calls)"},
    {"L-DB84CE56", "Global cross-region model inference requests per minute for Anthropic Claude Sonnet 4.5"},
    {"L-27C57EE8", "Global cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5"},
    {"L-BC182137", "Global cross-region model inference tokens per day for Anthropic Claude Sonnet 4.5"},
    {"L-CCA5DF70", "Cross-region model inference requests per minute for Anthropic Claude Haiku 4.5"},
    {"L-58BE175A", "Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5"},
    {"L-E5084BBA", "Global cross-region model inference requests per minute for Anthropic Claude Haiku 4.5"},
    {"L-9A11C666", "Global cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5"},
    {"L-00FF3314", "Cross-region model inference requests per minute for Anthropic Claude Sonnet 4.6"},
    {"L-15B8E632", "Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.6"},
    {"L-F6E116D7", "Global cross-region model inference requests per minute for Anthropic Claude Sonnet 4.6"},
    {"L-7BEE40FB", "Global cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.6"},
    {"L-E386A278", "On-demand model inference requests per minute for Amazon Nova Lite"},
    {"L-70423BF8", "On-demand model inference tokens per minute for Amazon Nova Lite"},
    {"L-89F8391A", "Cross-region model inference requests per minute for Amazon Nova Lite"},
    {"L-7C42E72A", "Cross-region model inference tokens per minute for Amazon Nova Lite"},
    {"L-E118F160", "On-demand model inference requests per minute for Amazon Nova Micro"},
    {"L-CFA4FA0D", "On-demand model inference tokens per minute for Amazon Nova Micro"},
    {"L-CE33604C", "On-demand model inference tokens per minute for Amazon Nova Pro"},
    {"L-ED46B8C5", "Cross-region model inference requests per minute for Amazon Nova Pro"},
    {"L-C0326783", "Cross-region model inference tokens per minute for Amazon Nova Pro"},
    {"L-E3F10727", "Cross-Model Max Tokens Per Day"},
};

/// The name that goes with a code; empty where the code is not known.
constexpr std::string_view name_of_code(std::string_view code) {
    for (auto const& known : quota_codes)
        if (known.code == code)
            return known.name;
    return {};
}

}  // namespace bedrock::quota::detail
