// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/endpoint/concept.hpp>
#include <bedrock/endpoint/regional.hpp>

namespace bedrock::endpoint {

namespace detail {

/// Regions that STS had no host in once: their calls went to the global one.
inline constexpr std::string_view sts_legacy_regions =
    " ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 "
    "eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 ";

inline result<bool> sts_wants_legacy() {
    constexpr char const* variable = "AWS_STS_REGIONAL_ENDPOINTS";
    auto const wanted = environment_variable(variable);
    if (bedrock::detail::same_ignoring_case(wanted, "legacy"))
        return true;
    if (wanted.empty() || bedrock::detail::same_ignoring_case(wanted, "regional"))
        return false;
    return failure(error_kind::configuration, {variable, " is neither legacy nor regional"},
                   "set it to regional, or remove it");
}

}  // namespace detail

/// The address of STS, which credentials may come from: as `regional` has it but for the global host
/// `sts.amazonaws.com`, which wants signatures for us-east-1. That is for the region `aws-global`; and, where
/// `AWS_STS_REGIONAL_ENDPOINTS` is `legacy`, for the regions that had no other once.
///
/// Apart from `regional`, so that a client has no code for it.
inline result<void> resolve_sts(regional const& policy, std::string_view region, address& out) {
    auto const legacy = detail::sts_wants_legacy();
    if (!legacy)
        return std::unexpected{legacy.error()};
    auto done = policy.resolve("sts", region, out);
    auto const in_list = bedrock::detail::joined({" ", region, " "});
    bool const global = region == "aws-global" ||
                        (*legacy && detail::sts_legacy_regions.find(in_list) != std::string_view::npos);
    // Neither a host with FIPS or dual stack, nor an address of one's own.
    bool const plain = out.host == bedrock::detail::joined({"sts.", region, ".amazonaws.com"}) &&
                       policy.distinguishes_regions("sts");
    if (done && global && plain) {
        out.host.assign("sts.amazonaws.com");
        out.signing_region.assign("us-east-1");
    }
    return done;
}

}  // namespace bedrock::endpoint
