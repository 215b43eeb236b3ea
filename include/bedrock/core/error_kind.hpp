// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string_view>

namespace bedrock {

/// What sort of failure it was: what a program branches on. The service's own names are in `error::code`.
enum class error_kind : std::uint8_t {
    none,                 ///< no failure (only in an attempt's record)
    throttled,            ///< 429: a minute's quota of the account, or capacity, is used up
    daily_limit,          ///< 429: the day's tokens are used up; waiting seconds does not help
    quota_exceeded,       ///< ServiceQuotaExceededException: a hard limit of the account
    validation,           ///< 400: the service refuses the request as it is
    access_denied,        ///< 401, 403: IAM, SCP, model access, unknown key, wrong signature
    expired_credentials,  ///< the token or its signature's time is over
    clock_skew,           ///< the signature's time is outside the service's five minutes
    not_found,            ///< 404
    conflict,             ///< 409, ConflictException
    model_not_ready,      ///< 429 ModelNotReadyException: being loaded
    model_timeout,        ///< 408 ModelTimeoutException
    model_error,          ///< 424 ModelErrorException, ModelStreamErrorException
    unavailable,          ///< 503, 529: capacity of the service
    internal,             ///< 500, 502, 504 and others of that class
    network,              ///< name lookup, connect, reset, a connection closed before its reply
    tls,                  ///< certificate or handshake
    timeout,              ///< connect, first byte or silence took longer than `times` allows
    deadline,             ///< the call's deadline, or what was needed would pass it
    cancelled,            ///< stopped by the caller
    interrupted,          ///< a stream that was cut or ended without its stop event
    malformed_reply,      ///< not what the protocol says: JSON, frame, checksum, content type
    reply_too_large,      ///< more bytes than the limit on a reply
    credentials,          ///< none found, or not usable
    configuration,        ///< no region, an address that cannot be used, a setting that makes no sense
    refused_locally,      ///< the request would be invalid: bad UTF-8, control characters, depth
    exceeds_quota,        ///< the cost is larger than the client-side limit: it can never be admitted
    unknown,              ///< a code and status nobody here has a name for
};

/// The kind as words for a person, such as "throttled" or "malformed reply".
constexpr std::string_view to_string(error_kind kind) {
    switch (kind) {
        case error_kind::none:
            return "none";
        case error_kind::throttled:
            return "throttled";
        case error_kind::daily_limit:
            return "daily limit reached";
        case error_kind::quota_exceeded:
            return "service quota exceeded";
        case error_kind::validation:
            return "validation error";
        case error_kind::access_denied:
            return "access denied";
        case error_kind::expired_credentials:
            return "expired credentials";
        case error_kind::clock_skew:
            return "clock skew";
        case error_kind::not_found:
            return "not found";
        case error_kind::conflict:
            return "conflict";
        case error_kind::model_not_ready:
            return "model not ready";
        case error_kind::model_timeout:
            return "model timeout";
        case error_kind::model_error:
            return "model error";
        case error_kind::unavailable:
            return "service unavailable";
        case error_kind::internal:
            return "internal server error";
        case error_kind::network:
            return "network error";
        case error_kind::tls:
            return "TLS error";
        case error_kind::timeout:
            return "timeout";
        case error_kind::deadline:
            return "deadline exceeded";
        case error_kind::cancelled:
            return "cancelled";
        case error_kind::interrupted:
            return "stream interrupted";
        case error_kind::malformed_reply:
            return "malformed reply";
        case error_kind::reply_too_large:
            return "reply too large";
        case error_kind::credentials:
            return "no usable credentials";
        case error_kind::configuration:
            return "configuration error";
        case error_kind::refused_locally:
            return "refused before sending";
        case error_kind::exceeds_quota:
            return "larger than the quota";
        case error_kind::unknown:
            return "error";
    }
    return "error";
}

}  // namespace bedrock
