// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock::retry {

/// AWS's retry modes, as `AWS_RETRY_MODE` names them.
enum class mode : std::uint8_t {
    aws_standard,
    aws_adaptive,  ///< standard, behind the sending rate of `quota::adaptive`
    aws_legacy,    ///< that of old SDKs; not to be had here
};

/// How AWS's common settings want calls to be retried.
struct settings {
    retry::mode mode = retry::mode::aws_standard;
    int max_attempts = 3;  ///< the first try included
};

/// What one source says of it, as it is written there; empty: nothing.
struct setting_texts {
    std::string_view mode{};
    std::string_view max_attempts{};
};

/// The settings in force: of each, what the environment (`AWS_RETRY_MODE`, `AWS_MAX_ATTEMPTS`) says, else
/// what the profile does (`retry_mode`, `max_attempts`), else the default. What makes no sense is an error.
[[gnu::noinline]] inline result<settings> read_settings(setting_texts const& environment,
                                                        setting_texts const& profile = {}) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
    struct named_mode {
        std::string_view name;
        retry::mode mode;
    };
    constexpr named_mode modes[] = {
        {"standard", mode::aws_standard}, {"adaptive", mode::aws_adaptive}, {"legacy", mode::aws_legacy}};

    settings read;
    auto const by_environment = !environment.mode.empty();
    if (auto const text = by_environment ? environment.mode : profile.mode; !text.empty()) {
        bool known = false;
        for (auto const& m : modes)
            if (bedrock::detail::same_ignoring_case(text, m.name)) {
                read.mode = m.mode;
                known = true;
            }
        if (!known)
            return failure(error_kind::configuration,
                           {by_environment ? "AWS_RETRY_MODE" : "retry_mode of the profile", " is \"", text,
                            "\", which is no retry mode"},
                           "set it to standard or adaptive, or remove it");
    }
    auto const counted_there = !environment.max_attempts.empty();
    if (auto const text = counted_there ? environment.max_attempts : profile.max_attempts; !text.empty()) {
        std::uint64_t number = 0;
        if (!bedrock::detail::read_decimal(text, most, number) || number == 0)
            return failure(error_kind::configuration,
                           {counted_there ? "AWS_MAX_ATTEMPTS" : "max_attempts of the profile", " is \"",
                            text, "\", which is no number of attempts"},
                           "set it to how often a call is tried in all, from 1 on, or remove it");
        read.max_attempts = static_cast<int>(number);
    }
    return read;
}

}  // namespace bedrock::retry
