// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <expected>
#include <string>

namespace bedrock::testing::emulation {

/// An error as the service answers it.
struct refusal {
    int status = 0;
    std::string code{};
    std::string message{};

    friend bool operator==(refusal const&, refusal const&) = default;
};

inline std::unexpected<refusal> invalid(std::string message) {
    return std::unexpected{refusal{400, "ValidationException", std::move(message)}};
}

}  // namespace bedrock::testing::emulation
