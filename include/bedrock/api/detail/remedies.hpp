// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/api/detail/text.hpp>
#include <bedrock/core/error_kind.hpp>

namespace bedrock::api::detail {

/// What to do about an error of this kind whose code or message contains `sign`.
struct remedy {
    error_kind kind;
    char const* sign;  // not views: half the pages that are relocated when a program starts
    char const* advice;
};

/// The first that fits counts; one without a sign closes its kind.
inline constexpr remedy remedies[] = {
    {error_kind::throttled, "",
     "the quota is per account, source region and model, and on the minute: wait, send less at once, set "
     "max_tokens (it is reserved in full), call from another region, or ask Service Quotas for more"},
    {error_kind::daily_limit, "",
     "the day's tokens of this account and region are used up, and waiting seconds does not help: call from "
     "another region or with another model, or ask AWS support for more (a new account may have a quota of "
     "0)"},
    {error_kind::quota_exceeded, "",
     "a hard limit of the account: see Service Quotas for this region, free what is in use, or ask for more"},

    {error_kind::validation, "on-demand throughput",
     "this model is offered behind inference profiles only: use a profile's ID in place of the model ID, "
     "which is the model ID with its geography in front, such as `us.` or `eu.`, or `global.`"},
    {error_kind::validation, "model identifier is invalid",
     "check the model ID letter by letter; an inference profile can be called only from its source regions, "
     "so `us.` does not work in eu-west-1"},
    {error_kind::validation, "maximum tokens", "lower max_tokens to at most the limit in the message"},
    {error_kind::validation, "input is too long", "shorten the prompt; what the model reads is limited"},
    {error_kind::validation, "Operation not allowed",
     "AWS has put the account on hold for this model: open a case with AWS support"},
    {error_kind::validation, "Too Large",
     "send less: the body of a request is limited to 25,000,000 bytes, and a proxy may allow fewer"},
    {error_kind::validation, "",
     "correct the request as the message says; sending it again as it is fails again"},

    {error_kind::access_denied, "UnrecognizedClient",
     "the service does not know this access key, or a session token belongs to another: check "
     "AWS_ACCESS_KEY_ID and that AWS_SESSION_TOKEN is from the same set, or unset"},
    {error_kind::access_denied, "InvalidClientTokenId",
     "the service does not know this access key: check AWS_ACCESS_KEY_ID and its partition"},
    {error_kind::access_denied, "does not match the signature",
     "the secret does not belong to this access key: check AWS_SECRET_ACCESS_KEY for missing characters and "
     "blanks; a proxy that rewrites the path or the host also breaks a signature"},
    {error_kind::access_denied, "IncompleteSignature",
     "something between here and the service removed or changed headers: look at the proxy, or at a signing "
     "policy of your own"},
    {error_kind::access_denied, "MissingAuthenticationToken",
     "the request arrived unsigned: use signing::sigv4 or signing::bearer, and look whether a proxy removes "
     "the Authorization header"},
    {error_kind::access_denied, "CallWithBearerToken",
     "allow the identity behind the API key the action bedrock:CallWithBearerToken"},
    {error_kind::access_denied, "service control policy",
     "the organisation denies it in the region that the ARN names, and an inference profile may run in each "
     "of its destination regions: have the policy allow them all, or use a profile or model that stays in "
     "permitted regions"},
    {error_kind::access_denied, "identity-based policy",
     "allow the action that the message names, on the inference profile and on the model in each of its "
     "destination regions"},
    {error_kind::access_denied, "not authorized to perform",
     "allow the action that the message names, on the inference profile and on the model in each of its "
     "destination regions"},
    {error_kind::access_denied, "is not allowed for this account",
     "the provider does not serve this account: ask AWS support"},
    {error_kind::access_denied, "MPAgreementBeingCreated",
     "the agreement for the model is being made in the background, which takes up to 15 minutes: try again "
     "then"},
    {error_kind::access_denied, "access to the model",
     "models are enabled by default since 2026, and policies decide: allow the action on this model in this "
     "region, check that the ID is right, and try again after 15 minutes where the agreement for it is new"},
    {error_kind::access_denied, "",
     "check that these credentials are the ones meant and may call bedrock:InvokeModel (and "
     "bedrock:InvokeModelWithResponseStream for streams) on this model in this region"},
    {error_kind::expired_credentials, "", "get new credentials: this session or key is over"},
    {error_kind::clock_skew, "",
     "set this machine's clock (NTP): the service accepts signatures of at most five minutes before or after "
     "its own time; a request that queued for longer fails the same way"},

    {error_kind::not_found, "use case details",
     "submit the provider's first-time-use form (the use case details) once for this account, in the Bedrock "
     "console"},
    {error_kind::not_found, "FTUFormNotFilled",
     "submit the provider's first-time-use form (the use case details) once for this account, in the Bedrock "
     "console"},
    {error_kind::not_found, "NoSuchResource",
     "check the service code (bedrock) and the quota's code: one that was never changed may be among the "
     "defaults only"},
    {error_kind::not_found, "end of its life", "this version was retired: move to a newer model"},
    {error_kind::not_found, "",
     "check the model ID and that the model or profile exists in this region; the address must be one of "
     "bedrock-runtime"},
    {error_kind::conflict, "", "the same token was used for another request: use a new one"},
    {error_kind::model_not_ready, "", "the model is being loaded: try again in a minute"},
    {error_kind::model_timeout, "",
     "the model took too long: ask for fewer tokens, or use the streaming operation"},
    {error_kind::model_error, "", "the model failed on this request: try again, then change the request"},
    {error_kind::unavailable, "",
     "the service is short of capacity, which is not your quota: wait some seconds, call from another "
     "region, "
     "or use an inference profile, which lends capacity of several regions"},
    {error_kind::internal, "",
     "a fault of the service: try again; if it stays, give AWS support the request ID"},
    {error_kind::timeout, "", "try again"},
    {error_kind::configuration, "",
     "the proxy on the way wants authentication: put user and password into HTTPS_PROXY"},
    {error_kind::malformed_reply, "",
     "redirects are not followed: check the endpoint's address, and whether a proxy or a login page answers "
     "in place of Bedrock"},
};

/// For an error as the service reported it; empty when nothing is known.
constexpr std::string_view remedy_for(error_kind kind, std::string_view code, std::string_view message) {
    for (auto const& r : remedies)
        if (r.kind == kind &&
            (contains_ignoring_case(message, r.sign) || contains_ignoring_case(code, r.sign)))
            return r.advice;
    return {};
}

}  // namespace bedrock::api::detail
