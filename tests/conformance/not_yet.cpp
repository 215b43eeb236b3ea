// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Stands in for the suites that have no runner yet. A runner comes as a file of its own, and its line goes
// from here.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "suite.hpp"
#include "support.hpp"

namespace conformance {

namespace {

constexpr char const* why = "cannot run yet";

/// A file is a list of cases, a table of operations, one case, or only data for other files' cases.
void fail_file(std::filesystem::path const& path, std::string const& name, report& out) {
    auto const document = read_json(path);
    for (auto const* list : {"cases", "operations"}) {
        auto const found = document.find(list);
        if (found == document.end())
            continue;
        auto index = 0;
        for (auto const& entry : found->items()) {
            auto const id = entry.value().is_object() ? entry.value().find("id") : entry.value().end();
            auto const named = id != entry.value().end() && id->is_string();
            out.failed(name + " " + (named ? id->get<std::string>() : std::to_string(index)), why);
            ++index;
        }
        return;
    }
    if (path.stem() != "partitions" && path.stem() != "paginators")
        out.failed(name, why);
}

void fail_folder(std::filesystem::path const& dir, std::string const& name, report& out) {
    // a folder around a request as it goes on the wire is one case, whatever else it holds
    if (std::filesystem::exists(dir / "request.txt") || !files(dir, ".req").empty()) {
        out.failed(name, why);
        return;
    }
    auto const below = [&name](std::filesystem::path const& p) {
        return name.empty() ? p.filename().string() : name + "/" + p.filename().string();
    };
    for (auto const& path : files(dir, ".json"))
        fail_file(path, below(path), out);
    std::vector<std::filesystem::path> folders;
    for (auto const& entry : std::filesystem::directory_iterator{dir})
        if (entry.is_directory())
            folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    for (auto const& folder : folders)
        fail_folder(folder, below(folder), out);
}

}  // namespace

void not_yet(std::filesystem::path const& dir, report& out) { fail_folder(dir, {}, out); }

void api(std::filesystem::path const& dir, report& out) { not_yet(dir, out); }
void profile_parsing(std::filesystem::path const& dir, report& out) { not_yet(dir, out); }
void restjson(std::filesystem::path const& dir, report& out) { not_yet(dir, out); }

}  // namespace conformance
