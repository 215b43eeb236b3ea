// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <concepts>
#include <cstdint>

#include <bedrock/api/detail/error_table.hpp>
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

/// Classifiers go by `attempt::kind`, which one table (api/detail/error_table.hpp) makes of the codes of
/// replies and of streams, and the transport of its own failures; by the status where the kind does not say
/// enough.
namespace bedrock::retry::classifier {

/// The table of the AWS SDKs' standard mode 2.1, for any service. Like theirs it takes each failure to send
/// or to receive for transient: TLS too, and a good reply that broke off.
struct aws {
    static constexpr failure_class classify(attempt const& a) {
        using enum error_kind;
        switch (a.kind) {
            case throttled:
            case daily_limit:
                return failure_class::throttling;
            case model_not_ready:
            case network:
            case tls:
            case timeout:
                return failure_class::transient;
            case internal:
            case unavailable:
                // In an event stream, which has no status, the name alone decides.
                if (a.status == 0)
                    return failure_class::transient;
                break;
            default:
                break;
        }
        auto const passing = a.status == 500 || a.status == 502 || a.status == 503 || a.status == 504 ||
                             a.code == "IDPCommunicationError";  // of STS; its model says so
        return passing ? failure_class::transient : failure_class::permanent;
    }
};

/// The same before mode 2.1: a 429 of a type that is not modelled is not tried again.
struct aws_2_0 {
    static constexpr failure_class classify(attempt const& a) {
        auto const by_status_alone = api::detail::kind_of(a.code, 0, {}) == error_kind::unknown;
        return a.status == 429 && by_status_alone ? failure_class::permanent : aws::classify(a);
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
            case network:
            case timeout:  // a good reply that broke off in its middle was worked for, and would be again
                return a.status >= 200 && a.status < 300 ? failure_class::permanent
                                                         : failure_class::transient;
            default:
                return failure_class::permanent;
        }
    }
};

}  // namespace bedrock::retry::classifier
