// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/credentials/concept.hpp>

namespace bedrock::credentials {

/// Access keys from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary ones,
/// `AWS_SESSION_TOKEN`.
///
///     bedrock::client c{bedrock::signing::sigv4<bedrock::credentials::environment>{}};
///
/// The variables are read for every signature and not copied, so a program may change them between calls (not
/// during one: `setenv` is not safe beside other threads).
struct environment {
    result<view> provide() const {
        return checked(
            {.access_key_id = environment_variable("AWS_ACCESS_KEY_ID"),
             .secret_access_key = environment_variable("AWS_SECRET_ACCESS_KEY"),
             .session_token = environment_variable("AWS_SESSION_TOKEN")},
            {.access_key_id = "environment variable AWS_ACCESS_KEY_ID",
             .secret_access_key = "environment variable AWS_SECRET_ACCESS_KEY",
             .session_token = "environment variable AWS_SESSION_TOKEN",
             .missing = "not set, or empty",
             .remedy = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with temporary credentials "
                       "also AWS_SESSION_TOKEN), or give keys with signing::sigv4{credentials::fixed{…}}, "
                       "or a Bedrock API key in AWS_BEARER_TOKEN_BEDROCK"});
    }
};

static_assert(source<environment>);

}  // namespace bedrock::credentials
