// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>

namespace bedrock {

/// How much of a request had left when its exchange ended.
enum class sent : std::uint8_t { nothing, part, whole };

}  // namespace bedrock
