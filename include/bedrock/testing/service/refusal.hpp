// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bedrock::testing::service {

/// Why a call was not taken.
enum class refusal : std::uint8_t {
    too_many_requests,      ///< the account's quota of requests
    too_many_tokens,        ///< the account's quota of tokens
    too_many_tokens_today,  ///< the day's quota, or one of 0
    no_capacity,            ///< an on-demand call's region is full
    no_capacity_anywhere,   ///< no destination of a profile has room: the words of a throttle
    not_on_demand,          ///< the model is not offered on demand in this region
    invalid_model,          ///< unknown, or a profile in a region that is none of its sources
    no_access,              ///< the model is not enabled in the source region
};

/// Is it one of the account's quotas? The others are capacity, or would be refused again.
constexpr bool of_quota(refusal r) { return r <= refusal::too_many_tokens_today; }

constexpr int status_of(refusal r) {
    switch (r) {
        case refusal::too_many_requests:
        case refusal::too_many_tokens:
        case refusal::too_many_tokens_today:
        case refusal::no_capacity_anywhere:
            return 429;
        case refusal::no_capacity:
            return 503;
        case refusal::no_access:
            return 403;
        case refusal::not_on_demand:
        case refusal::invalid_model:
            break;
    }
    return 400;
}

constexpr std::string_view code_of(refusal r) {
    switch (status_of(r)) {
        case 429:
            return "ThrottlingException";
        case 503:
            return "ServiceUnavailableException";
        case 403:
            return "AccessDeniedException";
        default:
            return "ValidationException";
    }
}

/// How the service says that a model is not offered on demand.
enum class wording : std::uint8_t {
    current,  ///< names the ID and speaks of inference profiles
    of_2024,  ///< the launch article's
};

/// The service's own words; `model` is the ID as it was sent.
inline std::string message_of(refusal r, std::string_view model, wording words = wording::current) {
    switch (r) {
        case refusal::too_many_requests:
        case refusal::no_capacity_anywhere:
            return "Too many requests, please wait before trying again.";
        case refusal::too_many_tokens:
            return "Too many tokens, please wait before trying again.";
        case refusal::too_many_tokens_today:
            return "Too many tokens per day, please wait before trying again.";
        case refusal::no_capacity:
            return "Bedrock is unable to process your request.";
        case refusal::not_on_demand:
            if (words == wording::of_2024)
                return "The provided model doesn't support on-demand throughput.";
            return std::string{"Invocation of model ID "}.append(model).append(
                " with on-demand throughput isn\u2019t supported. Retry your request with the ID or ARN of "
                "an "
                "inference profile that contains this model.");
        case refusal::no_access:
            return "You don't have access to the model with the specified model ID.";
        case refusal::invalid_model:
            break;
    }
    return "The provided model identifier is invalid.";
}

}  // namespace bedrock::testing::service
