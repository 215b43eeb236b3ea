// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

/// Runs folders of published test cases against the library: `conformance SUITE DIR`, see main.cpp.
namespace conformance {

struct tally {
    int passed = 0;
    int failed = 0;
};

/// Told the end of each case; a line for each that failed, so that a long suite stays readable.
class report {
 public:
    /// `why` empty: the case passed. A case is told once, with everything that is wrong with it.
    void finished(std::string_view name, std::string_view why) {
        if (why.empty()) {
            ++totals_.passed;
            return;
        }
        ++totals_.failed;
        std::printf("FAIL %.*s: %.*s\n", static_cast<int>(name.size()), name.data(),
                    static_cast<int>(why.size()), why.data());
    }

    void passed(std::string_view name) { finished(name, {}); }
    void failed(std::string_view name, std::string_view why) { finished(name, why.empty() ? "failed" : why); }

    tally totals() const { return totals_; }

 private:
    tally totals_;
};

// One function a suite, each in the file of its name. It may throw: that ends the suite as unreadable, so
// it catches what belongs to one case.
void api(std::filesystem::path const& dir, report&);
void converse(std::filesystem::path const& dir, report&);
void credentials(std::filesystem::path const& dir, report&);
void endpoints(std::filesystem::path const& dir, report&);
void eventstream(std::filesystem::path const& dir, report&);
void profile_parsing(std::filesystem::path const& dir, report&);
void restjson(std::filesystem::path const& dir, report&);
void retry(std::filesystem::path const& dir, report&);
void sigv4(std::filesystem::path const& dir, report&);
void sigv4_bedrock(std::filesystem::path const& dir, report&);

/// Fails every case below `dir` with "cannot run yet": what has no runner is not silently left out.
void not_yet(std::filesystem::path const& dir, report&);

}  // namespace conformance
