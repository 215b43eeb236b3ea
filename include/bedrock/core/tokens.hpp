// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>

namespace bedrock {

/// Tokens that a call used, as the service reports them.
struct tokens_used {
    std::int64_t input = 0;        ///< without those read from or written to a prompt cache
    std::int64_t output = 0;       ///< generated
    std::int64_t cache_read = 0;   ///< not counted against a minute's quota
    std::int64_t cache_write = 0;  ///< counted like input

    friend bool operator==(tokens_used const&, tokens_used const&) = default;
};

/// What a request may use, as far as can be told before it is sent.
struct tokens_asked {
    std::int64_t input_estimate = 0;  ///< tokens of the prompt, estimated
    std::optional<std::int64_t>
        output_limit{};  ///< the request's own limit; none: the model's maximum counts

    friend bool operator==(tokens_asked const&, tokens_asked const&) = default;
};

}  // namespace bedrock
