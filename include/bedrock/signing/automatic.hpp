// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <string_view>

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/credentials/environment.hpp>
#include <bedrock/signing/bearer.hpp>
#include <bedrock/signing/concept.hpp>
#include <bedrock/signing/sigv4.hpp>
#include <bedrock/token/environment.hpp>

namespace bedrock::signing {

/// What a client uses that was told nothing: the API key in `AWS_BEARER_TOKEN_BEDROCK` where there is one,
/// else SigV4 with the keys of the environment.
///
///     bedrock::client<> c;
///
/// `AWS_AUTH_SCHEME_PREFERENCE=sigv4` turns that round, as in the SDKs of AWS. Unlike botocore, an empty
/// variable counts as unset. An API key is for Bedrock: requests to other services are signed with SigV4.
struct automatic {
    using slot = signing::slot;
    using memory = sigv4<credentials::environment>::memory;

    result<void> sign(request const& r, header_list& add, memory& m, instant now) const {
        if (r.service == "bedrock" && !environment_variable(token::environment::variable).empty() &&
            bearer_preferred())
            return bearer<token::environment>{}.sign(r, add, now);
        return sigv4<credentials::environment>{}.sign(r, add, m, now);
    }

    bool learn(refusal const& r, memory& m, instant now) const {
        return sigv4<credentials::environment>{}.learn(r, m, now);
    }

 private:
    /// The list's first scheme that is known decides: `sigv4`, or `aws.auth#sigv4` as the service models name
    /// it.
    static bool bearer_preferred() {
        auto list = environment_variable("AWS_AUTH_SCHEME_PREFERENCE");
        while (!list.empty()) {
            auto const comma = std::min(list.find(','), list.size());
            auto scheme = list.substr(0, comma);
            list.remove_prefix(std::min(comma + 1, list.size()));
            scheme.remove_prefix(std::min(scheme.find_first_not_of(" \t"), scheme.size()));
            scheme = scheme.substr(0, scheme.find_last_not_of(" \t") + 1);
            if (auto const hash = scheme.rfind('#'); hash != std::string_view::npos)
                scheme.remove_prefix(hash + 1);
            if (detail::same_name(scheme, "sigv4"))
                return false;
            if (detail::same_name(scheme, "httpBearerAuth"))
                return true;
        }
        return true;
    }
};

static_assert(policy<automatic>);

}  // namespace bedrock::signing
