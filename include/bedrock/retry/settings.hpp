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
    using bedrock::detail::same_ignoring_case;
    settings read;
    auto const by_environment = !environment.mode.empty();
    auto const name = by_environment ? environment.mode : profile.mode;
    if (same_ignoring_case(name, "adaptive"))
        read.mode = mode::aws_adaptive;
    else if (same_ignoring_case(name, "legacy"))
        read.mode = mode::aws_legacy;
    else if (!name.empty() && !same_ignoring_case(name, "standard"))
        return failure(
            error_kind::configuration,
            {by_environment ? "AWS_RETRY_MODE" : "retry_mode of the profile", " is no retry mode: ", name},
            "set it to standard or adaptive, or remove it");

    auto const counted_there = !environment.max_attempts.empty();
    auto const count = counted_there ? environment.max_attempts : profile.max_attempts;
    if (count.empty())
        return read;
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
    std::uint64_t number = 0;
    if (!bedrock::detail::read_decimal(count, most, number) || number == 0)
        return failure(error_kind::configuration,
                       {counted_there ? "AWS_MAX_ATTEMPTS" : "max_attempts of the profile",
                        " is no number of attempts: ", count},
                       "set it to how often a call is tried in all, from 1 on, or remove it");
    read.max_attempts = static_cast<int>(number);
    return read;
}

}  // namespace bedrock::retry
