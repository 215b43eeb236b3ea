// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <bedrock/core/tokens.hpp>
#include <bedrock/json/describe.hpp>

namespace bedrock {

/// Tokens written to the prompt cache, by how long they stay.
struct cache_detail {
    std::string ttl{};
    std::int64_t input_tokens{};

    friend bool operator==(cache_detail const&, cache_detail const&) = default;
};

constexpr auto describe(json::type<cache_detail>) {
    return json::object(json::member{"ttl", &cache_detail::ttl},
                        json::member{"inputTokens", &cache_detail::input_tokens});
}

/// The tokens of a call, as the service counts them. `input_tokens` is without the cached ones.
struct usage {
    std::int64_t input_tokens{};
    std::int64_t output_tokens{};
    std::int64_t total_tokens{};
    std::optional<std::int64_t> cache_read_input_tokens{};
    std::optional<std::int64_t> cache_write_input_tokens{};
    std::vector<cache_detail> cache_details{};

    /// In the form that quotas are settled in.
    tokens_used used() const {
        return {.input = input_tokens,
                .output = output_tokens,
                .cache_read = cache_read_input_tokens.value_or(0),
                .cache_write = cache_write_input_tokens.value_or(0)};
    }

    friend bool operator==(usage const&, usage const&) = default;
};

constexpr auto describe(json::type<usage>) {
    return json::object(json::member{"inputTokens", &usage::input_tokens},
                        json::member{"outputTokens", &usage::output_tokens},
                        json::member{"totalTokens", &usage::total_tokens},
                        json::member{"cacheReadInputTokens", &usage::cache_read_input_tokens},
                        json::member{"cacheWriteInputTokens", &usage::cache_write_input_tokens},
                        json::omit_empty{"cacheDetails", &usage::cache_details});
}

/// How long the service took.
struct metrics {
    std::int64_t latency_ms{};

    friend bool operator==(metrics const&, metrics const&) = default;
};

constexpr auto describe(json::type<metrics>) {
    return json::object(json::member{"latencyMs", &metrics::latency_ms});
}

}  // namespace bedrock
