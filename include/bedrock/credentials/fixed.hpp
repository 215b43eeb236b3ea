// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/credentials/concept.hpp>
#include <bedrock/credentials/secret.hpp>

namespace bedrock::credentials {

/// Access keys that the program has from somewhere else.
///
///     bedrock::client c{bedrock::signing::sigv4{bedrock::credentials::fixed{
///         .access_key_id = id, .secret_access_key = key, .session_token = token}}};
struct fixed {
    secret access_key_id{};
    secret secret_access_key{};
    secret session_token{};  ///< only temporary credentials have one

    result<view> provide() const {
        return checked({.access_key_id = access_key_id.view(),
                        .secret_access_key = secret_access_key.view(),
                        .session_token = session_token.view()},
                       {.access_key_id = "credentials::fixed::access_key_id",
                        .secret_access_key = "credentials::fixed::secret_access_key",
                        .session_token = "credentials::fixed::session_token",
                        .remedy = "pass the keys exactly as AWS gave them, without spaces or line ends"});
    }
};

static_assert(source<fixed>);

}  // namespace bedrock::credentials
