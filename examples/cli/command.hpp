// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <span>
#include <string_view>

namespace cli {

/// The words behind the command's name.
using arguments = std::span<char const* const>;

/// One of the program's commands: a file in `commands/`, a line in `commands/all.hpp`.
struct command {
    std::string_view name;
    std::string_view summary;  ///< for the list in `bedrock --help`
    int (*run)(arguments);     ///< returns the exit status
};

}  // namespace cli
