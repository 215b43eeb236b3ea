// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "http_request.hpp"
#include "refusal.hpp"

namespace bedrock::testing::emulation {

/// Who answers: each with paths and a signing name of its own.
enum class part : std::uint8_t {
    runtime,
    control_plane,
    service_quotas,
    emulator,  ///< `/_emulator`, which no service has
};

/// Where a request goes.
struct route {
    std::string region{};  ///< the source
    part to = part::runtime;
    std::string operation{};         ///< `Converse`, `ListInferenceProfiles`, …; empty if none was recognised
    std::string label{};             ///< the model or profile in the path, decoded
    std::optional<refusal> wrong{};  ///< no such path, or not with this method
};

inline constexpr std::string_view emulator_path = "/_emulator";

/// The region is the label in the host (`us-east-1.localhost`, `bedrock.us-east-1.localhost`), else that of the
/// signature, else the first.
route find_route(http_request const&, std::span<std::string const> regions);

}  // namespace bedrock::testing::emulation
