// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/crypto.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <bedrock/signing/concept.hpp>
#include <bedrock/token/concept.hpp>
#include <bedrock/token/environment.hpp>

namespace bedrock::signing {

namespace detail {

inline result<void> add_bearer(std::string_view key, header_list& add) {
    constexpr std::string_view scheme = "Bearer ";
    constexpr std::size_t longest =
        8192;  // a short-term key has up to some 2,000 characters; proxies end at 8 KiB
    std::array<char, scheme.size() + longest> line;
    if (key.size() > longest)
        return failure(
            error_kind::credentials,
            {"the Bedrock API key is longer than any: ", bedrock::detail::decimal{key.size()}, " bytes"},
            "pass the API key itself, and nothing else");
    std::size_t const size = scheme.size() + key.size();
    scheme.copy(line.data(), scheme.size());
    key.copy(line.data() + scheme.size(), key.size());
    bool const added = add.add("authorization", {line.data(), size});
    OPENSSL_cleanse(line.data(), size);
    if (added)
        return {};
    return failure(error_kind::credentials, {"the Bedrock API key has a control character inside"},
                   "pass the API key exactly as it was given, without line ends");
}

[[gnu::cold, gnu::noinline]] inline std::unexpected<error> not_for(std::string_view service) {
    return failure(error_kind::credentials,
                   {"a Bedrock API key cannot authenticate calls of the service ", service},
                   "use signing::sigv4, or signing::automatic, which signs such calls with access keys");
}

}  // namespace detail

/// A Bedrock API key as `Authorization: Bearer …`; nothing is signed. Only Bedrock takes such keys: a request to
/// another service, such as Service Quotas, is refused rather than shown the key.
///
///     bedrock::client c{bedrock::signing::bearer<bedrock::token::environment>{}};
///
/// Whoever reads such a request can use the key elsewhere; a signature would be of no use to them.
template <token::source Token = token::environment>
struct bearer {
    using slot = signing::slot;

    [[no_unique_address]] Token token{};

    result<void> sign(request const& r, header_list& add, instant) const {
        if (!r.service.empty() && r.service != "bedrock")
            return detail::not_for(r.service);
        auto const key = token.provide();
        if (!key)
            return std::unexpected{key.error()};
        return detail::add_bearer(*key, add);
    }
};

static_assert(policy<bearer<>>);

}  // namespace bedrock::signing
