// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include "flags.hpp"

#include <charconv>
#include <cstdio>
#include <system_error>
#include <type_traits>

#include "display_width.hpp"
#include "exit_status.hpp"
#include "output.hpp"

namespace cli {

namespace {

template <class Number>
std::string text_of(Number n) {
    char digits[32];
    return {digits, std::to_chars(digits, digits + sizeof digits, n).ptr};
}

/// Puts a number from `least` to `most` in its place.
template <class Number>
auto into(auto& place, Number least, Number most) {
    return [&place, least, most](std::string const& given) {
        Number value{};
        auto const [end, wrong] = std::from_chars(given.data(), given.data() + given.size(), value);
        if (wrong != std::errc{} || end != given.data() + given.size() || !(value >= least && value <= most))
            return (std::is_integral_v<Number> ? "wants a whole number from " : "wants a number from ") +
                   text_of(least) + " to " + text_of(most);
        place = value;
        return std::string{};
    };
}

}  // namespace

flags& flags::on(std::string name, bool& place) {
    flags_.push_back({std::move(name), &place, {}});
    return *this;
}

flags& flags::value(std::string name, setter set) {
    flags_.push_back({std::move(name), nullptr, std::move(set)});
    return *this;
}

flags& flags::text(std::string name, std::string& place) {
    return value(std::move(name), [&place](std::string const& given) {
        place = given;
        return given.empty() ? "wants a value that is not empty" : "";
    });
}

flags& flags::texts(std::string name, std::vector<std::string>& place) {
    return value(std::move(name), [&place](std::string const& given) {
        place.push_back(given);
        return given.empty() ? "wants a value that is not empty" : "";
    });
}

flags& flags::number(std::string name, int& place, int least, int most) {
    return value(std::move(name), into(place, least, most));
}

flags& flags::number(std::string name, std::optional<int>& place, int least, int most) {
    return value(std::move(name), into(place, least, most));
}

flags& flags::number(std::string name, double& place, double least, double most) {
    return value(std::move(name), into(place, least, most));
}

flags& flags::words(std::vector<std::string>& place) {
    words_ = &place;
    return *this;
}

flags::flag const* flags::find(std::string_view name) const {
    for (auto const& f : flags_)
        if (f.name == name)
            return &f;
    return nullptr;
}

std::optional<int> flags::read(arguments words) const {
    bool over = false;
    for (std::size_t i = 0; i != words.size(); ++i) {
        std::string const word = words[i];
        if (over || !word.starts_with("-") || word == "-") {
            if (words_ == nullptr)
                return complain("'" + word + "' is too much");
            words_->push_back(word);
            continue;
        }
        if (word == "--") {
            over = true;
            continue;
        }
        if (word == "--help" || word == "-h")
            return print(help_) ? 0 : output_failed;
        auto const equals = word.find('=');
        auto const name = word.substr(0, equals);
        auto const* const found = find(name);
        if (found == nullptr)
            return complain(name + " is no flag of " + std::string{command_});
        if (found->on != nullptr) {
            if (equals != std::string::npos)
                return complain(name + " takes no value");
            *found->on = true;
            continue;
        }
        if (equals == std::string::npos && ++i == words.size())
            return complain(name + " wants a value");
        if (auto const wrong = found->set(equals == std::string::npos ? words[i] : word.substr(equals + 1));
            !wrong.empty())
            return complain(name + " " + wrong);
    }
    return std::nullopt;
}

int flags::complain(std::string_view what) const {
    std::fprintf(stderr, "bedrock: %s\nTry 'bedrock %.*s --help'.\n", displayable(what).c_str(),
                 static_cast<int>(command_.size()), command_.data());
    return wrong_usage;
}

}  // namespace cli
