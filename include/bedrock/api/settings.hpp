// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

/// How the model is to generate. What is not set is the model's default.
struct inference_config {
    std::optional<std::int64_t> max_tokens{};  ///< set it: without it the model's maximum is reserved
    std::optional<double> temperature{};
    std::optional<double> top_p{};
    std::vector<std::string> stop_sequences{};

    bool empty() const { return !max_tokens && !temperature && !top_p && stop_sequences.empty(); }
    friend bool operator==(inference_config const&, inference_config const&) = default;
};

constexpr auto describe(json::type<inference_config>) {
    return json::object(json::member{"maxTokens", &inference_config::max_tokens},
                        json::member{"temperature", &inference_config::temperature},
                        json::member{"topP", &inference_config::top_p},
                        json::omit_empty{"stopSequences", &inference_config::stop_sequences});
}

enum class latency : std::uint8_t { standard, optimized };

constexpr auto describe(json::type<latency>) {
    return json::names(json::name{latency::standard, "standard"},
                       json::name{latency::optimized, "optimized"});
}

struct performance_config {
    json::open<bedrock::latency> latency{};

    friend bool operator==(performance_config const&, performance_config const&) = default;
};

constexpr auto describe(json::type<performance_config>) {
    return json::object(json::member{"latency", &performance_config::latency});
}

enum class service_tier_type : std::uint8_t { standard, priority, flex, reserved };

constexpr auto describe(json::type<service_tier_type>) {
    return json::names(json::name{service_tier_type::standard, "default"},
                       json::name{service_tier_type::priority, "priority"},
                       json::name{service_tier_type::flex, "flex"},
                       json::name{service_tier_type::reserved, "reserved"});
}

struct service_tier {
    json::open<service_tier_type> type{};

    friend bool operator==(service_tier const&, service_tier const&) = default;
};

constexpr auto describe(json::type<service_tier>) {
    return json::object(json::member{"type", &service_tier::type});
}

/// A guardrail to hold prompt and answer against.
struct guardrail_config {
    std::optional<std::string> identifier{};              ///< ID or ARN
    std::optional<std::string> version{};                 ///< `DRAFT` or a number
    std::optional<std::string> trace{};                   ///< `enabled`, `disabled`, `enabled_full`
    std::optional<std::string> stream_processing_mode{};  ///< `sync` or `async`; streams only

    friend bool operator==(guardrail_config const&, guardrail_config const&) = default;
};

constexpr auto describe(json::type<guardrail_config>) {
    return json::object(json::member{"guardrailIdentifier", &guardrail_config::identifier},
                        json::member{"guardrailVersion", &guardrail_config::version},
                        json::member{"trace", &guardrail_config::trace},
                        json::member{"streamProcessingMode", &guardrail_config::stream_processing_mode});
}

}  // namespace bedrock
