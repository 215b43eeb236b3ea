// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include <bedrock/core/result.hpp>

namespace bedrock::endpoint {

struct slot;  // never defined; a policy names it

/// Where a service is, and in whose name requests to it are signed. Reused from call to call: filling it
/// again allocates nothing once it is warm.
struct address {
    std::string scheme{};          ///< `https` or `http`
    std::string host{};            ///< lower case; an IPv6 address in brackets
    std::uint16_t port = 0;        ///< always filled: 443 and 80 where nothing else was said
    std::string base_path{};       ///< empty, or begins with `/` and does not end with one
    std::string signing_name{};    ///< `bedrock` for the runtime and the control plane
    std::string signing_region{};  ///< the region of the credential scope

    /// Appends what the `Host` header says, and what is signed as it: the port only if it is not the default
    /// one.
    void append_host_header(std::string& out) const {
        out.append(host);
        if (port == (scheme == "http" ? 80 : 443))
            return;
        out.append(1, ':').append(bedrock::detail::decimal{port});
    }

    /// Appends the URL up to where the operation's path begins.
    void append_url(std::string& out) const {
        out.append(scheme).append("://");
        append_host_header(out);
        out.append(base_path);
    }

    friend bool operator==(address const&, address const&) = default;
};

/// An endpoint policy says where a service of a region is.
///
/// | expression                        | returns        | means                                         |
/// |-----------------------------------|----------------|-----------------------------------------------|
/// | `p.resolve(service, region, out)` | `result<void>` | fills every member of `out`                   |
/// | `p.distinguishes_regions()`       | `bool`         | another region gives another address          |
/// | `p.distinguishes_regions(service)` | `bool`        | optional: the same, of that service           |
///
/// `service` is the endpoint prefix: `bedrock-runtime`, `bedrock`, …. A client refuses a list of several
/// regions with an endpoint that does not distinguish them: it would call one place under several names.
template <class P>
concept policy = std::same_as<typename P::slot, slot> &&
                 requires(P const& p, std::string_view service, std::string_view region, address& out) {
                     { p.resolve(service, region, out) } -> std::same_as<result<void>>;
                     { p.distinguishes_regions() } -> std::same_as<bool>;
                 };

}  // namespace bedrock::endpoint
