// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>

#include "../command.hpp"

namespace cli::commands {

extern command const converse, stream, invoke, profiles, route, compare, before_after, simulate, catalog,
    logs;

/// In the order of `bedrock --help`.
inline constexpr command const* all[] = {&converse, &stream,       &invoke,   &profiles, &route,
                                         &compare,  &before_after, &simulate, &catalog,  &logs};

/// The options of converse, stream and invoke, which `bedrock --help` shows too.
std::string ask_options();

}  // namespace cli::commands
