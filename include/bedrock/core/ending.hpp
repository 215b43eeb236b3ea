// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string_view>

namespace bedrock {

/// Which end a call met. The failure itself is in the error; this says why it was not tried again.
enum class ending : std::uint8_t {
    open,                ///< not ended yet
    succeeded,           ///< a good reply
    not_retryable,       ///< trying again would fail the same way
    attempts_used_up,    ///< as many tries as the policy allows were made
    retry_budget_empty,  ///< the budget that all calls share has nothing left
    unsafe_to_repeat,    ///< the whole request had left and was never answered: it may have been billed
    delivered_in_part,   ///< content had reached the caller: a stream is not begun again
    nowhere_to_go,       ///< the region slot named no place
    deadline,            ///< the deadline came, or the next step would have passed it
    cancelled,           ///< by the caller
    refused_locally,     ///< nothing was sent
};

/// The ending as words for a person.
constexpr std::string_view to_string(ending e) {
    switch (e) {
        case ending::open:
            return "not ended";
        case ending::succeeded:
            return "succeeded";
        case ending::not_retryable:
            return "not retryable";
        case ending::attempts_used_up:
            return "all attempts used up";
        case ending::retry_budget_empty:
            return "retry budget empty";
        case ending::unsafe_to_repeat:
            return "not sent again: it may have been billed";
        case ending::delivered_in_part:
            return "not begun again: content had been delivered";
        case ending::nowhere_to_go:
            return "no place left to try";
        case ending::deadline:
            return "deadline";
        case ending::cancelled:
            return "cancelled";
        case ending::refused_locally:
            return "nothing was sent";
    }
    return "";
}

}  // namespace bedrock
