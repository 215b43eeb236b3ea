// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string_view>

#include <bedrock/client.hpp>

#include "connection.hpp"

namespace cli {

/// A region policy that is chosen when the program runs: those of the command line in their order, else the
/// environment's.
struct chosen_regions {
    using slot = bedrock::region::slot;
    using memory = bedrock::region::failover::memory;

    std::optional<bedrock::region::failover> listed{};

    bool several() const { return listed && listed->several(); }

    bedrock::result<bedrock::place> choose(bedrock::region::question const& q, memory& m,
                                           bedrock::instant now) const {
        return listed ? listed->choose(q, m, now) : bedrock::region::environment{}.choose(q, now);
    }
    void failed(bedrock::region::report const& r, memory& m, bedrock::instant now) const {
        if (listed)
            listed->failed(r, m, now);
    }
    void succeeded(bedrock::region::report const& r, memory& m, bedrock::instant now) const {
        if (listed)
            listed->succeeded(r, m, now);
    }
};

/// The address of the command line, else Bedrock's own (or the environment's).
struct chosen_endpoint {
    using slot = bedrock::endpoint::slot;

    std::optional<bedrock::endpoint::url> named{};
    bedrock::endpoint::regional otherwise{};

    bool distinguishes_regions() const {
        return named ? named->distinguishes_regions() : otherwise.distinguishes_regions();
    }
    bedrock::result<void> resolve(std::string_view service, std::string_view region,
                                  bedrock::endpoint::address& out) const {
        return named ? named->resolve(service, region, out) : otherwise.resolve(service, region, out);
    }
};

inline auto make_client(connection const& o) {
    chosen_regions regions;
    if (!o.regions.empty())
        regions.listed.emplace(o.regions);
    chosen_endpoint endpoint;
    if (!o.endpoint_url.empty())
        endpoint.named.emplace(o.endpoint_url);
    bedrock::times times{.deadline = o.timeout};
    if (o.idle_timeout)
        times.between_bytes = *o.idle_timeout;
    return bedrock::client{regions, endpoint, times,
                           bedrock::transport::curl{.ca_file = o.ca_file, .verify = !o.insecure}};
}

}  // namespace cli
