// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include <bedrock/core/error.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>

namespace bedrock::call {

/// The day's tokens are used up; `until_more`: there are some again.
[[gnu::cold]] inline error spent_for_today(std::string_view region, std::chrono::nanoseconds until_more) {
    using bedrock::detail::decimal;
    auto const minutes = std::chrono::ceil<std::chrono::minutes>(until_more).count();
    return failure(error_kind::daily_limit,
                   {"the day's tokens in ", region, " are used up: ask again in ", decimal{minutes}, " min"},
                   "call from another source region, wait for the next day, or have the day's quota raised "
                   "by AWS Support",
                   region)
        .error();
}

/// The call takes more than is ever allowed.
[[gnu::cold]] inline error larger_than_quota(std::string_view region, std::int64_t cost, std::int64_t limit) {
    using bedrock::detail::decimal;
    return failure(error_kind::exceeds_quota,
                   {"the call would take ", decimal{cost}, " of at most ", decimal{limit},
                    " that the quota policy allows in ", region, ": it can never be admitted"},
                   "lower the output limit (max_tokens) or shorten the prompt, or correct the limits given "
                   "to the quota policy",
                   region)
        .error();
}

/// There is room `soonest` at the earliest, too late for a call that has so much time `left` and `takes` so long.
[[gnu::cold]] inline error no_time_for_quota(std::string_view region, std::chrono::nanoseconds soonest,
                                             std::chrono::nanoseconds left, std::chrono::nanoseconds takes) {
    using bedrock::detail::decimal;
    auto const ms = [](std::chrono::nanoseconds t) {
        return std::chrono::ceil<std::chrono::milliseconds>(t).count();
    };
    return failure(error_kind::deadline,
                   {"the client-side quota of ", region, " has room in ", decimal{ms(soonest)},
                    " ms at the earliest, the call's deadline is in ", decimal{ms(left)},
                    " ms, calls of this model take ", decimal{ms(takes)}, " ms"},
                   "allow more time, ask for fewer output tokens, or add a region", region)
        .error();
}

}  // namespace bedrock::call
