// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <string_view>

#include <bedrock/retry/concept.hpp>

namespace bedrock::retry {

/// What sort of failure a try met, as far as trying again goes.
enum class failure_class : std::uint8_t {
    permanent,       ///< the same again would fail the same way
    transient,       ///< may pass soon
    throttling,      ///< wait as for a throttle
    elsewhere_only,  ///< worth a try in another region, not in this one
};

/// A classifier tells failures apart: a type with `static constexpr failure_class classify(attempt const&)`.
template <class C>
concept classifying = requires(attempt const& a) {
    { C::classify(a) } -> std::same_as<failure_class>;
};

}  // namespace bedrock::retry

namespace bedrock::retry::classifier {

/// The table of the AWS SDKs' standard mode 2.1, for any service.
struct aws {
    static constexpr failure_class classify(attempt const& a) {
        constexpr std::array<std::string_view, 14> throttling{"Throttling",
                                                              "ThrottlingException",
                                                              "ThrottledException",
                                                              "RequestThrottledException",
                                                              "TooManyRequestsException",
                                                              "ProvisionedThroughputExceededException",
                                                              "TransactionInProgressException",
                                                              "RequestLimitExceeded",
                                                              "BandwidthLimitExceeded",
                                                              "LimitExceededException",
                                                              "RequestThrottled",
                                                              "SlowDown",
                                                              "PriorRequestNotComplete",
                                                              "EC2ThrottledException"};
        if (std::ranges::find(throttling, a.code) != throttling.end())
            return failure_class::throttling;
        if (a.code == "RequestTimeout" || a.code == "RequestTimeoutException" ||
            a.code == "ModelNotReadyException")
            return failure_class::transient;
        if (a.status == 429)  // of a type that is not modelled
            return failure_class::throttling;
        if (a.status == 500 || a.status == 502 || a.status == 503 || a.status == 504)
            return failure_class::transient;
        if (a.status == 0 &&
            a.kind == error_kind::throttled)  // an exception event, whose name is spelled otherwise
            return failure_class::throttling;
        if (a.status == 0 && (a.kind == error_kind::network || a.kind == error_kind::timeout))
            return failure_class::transient;
        return failure_class::permanent;
    }
};

/// What Bedrock's failures mean: a 503 is capacity and waits like a throttle, a day's limit is cured by no
/// wait here, 408 and 424 would be paid again for the same end.
struct bedrock {
    static constexpr failure_class classify(attempt const& a) {
        using enum error_kind;
        switch (a.kind) {
            case throttled:
            case unavailable:
                return failure_class::throttling;
            case daily_limit:
                return failure_class::elsewhere_only;
            case internal:
            case model_not_ready:
                return failure_class::transient;
            case network:  // a good reply that broke off in its middle was worked for, and would be again
                return a.status >= 200 && a.status < 300 ? failure_class::permanent
                                                         : failure_class::transient;
            case timeout:
                return a.answered ? failure_class::permanent : failure_class::transient;
            default:
                return failure_class::permanent;
        }
    }
};

}  // namespace bedrock::retry::classifier
