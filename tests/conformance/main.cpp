// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// conformance SUITE DIR: runs a folder of cases and prints a line for each that fails, then the totals.
// Exit status: 0 if none failed, 1 if some did, 2 if nothing could be run.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "suite.hpp"

namespace {

struct named_suite {
    std::string_view name;
    void (*run)(std::filesystem::path const&, conformance::report&);
};

constexpr named_suite suites[] = {
    {"api", conformance::api},
    {"converse", conformance::converse},
    {"credentials", conformance::credentials},
    {"endpoints", conformance::endpoints},
    {"eventstream", conformance::eventstream},
    {"profile-parsing", conformance::profile_parsing},
    {"restjson", conformance::restjson},
    {"retry", conformance::retry},
    {"sigv4", conformance::sigv4},
    {"sigv4-bedrock", conformance::sigv4_bedrock},
};

int usage(char const* what, char const* which) {
    std::fprintf(stderr, "conformance: %s%s\nusage: conformance SUITE DIR, where SUITE is one of", what,
                 which);
    for (auto const& suite : suites)
        std::fprintf(stderr, " %.*s", static_cast<int>(suite.name.size()), suite.name.data());
    std::fputs("\n", stderr);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3)
        return usage("expected a suite and a folder", "");
    std::string_view const name{argv[1]};
    named_suite const* chosen = nullptr;
    for (auto const& suite : suites)
        if (suite.name == name)
            chosen = &suite;
    if (chosen == nullptr)
        return usage("there is no suite named ", argv[1]);

    std::error_code ignored;
    if (!std::filesystem::is_directory(argv[2], ignored)) {
        std::fprintf(stderr, "conformance: not a readable folder: %s\n", argv[2]);
        return 2;
    }
    conformance::report report;
    try {
        chosen->run(argv[2], report);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "conformance: cannot read the cases of %s: %s\n", argv[2], e.what());
        return 2;
    }
    auto const [passed, failed] = report.totals();
    if (passed + failed == 0) {
        std::fprintf(stderr, "conformance: no case of suite %s found in %s\n", argv[1], argv[2]);
        return 2;
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
