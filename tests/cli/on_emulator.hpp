// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/testing/emulator.hpp>

#include "program.hpp"

/// `bedrock` against an emulator in this process.
namespace cli {

using bedrock::testing::emulator;
using bedrock::testing::emulator_options;

inline emulator start(emulator_options options = {}) {
    auto started = emulator::start(std::move(options));
    if (!started) {
        std::fprintf(stderr, "%s\n", started.error().describe().c_str());
        std::abort();
    }
    return std::move(*started);
}

inline program::variables environment(emulator const& e) {
    bedrock::testing::account const known;
    return {{"AWS_REGION", "us-east-1"},
            {"AWS_ENDPOINT_URL", e.url_template()},
            {"AWS_CA_BUNDLE", e.ca_file()},
            {"AWS_ACCESS_KEY_ID", known.access_key_id},
            {"AWS_SECRET_ACCESS_KEY", known.secret_access_key}};
}

inline ended run(emulator const& e, std::vector<std::string> arguments, std::string_view input = {}) {
    return program{std::move(arguments), environment(e), input}.end();
}

}  // namespace cli
