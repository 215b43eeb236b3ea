// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <expected>
#include <utility>

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/retry/settings.hpp>
#include <bedrock/retry/standard.hpp>

namespace bedrock::retry {

/// `standard`, with as many tries as `AWS_MAX_ATTEMPTS` says; the default of the slot.
///
///     bedrock::client<> c;
///
/// The variables are looked up at each call, never in a constructor. A number that is none, and a mode in
/// `AWS_RETRY_MODE` that the client does not have, end a call before anything is sent: they are not passed
/// over. A policy named in code does not read them.
struct environment {
    using slot = retry::slot;
    using memory = standard::memory;

    verdict decide(attempt const& a, memory& m, instant now) const {
        auto const said = settings_of_environment();
        return said ? standard{.max_attempts = said->max_attempts}.decide(a, m, now) : verdict::stop();
    }

    void succeeded(attempt const& a, memory& m, instant now) const { standard{}.succeeded(a, m, now); }

    result<void> check(bool adaptive) const {
        auto said = settings_of_environment();
        if (!said)
            return std::unexpected{std::move(said.error())};
        if (said->mode == mode::aws_legacy)
            return failure(error_kind::configuration, {"AWS_RETRY_MODE is legacy, which this client has not"},
                           "set AWS_RETRY_MODE to standard, or say in code what is meant: "
                           "bedrock::client c{bedrock::retry::standard{.max_attempts = 5}}");
        if (said->mode == mode::aws_adaptive && !adaptive)
            return failure(error_kind::configuration,
                           {"AWS_RETRY_MODE is adaptive, but this client has no adaptive sending rate"},
                           "give it one, bedrock::client c{bedrock::quota::adaptive{}}, from "
                           "bedrock/quota/adaptive.hpp; or set AWS_RETRY_MODE to standard");
        return {};
    }

 private:
    [[gnu::noinline]] static result<settings> settings_of_environment() {
        return read_settings({.mode = environment_variable("AWS_RETRY_MODE"),
                              .max_attempts = environment_variable("AWS_MAX_ATTEMPTS")});
    }
};

static_assert(policy<environment>);

}  // namespace bedrock::retry
