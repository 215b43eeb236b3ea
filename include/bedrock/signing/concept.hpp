// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include <bedrock/core/http.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/time.hpp>

namespace bedrock::signing {

struct slot;  // never defined; a policy names it

/// What is to be authenticated; views that must live through the call of `sign`.
struct request {
    std::string_view method{};
    std::string_view host{};               ///< the `Host` header's value: without a default port
    std::string_view path{};               ///< as on the wire, percent-encoded
    std::string_view query{};              ///< as on the wire, without `?`
    header_list const* headers = nullptr;  ///< those already there; none is as good as an empty list
    std::string_view body{};
    std::string_view service{};  ///< of the credential scope: `bedrock` for the runtime too
    std::string_view region{};   ///< of the credential scope
    std::uint32_t account = 0;   ///< whose keys: as the region policy chose; 0 where there is one account
};

/// A policy with keys of several accounts says so: `static constexpr bool several_accounts = true;`
template <class P>
inline constexpr bool several_accounts = requires { requires P::several_accounts; };

/// What a service said when it refused a request; views that must live through the call of `learn`.
struct refusal {
    std::string_view host{};  ///< as in `request`
    std::string_view code{};  ///< `InvalidSignatureException`
    std::string_view date{};  ///< the reply's `Date`, as it was sent
};

template <class P>
concept stateless = requires(P const& p, request const& r, header_list& add, instant now) {
    { p.sign(r, add, now) } -> std::same_as<result<void>>;
};

template <class P>
concept stateful =
    requires(P const& p, request const& r, header_list& add, typename P::memory& m, instant now) {
        { p.sign(r, add, m, now) } -> std::same_as<result<void>>;
    };

/// A signing policy says which headers authenticate a request. It touches no request, reads no clock and does
/// no I/O.
///
/// | expression                    | returns        | means                                           |
/// |-------------------------------|----------------|-------------------------------------------------|
/// | `p.sign(r, add, now)`         | `result<void>` | appends the headers to add; on an error, none   |
/// | `p.sign(r, add, memory, now)` | `result<void>` | the same, for a policy with a `struct memory`   |
/// | `p.learn(refusal, memory, now)` | `bool`       | optional: told of each refusal; true: the next signature is made for another time, so the request is worth sending again |
/// | `P::memory::thread_safe`      | `bool`         | optional; true: safe by itself, not locked      |
/// | `P::several_accounts`         | `bool`         | optional; true: honours `request::account`; else a place of another account is refused |
///
/// A `memory` is shared by all calls of a client. One that does not say that it is thread-safe is locked
/// around each call of `sign`, the hashing of a large body included.
template <class P>
concept policy = std::same_as<typename P::slot, slot> && (stateless<P> || stateful<P>);

}  // namespace bedrock::signing
