// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cli {

enum class operation { converse, stream, invoke };

/// What the command line asks for.
struct options {
    cli::operation operation = operation::converse;
    std::vector<std::string> regions{};  ///< failover in this order; empty: the environment's
    std::string model{};
    std::string system{};
    std::optional<std::int32_t> max_tokens{};
    std::optional<std::chrono::milliseconds> timeout{};       ///< the whole call
    std::optional<std::chrono::milliseconds> idle_timeout{};  ///< silence in the middle of a reply
    std::string endpoint_url{};
    std::string ca_file{};
    bool insecure = false;
    bool json = false;
    bool stats = false;
    std::optional<std::string> prompt{};  ///< none: read standard input
};

/// The program ends at once: what to print, and whether that is what was asked for (`--help`) or a complaint.
struct early_end {
    std::string text;
    bool failed = false;
};

std::variant<options, early_end> parse(int count, char const* const* arguments);

}  // namespace cli
