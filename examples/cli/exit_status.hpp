// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/core/error_kind.hpp>

namespace cli {

inline constexpr int output_failed = 1;
inline constexpr int wrong_usage = 2;

/// The end of `bedrock --help`.
inline constexpr std::string_view exit_status_help = R"(exit status
  0  the answer is whole                       6  service or model failed or has no capacity
  1  output could not be written               7  network or TLS
  2  wrong usage                               8  time-out or deadline
  3  throttled, or a quota is used up          9  reply cut, malformed or too large
  4  the request was refused as invalid       10  configuration: region, address
  5  no access: credentials, rights, clock   130  interrupted
)";

/// The program's exit status for a failure.
constexpr int exit_status(bedrock::error_kind kind) {
    using enum bedrock::error_kind;
    switch (kind) {
        case none:
            return 0;
        case throttled:
        case daily_limit:
        case quota_exceeded:
        case exceeds_quota:
            return 3;
        case validation:
        case not_found:
        case conflict:
        case refused_locally:
            return 4;
        case access_denied:
        case expired_credentials:
        case clock_skew:
        case credentials:
            return 5;
        case model_not_ready:
        case model_timeout:
        case model_error:
        case unavailable:
        case internal:
        case unknown:
            return 6;
        case network:
        case tls:
            return 7;
        case timeout:
        case deadline:
            return 8;
        case interrupted:
        case malformed_reply:
        case reply_too_large:
            return 9;
        case configuration:
            return 10;
        case cancelled:
            return 130;
    }
    return 6;
}

}  // namespace cli
