// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// What a simulation tells.
namespace bedrock::testing::simulation {

/// Tries in a source region.
struct region_figures {
    std::string region{};
    std::size_t sent = 0;
    std::size_t taken = 0;        ///< by the service: neither refused nor lost on the way
    std::size_t throttled = 0;    ///< 429
    std::size_t unavailable = 0;  ///< 503
    std::size_t broken = 0;       ///< met an outage
    std::int64_t tokens = 0;      ///< settled, of calls that were served: input + output × burndown

    friend bool operator==(region_figures const&, region_figures const&) = default;
};

/// Calls made for a tenant.
struct tenant_figures {
    std::size_t offered = 0;
    std::size_t served = 0;  ///< by their deadline

    friend bool operator==(tenant_figures const&, tenant_figures const&) = default;
};

/// What happened after the warm-up: calls that came, calls that ended, tries that were sent. So some calls
/// that end came before, and with a backlog not all that came have ended.
struct figures {
    std::size_t offered = 0;
    std::size_t served = 0;       ///< by their deadline
    std::size_t missed = 0;       ///< ended by their deadline
    std::size_t failed = 0;       ///< ended otherwise
    std::size_t sent = 0;         ///< tries
    std::size_t throttled = 0;    ///< 429
    std::size_t unavailable = 0;  ///< 503
    std::int64_t tokens = 0;      ///< goodput: settled tokens of the calls served
    std::int64_t billed = 0;      ///< settled tokens of all tries: what is more than `tokens` was discarded
    std::chrono::nanoseconds wait_p50{};  ///< from a served call's coming to its last sending
    std::chrono::nanoseconds wait_p99{};
    std::chrono::nanoseconds wait_longest{};
    std::chrono::nanoseconds wait_longest_of_large{};  ///< of the tenth of the calls that used most tokens
    std::chrono::nanoseconds makespan{};               ///< end of the last call, from the beginning
    std::vector<region_figures> regions{};             ///< as the scenario lists them
    std::vector<std::int64_t> clients{};               ///< goodput of each
    std::vector<tenant_figures> tenants{};             ///< as the scenario lists them
    std::vector<std::vector<std::size_t>>
        timeline{};  ///< for each step, calls taken in each region; all of the run

    friend bool operator==(figures const&, figures const&) = default;
};

}  // namespace bedrock::testing::simulation
