// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <bedrock/core/error_kind.hpp>

namespace cli {

/// The program's exit status for a failure; `bedrock --help` lists them.
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
