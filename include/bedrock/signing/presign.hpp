// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include <bedrock/core/percent_encode.hpp>
#include <bedrock/core/time.hpp>
#include <bedrock/credentials/credentials.hpp>
#include <bedrock/signing/detail/timestamp.hpp>
#include <bedrock/signing/detail/workbench.hpp>
#include <bedrock/signing/sigv4.hpp>

namespace bedrock::signing {

/// The query that lets whoever has the URL make this one request until it expires, without any key.
///
///     auto const query = presign(request, *keys.provide(), now, 15min);
///     if (query) send(url + "?" + *query);
///
/// The request's own query comes first. Its headers are signed too and must be sent as they are; none is
/// added. At most seven days are possible, and no longer than the session of temporary credentials.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
inline result<std::string> presign(request const& r, credentials::view const& who, wall_time now,
                                   std::chrono::seconds expires, path_rules rules = {}) {
    if (auto fit = detail::signable(r, who); !fit)
        return std::unexpected{fit.error()};
    if (expires < std::chrono::seconds{1} || expires > std::chrono::days{7})
        return failure({.kind = error_kind::configuration,
                        .message = "a presigned request cannot be good for " +
                                   std::to_string(expires.count()) + " seconds",
                        .remedy = "let it expire after 1 to 604800 seconds"});

    detail::workbench bench;
    if (!bench.set_payload_hash(r))
        return detail::no_hashing();
    // Which headers are signed is part of the query, which is part of what is signed: built twice.
    bench.canonical.build(r, {}, bench.payload_hash, rules);

    detail::timestamp const time{now};
    detail::scope const scope{time.date(), r.region, r.service};
    std::string credential{who.access_key_id};
    scope.append_to(credential.append(1, '/'));

    std::string query{r.query};
    auto const add = [&query](std::string_view name, std::string_view value) {
        append_percent_encoded(query.append(query.empty() ? "" : "&").append(name).append(1, '='), value);
    };
    add("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    add("X-Amz-Credential", credential);
    add("X-Amz-Date", time.view());
    add("X-Amz-SignedHeaders", bench.canonical.signed_headers());
    add("X-Amz-Expires", std::to_string(expires.count()));
    if (!who.session_token.empty())
        add("X-Amz-Security-Token", who.session_token);

    auto whole = r;
    whole.query = query;
    bench.canonical.build(whole, {}, bench.payload_hash, rules);
    std::string signature;
    if (!bench.sign(who, time.view(), scope, signature))
        return detail::no_hashing();
    add("X-Amz-Signature", signature);
    return query;
}

}  // namespace bedrock::signing
