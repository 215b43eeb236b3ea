// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <bedrock/core/free_list.hpp>
#include <bedrock/credentials/concept.hpp>
#include <bedrock/credentials/environment.hpp>
#include <bedrock/signing/concept.hpp>
#include <bedrock/signing/detail/clock_offsets.hpp>
#include <bedrock/signing/detail/timestamp.hpp>
#include <bedrock/signing/detail/workbench.hpp>

namespace bedrock::signing {

namespace detail {

/// The header as `sigv4` itself writes it, if it does; else empty.
inline std::string_view ours(std::string_view name) {
    constexpr auto same = [](std::string_view a, std::string_view b) {
        return same_name(a, b) ? b : std::string_view{};
    };
    switch (name.size()) {  // the length first: nearly every header is decided by it
        case 4:
            return same(name, "host");
        case 10:
            return same(name, "x-amz-date");
        case 13:
            return same(name, "authorization");
        case 20:
            return same(name, "x-amz-security-token");
        default:
            return {};
    }
}

/// Nothing that is signed may be there twice: which of the two would the service believe?
inline result<void> none_of_ours(request const& r) {
    for (std::size_t i = 0, n = r.headers == nullptr ? 0 : r.headers->size(); i < n; ++i)
        if (auto const name = ours((*r.headers)[i].name); !name.empty())
            return failure(error_kind::refused_locally,
                           {"the request to be signed already has the header ", name},
                           "leave it out: signing::sigv4 adds it");
    return {};
}

[[gnu::cold]] inline std::unexpected<error> unsendable() {
    return failure(error_kind::credentials,
                   {"an access key ID or a session token has a control character inside"},
                   "pass the keys exactly as AWS gave them, without line ends");
}

/// What must hold before anything is hashed, so that an error leaves no header behind.
inline result<void> signable(request const& r, credentials::view const& who) {
    if (r.region.empty() || r.service.empty())
        return failure(error_kind::configuration,
                       {r.region.empty() ? "a signature needs a region, and there is none"
                                         : "a signature needs the name of a service, and there is none"},
                       "set AWS_REGION, or name a region with region::fixed or region::failover");
    // Sources check what they hand out; one of the user's own may not.
    for (auto const text : {who.access_key_id, who.session_token})
        if (bedrock::detail::has_control_character(text) || text.find('\t') != std::string_view::npos)
            return unsendable();
    return none_of_ours(r);
}

[[gnu::cold]] inline std::unexpected<error> no_hashing() {
    return failure(error_kind::configuration, {"OpenSSL gave no SHA-256 to sign the request with"},
                   "check the OpenSSL configuration (OPENSSL_CONF) for a provider that has SHA-256");
}

}  // namespace detail

/// AWS Signature Version 4 with access keys from `Credentials`.
///
///     bedrock::client c{bedrock::signing::sigv4<bedrock::credentials::environment>{}};
///
/// Signs the headers of the request and the body's hash, and adds `x-amz-date`, `x-amz-security-token` (with
/// temporary credentials) and `authorization`. Where the request has an `x-amz-content-sha256`, that is taken
/// for the body's hash. It is of use without the client, and then needs neither libcurl nor JSON, only
/// OpenSSL:
///
///     bedrock::header_list headers, added;               // headers: those you send anyway
///     bedrock::signing::sigv4<> policy;
///     bedrock::signing::sigv4<>::memory memory;          // keep it: it holds the derived keys
///     auto const done = policy.sign({.method = "POST", .host = host, .path = path, .headers = &headers,
///                                    .body = body, .service = "bedrock", .region = "us-east-1"},
///                                   added, memory, {.wall = std::chrono::system_clock::now()});
///
/// `path` is taken as it is on the wire: send exactly those bytes. Told of refusals (`learn`), it finds out
/// where the clock is off by five minutes or more, and from then on signs for that host by the service's clock.
template <credentials::source Credentials = credentials::environment>
struct sigv4 {
    using slot = signing::slot;

    /// Derived keys, buffers, contexts and the clocks of services. Safe by itself: no lock is held while a
    /// body is hashed.
    class memory {
        friend sigv4;
        // As many as signatures were ever made at once.
        bedrock::detail::free_list<detail::workbench> benches_;
        detail::clock_offsets clocks_;

     public:
        static constexpr bool thread_safe = true;
    };

    [[no_unique_address]] Credentials credentials{};

    result<void> sign(request const& r, header_list& add, memory& m, instant now) const {
        auto const who = credentials.provide();
        if (!who)
            return std::unexpected{who.error()};
        if (auto fit = detail::signable(r, *who); !fit)
            return fit;

        auto const bench = m.benches_.lend();
        if (!bench->set_payload_hash(r))
            return detail::no_hashing();

        detail::timestamp const time{now.wall + m.clocks_.of(r.host)};
        std::array<header, 2> const added{
            {{"x-amz-date", time.view()}, {"x-amz-security-token", who->session_token}}};
        std::span const present{added.data(), who->session_token.empty() ? 1u : 2u};
        bench->canonical.build(r, present, bench->payload_hash);

        detail::scope const scope{time.date(), r.region, r.service};
        auto& text = bench->authorization;
        text.assign("AWS4-HMAC-SHA256 Credential=").append(who->access_key_id).append("/");
        scope.append_to(text);
        text.append(", SignedHeaders=").append(bench->canonical.signed_headers()).append(", Signature=");
        if (!bench->sign(*who, time.view(), scope, text))
            return detail::no_hashing();

        bool ok = add.add("x-amz-date", time.view());
        if (!who->session_token.empty())
            ok = ok && add.add("x-amz-security-token", who->session_token);
        return ok && add.add("authorization", text) ? result<void>{} : detail::unsendable();
    }

    /// True where the clock was the reason: a wrong secret is refused with the same codes.
    bool learn(refusal const& r, memory& m, instant now) const {
        return detail::may_be_the_clock(r.code) && m.clocks_.learn(r.host, r.date, now.wall);
    }
};

static_assert(policy<sigv4<>>);

}  // namespace bedrock::signing
