// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/credentials/credentials.hpp>
#include <bedrock/credentials/secret.hpp>
#include <bedrock/token/concept.hpp>

namespace bedrock::token {

/// A Bedrock API key that the program has from somewhere else.
///
///     bedrock::client c{bedrock::signing::bearer{bedrock::token::fixed{.key = text}}};
struct fixed {
    secret key{};

    result<std::string_view> provide() const {
        if (auto const fault = credentials::detail::fault(key.view()); !fault.empty())
            return credentials::detail::unusable(
                "token::fixed::key", fault,
                "pass the API key exactly as it was given, without spaces or line ends");
        return key.view();
    }
};

static_assert(source<fixed>);

}  // namespace bedrock::token
