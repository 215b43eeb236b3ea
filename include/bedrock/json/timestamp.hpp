// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/core/timestamp.hpp>
#include <bedrock/json/describe.hpp>

namespace bedrock::json {

/// A time in JSON: read from a string as RFC 3339 has it (`iso8601` in the service models) or from a number of
/// seconds since 1970 (the default of awsJson), written as such a string.
constexpr auto describe(type<timestamp>) {
    return scalar<timestamp>("a time, as 2024-08-26T00:00:00Z or in seconds since 1970", &read_timestamp,
                             &read_epoch_seconds, &append_timestamp);
}

}  // namespace bedrock::json
