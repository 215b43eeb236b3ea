// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/credentials/credentials.hpp>
#include <bedrock/token/concept.hpp>

namespace bedrock::token {

/// The Bedrock API key in `AWS_BEARER_TOKEN_BEDROCK`, short-term or long-term, read for every request.
///
///     bedrock::client c{bedrock::signing::bearer<bedrock::token::environment>{}};
struct environment {
    static constexpr char const* variable = "AWS_BEARER_TOKEN_BEDROCK";

    result<std::string_view> provide() const {
        auto const key = environment_variable(variable);
        if (auto const fault = credentials::detail::fault(key); !fault.empty())
            return credentials::detail::unusable(
                "environment variable AWS_BEARER_TOKEN_BEDROCK", key.empty() ? "not set, or empty" : fault,
                "set AWS_BEARER_TOKEN_BEDROCK to a Bedrock API key, exactly as it "
                "was given, or sign with signing::sigv4");
        return key;
    }
};

static_assert(source<environment>);

}  // namespace bedrock::token
