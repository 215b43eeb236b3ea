// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdlib>
#include <string_view>

namespace bedrock {

/// The value of an environment variable; empty if it is unset. Valid until the environment is changed.
inline std::string_view environment_variable(char const* name) {
    auto const* const value = std::getenv(name);
    return value == nullptr ? std::string_view{} : std::string_view{value};
}

}  // namespace bedrock
