// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <bedrock/api/settings.hpp>
#include <bedrock/json/open.hpp>

namespace bedrock {

/// The model's answer as it came, in the model's own format.
struct invoke_model_response {
    std::string body{};
    std::string content_type{};
    std::optional<json::open<latency>> performance_config_latency{};
    std::optional<json::open<service_tier_type>> service_tier{};
    std::optional<std::int64_t> input_token_count{};  ///< in headers, not for every model
    std::optional<std::int64_t> output_token_count{};
    std::optional<std::int64_t> cache_read_input_token_count{};
    std::optional<std::int64_t> cache_write_input_token_count{};
    std::optional<std::int64_t> invocation_latency_ms{};

    friend bool operator==(invoke_model_response const&, invoke_model_response const&) = default;
};

}  // namespace bedrock
