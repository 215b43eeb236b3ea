// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

/// The process's environment as a test has it: nothing that begins with `AWS_` but what the test sets. Its
/// end puts everything back. Only for a program with one thread.
class environment {
 public:
    environment() {
        std::vector<std::string> names;
        for (char** line = environ; *line != nullptr; ++line)
            if (std::string_view const text{*line}; text.starts_with("AWS_"))
                names.emplace_back(text.substr(0, text.find('=')));
        for (auto const& name : names)
            remove(name);
    }
    environment(std::initializer_list<std::pair<char const*, char const*>> variables) : environment{} {
        for (auto const& [name, value] : variables)
            set(name, value);
    }
    environment(environment const&) = delete;
    environment& operator=(environment const&) = delete;
    ~environment() {
        for (auto i = before_.size(); i-- > 0;) {
            auto const& [name, value, was_set] = before_[i];
            was_set ? ::setenv(name.c_str(), value.c_str(), 1) : ::unsetenv(name.c_str());
        }
    }

    void set(std::string const& name, std::string const& value) {
        remember(name);
        ::setenv(name.c_str(), value.c_str(), 1);
    }

    void remove(std::string const& name) {
        remember(name);
        ::unsetenv(name.c_str());
    }

 private:
    struct variable {
        std::string name;
        std::string value;
        bool was_set;
    };
    void remember(std::string const& name) {
        auto const* const value = std::getenv(name.c_str());
        before_.push_back({name, value == nullptr ? "" : value, value != nullptr});
    }
    std::vector<variable> before_;
};

}  // namespace support
