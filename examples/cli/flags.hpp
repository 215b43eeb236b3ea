// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command.hpp"

namespace cli {

/// The flags of one command, each with the place that its value goes to.
///
///     flags f{"logs", help};
///     f.on("--json", o.json).text("--region", o.region).words(o.files);
///     if (auto const ended = f.read(words))
///         return *ended;
///
/// `--flag value` and `--flag=value` are the same; behind `--` nothing is a flag, and `-` is none.
class flags {
 public:
    /// Puts a value in its place; says what is wrong with it (`wants a number`), or nothing.
    using setter = std::function<std::string(std::string const& value)>;

    /// Both texts outlive this.
    flags(std::string_view command, std::string_view help) : command_{command}, help_{help} {}

    flags& on(std::string name, bool& place);                         ///< a flag without a value
    flags& text(std::string name, std::string& place);                ///< not empty; the last one counts
    flags& texts(std::string name, std::vector<std::string>& place);  ///< not empty; may be repeated
    flags& number(std::string name, int& place, int least, int most);
    flags& number(std::string name, std::optional<int>& place, int least, int most);
    flags& number(std::string name, double& place, double least, double most);
    flags& value(std::string name, setter set);     ///< anything else
    flags& words(std::vector<std::string>& place);  ///< what is no flag; without it, a complaint

    /// Reads the line. The program's exit status where it ends here: help was asked for and printed, or
    /// something is wrong and was said.
    std::optional<int> read(arguments words) const;

    /// Says what is wrong with the line, and where help is; the exit status.
    int complain(std::string_view what) const;

 private:
    struct flag {
        std::string name;
        bool* on;  // null: it has a value
        setter set;
    };

    flag const* find(std::string_view name) const;

    std::string_view command_;
    std::string_view help_;
    std::vector<flag> flags_{};
    std::vector<std::string>* words_ = nullptr;
};

}  // namespace cli
