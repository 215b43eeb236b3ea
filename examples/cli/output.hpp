// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include <bedrock/core/error.hpp>
#include <bedrock/json/writer.hpp>

#include "exit_status.hpp"

namespace cli {

/// To standard output, at once. False when nobody takes it any more.
inline bool print(std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

/// The error to standard error; the exit status that it means.
inline int complain(bedrock::error const& e) {
    std::fprintf(stderr, "bedrock: %s\n", e.describe().c_str());
    return exit_status(e.kind);
}

/// A described struct as a line of JSON; the exit status.
template <class T>
int print_json(T const& value) {
    std::string line;
    if (auto const written = bedrock::json::write(line, value); !written)
        return complain(written.error());
    return print(line + "\n") ? 0 : output_failed;
}

}  // namespace cli
