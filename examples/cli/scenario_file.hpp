// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <variant>

#include <bedrock/core/result.hpp>
#include <bedrock/quota/adaptive.hpp>
#include <bedrock/quota/all.hpp>
#include <bedrock/quota/concurrency.hpp>
#include <bedrock/quota/learned.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/per_minute_found.hpp>
#include <bedrock/quota/per_tenant.hpp>
#include <bedrock/quota/unlimited.hpp>
#include <bedrock/region/breaker.hpp>
#include <bedrock/region/by_capacity.hpp>
#include <bedrock/region/failover.hpp>
#include <bedrock/region/sticky.hpp>
#include <bedrock/retry/budgeted.hpp>
#include <bedrock/retry/none.hpp>
#include <bedrock/retry/standard.hpp>
#include <bedrock/testing/simulation/scenario.hpp>

#include "one_of.hpp"

namespace cli {

/// What a scenario file says: what is simulated, and the policies of its clients.
struct simulated {
    using region_policy = one_region<bedrock::region::failover, bedrock::region::by_capacity,
                                     bedrock::region::sticky<bedrock::region::by_capacity>,
                                     bedrock::region::breaker<bedrock::region::by_capacity>>;
    using quota_policy =
        one_quota<bedrock::quota::unlimited, bedrock::quota::per_minute, bedrock::quota::learned,
                  bedrock::quota::adaptive, bedrock::quota::concurrency,
                  bedrock::quota::all<bedrock::quota::per_tenant<bedrock::quota::per_minute>,
                                      bedrock::quota::per_minute>,
                  bedrock::quota::per_minute_found>;
    using retry_policy = one_retry<bedrock::retry::none, bedrock::retry::standard,
                                   bedrock::retry::budgeted<bedrock::retry::standard>>;

    bedrock::testing::simulation::scenario plan{};
    region_policy region;
    quota_policy quota;
    retry_policy retry;
};

/// Reads it. Errors name the file, the line and the field: what is no JSON, no member, of the wrong type, or makes no
/// sense.
bedrock::result<simulated> read_scenario(std::string const& path);

/// How a file is written, for `--help`.
extern char const* const scenario_help;

}  // namespace cli
