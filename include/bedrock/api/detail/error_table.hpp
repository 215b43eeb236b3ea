// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/api/detail/text.hpp>
#include <bedrock/core/error_kind.hpp>

namespace bedrock::api::detail {

/// A code's kind. Written without `Exception` at the end, compared without regard to case: so one line covers
/// the modelled name (`ThrottlingException`), AWS's common one (`Throttling`) and the member of an event
/// stream (`throttlingException`).
struct error_name {
    std::string_view name;
    error_kind kind;
};

inline constexpr error_name error_names[] = {
    {"Throttling", error_kind::throttled},
    {"Throttled", error_kind::throttled},
    {"RequestThrottled", error_kind::throttled},
    {"TooManyRequests", error_kind::throttled},
    {"ProvisionedThroughputExceeded", error_kind::throttled},
    {"TransactionInProgress", error_kind::throttled},
    {"RequestLimitExceeded", error_kind::throttled},
    {"BandwidthLimitExceeded", error_kind::throttled},
    {"LimitExceeded", error_kind::throttled},
    {"SlowDown", error_kind::throttled},
    {"PriorRequestNotComplete", error_kind::throttled},
    {"EC2Throttled", error_kind::throttled},
    {"rate_limit_error", error_kind::throttled},
    {"ServiceQuotaExceeded", error_kind::quota_exceeded},
    {"Validation", error_kind::validation},
    {"ValidationError", error_kind::validation},
    {"InvalidAction", error_kind::validation},
    {"InvalidParameterValue", error_kind::validation},
    {"MalformedQueryString", error_kind::validation},
    {"MissingAction", error_kind::validation},
    {"Serialization", error_kind::validation},
    {"UnknownOperation", error_kind::validation},
    {"invalid_request_error", error_kind::validation},
    {"AccessDenied", error_kind::access_denied},
    {"NotAuthorized", error_kind::access_denied},
    {"UnauthorizedOperation", error_kind::access_denied},
    {"AuthFailure", error_kind::access_denied},
    {"UnrecognizedClient", error_kind::access_denied},
    {"InvalidClientTokenId", error_kind::access_denied},
    {"InvalidSignature", error_kind::access_denied},
    {"SignatureDoesNotMatch", error_kind::access_denied},
    {"IncompleteSignature", error_kind::access_denied},
    {"MissingAuthenticationToken", error_kind::access_denied},
    {"MPAgreementBeingCreated", error_kind::access_denied},
    {"OptInRequired", error_kind::access_denied},
    {"ExpiredToken", error_kind::expired_credentials},
    {"RequestExpired", error_kind::clock_skew},
    {"RequestInTheFuture", error_kind::clock_skew},
    {"RequestTimeTooSkewed", error_kind::clock_skew},
    {"ResourceNotFound", error_kind::not_found},
    {"FTUFormNotFilled", error_kind::not_found},
    {"Conflict", error_kind::conflict},
    {"ModelNotReady", error_kind::model_not_ready},
    {"ModelTimeout", error_kind::model_timeout},
    {"RequestTimeout", error_kind::timeout},
    {"ModelError", error_kind::model_error},
    {"ModelStreamError", error_kind::model_error},
    {"ServiceUnavailable", error_kind::unavailable},
    {"overloaded_error", error_kind::unavailable},
    {"InternalServer", error_kind::internal},
    {"InternalServerError", error_kind::internal},
    {"InternalFailure", error_kind::internal},
    {"InternalError", error_kind::internal},
    {"api_error", error_kind::internal},
};

/// What a status means when no code says more.
constexpr error_kind kind_of_status(int status) {
    switch (status) {
        case 401:
        case 403:
            return error_kind::access_denied;
        case 404:
            return error_kind::not_found;
        case 407:
            return error_kind::configuration;
        case 408:
            return error_kind::model_timeout;
        case 409:
            return error_kind::conflict;
        case 424:
            return error_kind::model_error;
        case 429:
            return error_kind::throttled;
        case 503:
        case 529:
            return error_kind::unavailable;
        default:
            if (status >= 500 && status < 600)
                return error_kind::internal;
            if (status >= 400 && status < 500)
                return error_kind::validation;
            // A redirect, which is not followed, or an answer that HTTP does not know here.
            return status >= 300 && status < 400 ? error_kind::malformed_reply : error_kind::unknown;
    }
}

/// Code first, then status; the message where one code has several meanings. `status` is 0 inside a stream.
constexpr error_kind kind_of(std::string_view code, int status, std::string_view message) {
    constexpr std::string_view suffix = "exception";
    if (code.size() > suffix.size() && same_ignoring_case(code.substr(code.size() - suffix.size()), suffix))
        code.remove_suffix(suffix.size());

    auto kind = kind_of_status(status);
    for (auto const& known : error_names)
        if (same_ignoring_case(known.name, code))
            kind = known.kind;

    if (kind == error_kind::throttled && contains_ignoring_case(message, "per day"))
        return error_kind::daily_limit;
    if (kind == error_kind::access_denied) {
        if (contains_ignoring_case(message, "Signature expired") ||
            contains_ignoring_case(message, "not yet current"))
            return error_kind::clock_skew;
        if (contains_ignoring_case(message, "token included in the request is expired"))
            return error_kind::expired_credentials;
    }
    return kind;
}

/// The words of HTTP for a status, for a reply that says nothing more.
constexpr std::string_view reason_of(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 407:
            return "Proxy Authentication Required";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Request Entity Too Large";
        case 415:
            return "Unsupported Media Type";
        case 424:
            return "Failed Dependency";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return {};
    }
}

}  // namespace bedrock::api::detail
