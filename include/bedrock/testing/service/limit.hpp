// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>

namespace bedrock::testing {

/// What an account may use of one model in one source region and kind of bucket. Unset is unlimited; 0 is a
/// quota of 0.
struct limit {
    std::optional<std::int64_t> requests{};        ///< per minute
    std::optional<std::int64_t> tokens{};          ///< per minute
    std::optional<std::int64_t> tokens_per_day{};  ///< all models of an account and region together

    friend bool operator==(limit const&, limit const&) = default;
};

/// How a minute's quota passes. The service does not document it.
enum class window : std::uint8_t {
    fixed,    ///< the count starts anew with each minute of the clock
    sliding,  ///< what was used in the 60 s before now counts
    bucket,   ///< what was used drains evenly, a minute's quota in a minute
};

}  // namespace bedrock::testing
