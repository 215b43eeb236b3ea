// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

namespace bedrock {

/// What one call may want different.
struct call_options {
    std::optional<std::chrono::milliseconds>
        deadline{};          ///< the whole call, all attempts and waits; else as `times` says
    std::stop_token stop{};  ///< ends the call, or its stream, with `cancelled`
};

}  // namespace bedrock
