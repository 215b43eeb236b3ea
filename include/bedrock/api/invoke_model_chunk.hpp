// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/json/describe.hpp>
#include <bedrock/json/values.hpp>

namespace bedrock {

/// What the service adds to the last chunk of a stream; times in milliseconds.
struct invocation_metrics {
    std::optional<std::int64_t> input_token_count{};
    std::optional<std::int64_t> output_token_count{};
    std::optional<std::int64_t> cache_read_input_token_count{};
    std::optional<std::int64_t> cache_write_input_token_count{};
    std::optional<std::int64_t> invocation_latency{};
    std::optional<std::int64_t> first_byte_latency{};

    friend bool operator==(invocation_metrics const&, invocation_metrics const&) = default;
};

constexpr auto describe(json::type<invocation_metrics>) {
    using m = invocation_metrics;
    return json::object(json::member{"inputTokenCount", &m::input_token_count},
                        json::member{"outputTokenCount", &m::output_token_count},
                        json::member{"cacheReadInputTokenCount", &m::cache_read_input_token_count},
                        json::member{"cacheWriteInputTokenCount", &m::cache_write_input_token_count},
                        json::member{"invocationLatency", &m::invocation_latency},
                        json::member{"firstByteLatency", &m::first_byte_latency});
}

/// A piece of the answer: mostly one JSON document of the model's own format.
struct invoke_model_chunk {
    json::blob bytes{};
    std::optional<invocation_metrics> metrics{};  ///< only in the last chunk; also part of `bytes`

    /// The bytes as text.
    std::string_view text() const { return bytes.bytes; }

    friend bool operator==(invoke_model_chunk const&, invoke_model_chunk const&) = default;
};

constexpr auto describe(json::type<invoke_model_chunk>) {
    return json::object(json::member{"bytes", &invoke_model_chunk::bytes});
}

}  // namespace bedrock
