// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <bedrock/api/detail/text.hpp>
#include <bedrock/core/error_kind.hpp>

namespace bedrock::api::detail {

/// The codes of a kind. Written without `Exception` at the end, compared without regard to case: so one word
/// covers the modelled name (`ThrottlingException`), AWS's common one (`Throttling`) and the member of an
/// event stream (`throttlingException`). In one text: each
/// pointer to a text of its own would be relocated when a program starts, and be there twice.
struct error_names {
    error_kind kind;
    char const* codes;  ///< separated by single spaces

    constexpr bool hold(std::string_view code) const {
        std::string_view const all{codes};
        for (std::size_t at = 0; at < all.size();) {
            auto const end = std::min(all.find(' ', at), all.size());
            if (same_ignoring_case(all.substr(at, end - at), code))
                return true;
            at = end + 1;
        }
        return false;
    }
};

inline constexpr error_names known_errors[] = {
    {error_kind::throttled,
     "Throttling Throttled RequestThrottled TooManyRequests ProvisionedThroughputExceeded "
     "TransactionInProgress RequestLimitExceeded BandwidthLimitExceeded LimitExceeded SlowDown "
     "PriorRequestNotComplete EC2Throttled rate_limit_error"},
    {error_kind::quota_exceeded, "ServiceQuotaExceeded"},
    {error_kind::validation,
     "Validation ValidationError InvalidAction InvalidParameterValue MalformedQueryString "
     "MissingAction Serialization UnknownOperation invalid_request_error"},
    {error_kind::access_denied,
     "AccessDenied NotAuthorized UnauthorizedOperation AuthFailure UnrecognizedClient "
     "InvalidClientTokenId InvalidSignature SignatureDoesNotMatch IncompleteSignature "
     "MissingAuthenticationToken MPAgreementBeingCreated OptInRequired"},
    {error_kind::expired_credentials, "ExpiredToken"},
    {error_kind::clock_skew, "RequestExpired RequestInTheFuture RequestTimeTooSkewed"},
    {error_kind::not_found, "ResourceNotFound NoSuchResource FTUFormNotFilled"},
    {error_kind::conflict, "Conflict"},
    {error_kind::model_not_ready, "ModelNotReady"},
    {error_kind::model_timeout, "ModelTimeout"},
    {error_kind::timeout, "RequestTimeout"},
    {error_kind::model_error, "ModelError ModelStreamError"},
    {error_kind::unavailable, "ServiceUnavailable overloaded_error"},
    {error_kind::internal, "InternalServer InternalServerError InternalFailure InternalError api_error"},
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
    for (auto const& known : known_errors)
        if (known.hold(code))
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
