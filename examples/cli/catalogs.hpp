// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include <bedrock/catalog/current.hpp>
#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/catalog/table.hpp>

#include "flags.hpp"
#include "joined.hpp"

namespace cli {

/// The catalogue of `--catalog`: one of the library's, or one in a file, which is asked before today's.
class chosen_catalog {
 public:
    explicit chosen_catalog(bedrock::catalog::set const* otherwise = nullptr) : set_{otherwise} {}

    void add_to(flags& f) {
        f.value("--catalog", [this](std::string const& given) { return choose(given); });
    }

    /// Null: none was named, and there is no other.
    bedrock::catalog::set const* get() const { return set_; }

 private:
    std::string choose(std::string const& given) {
        set_ = given == "current"          ? &bedrock::catalog::current
               : given == "launch-2024-09" ? &bedrock::catalog::launch_2024_09
                                           : nullptr;
        return set_ != nullptr ? std::string{} : load(given);
    }

    std::string load(std::string const& path) {
        std::ifstream file{path, std::ios::binary};
        if (!file)
            return "wants 'current', 'launch-2024-09' or a file that can be read";
        std::string const text{std::istreambuf_iterator<char>{file}, {}};
        auto table = bedrock::catalog::table::parse(text, &bedrock::catalog::current);
        if (!table)
            return path + ": " + table.error().message;
        table_ = std::make_unique<bedrock::catalog::table>(std::move(*table));
        set_ = &table_->rows();
        return {};
    }

    bedrock::catalog::set const* set_;
    std::unique_ptr<bedrock::catalog::table> table_{};
};

/// `us-east-1, us-west-2`
inline std::string listed(bedrock::catalog::region_list regions) {
    return regions.is_open() ? "any region that offers the model" : joined(regions);
}

}  // namespace cli
