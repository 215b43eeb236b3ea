// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <bedrock/testing/service/meter.hpp>

namespace bedrock::testing::service {

/// How a profile's call finds the region that runs it. Only "capacity order" is documented; in the launch
/// article an idle account was routed away 7 times of 10.
enum class routing : std::uint8_t {
    capacity_order,  ///< the source first, then the region with most room, the earlier listed of two
    by_weight,       ///< by chance among those with room, `rules::weights` to 1
};

/// What is not documented of the service, or differs between its models. Every member has a default.
struct rules {
    testing::window window = window::fixed;  ///< of the minute quotas
    std::chrono::nanoseconds minute = std::chrono::minutes{1};
    std::chrono::nanoseconds burst = std::chrono::minutes{1};  ///< of a bucket: see `period`
    bool strict = false;  ///< an ID that the catalogue does not know is invalid; else it is taken anywhere
    bool burndown_at_start = false;  ///< the reservation counts the output limit times its rate
    bool debt = true;                ///< a settlement may take a count over its limit

    service::routing routing = routing::capacity_order;
    std::vector<std::pair<std::string, std::uint32_t>> weights{};  ///< by region; 1 for others

    std::chrono::nanoseconds first_token{};  ///< from the request to the first token
    std::chrono::nanoseconds per_token{};    ///< from token to token
    std::chrono::nanoseconds reroute =
        std::chrono::milliseconds{40};  ///< added by each region tried after the source
    double spread = 0;                  ///< each call takes between 1 - spread and 1 + spread of these times
    std::uint64_t seed = 1;
};

/// What others take of a region, from a moment until the next step.
struct load_step {
    moment from{};
    std::int64_t calls = 0;
};

/// A region as it is for all accounts together.
struct region_state {
    std::optional<std::int64_t> calls{};  ///< that can run at once; unset: any number
    std::vector<load_step> background{};  ///< in the order of time; nothing before the first
    bool failing = false;                 ///< looks free, and takes no call
    double slowdown = 1;                  ///< times the inference's time

    std::int64_t background_at(moment now) const {
        std::int64_t load = 0;
        for (auto const& step : background)
            if (step.from <= now)
                load = step.calls;
        return load;
    }
};

}  // namespace bedrock::testing::service
