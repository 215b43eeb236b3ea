// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace cli {

/// Whether colour may be written there: to a terminal that can, unless NO_COLOR is set (https://no-color.org).
inline bool colourful(std::FILE* to) {
    auto const* const no_colour = std::getenv("NO_COLOR");
    auto const* const terminal = std::getenv("TERM");
    return (no_colour == nullptr || *no_colour == '\0') && terminal != nullptr &&
           std::string_view{terminal} != "dumb" && ::isatty(::fileno(to)) == 1;
}

}  // namespace cli
