// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

#include <bedrock/core/error_kind.hpp>
#include <bedrock/logs/file.hpp>

#include "display_width.hpp"

namespace cli {

/// What was no record.
struct log_faults {
    std::uint64_t count = 0;
    bedrock::error_kind first = bedrock::error_kind::none;
};

/// Hands each entry of a log to `use`. The faults are passed over, and ten of them told on standard error.
log_faults read_log(bedrock::logs::file from, std::string const& name, auto use) {
    constexpr std::uint64_t most_told = 10;
    auto const shown = displayable(name);
    log_faults faults;
    while (auto const next = from.next()) {
        if (*next) {
            use(**next);
            continue;
        }
        auto const& why = next->error().why;
        if (faults.count == 0)
            faults.first = why.kind;
        if (++faults.count <= most_told)
            std::fprintf(stderr, "bedrock: %s: %s\n", shown.c_str(), displayable(why.message).c_str());
    }
    if (faults.count > most_told)
        std::fprintf(stderr, "bedrock: %s: and %llu more\n", shown.c_str(),
                     static_cast<unsigned long long>(faults.count - most_told));
    return faults;
}

}  // namespace cli
