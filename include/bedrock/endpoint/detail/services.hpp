// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <bedrock/core/environment_variable.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/endpoint/detail/parse_url.hpp>

namespace bedrock::endpoint::detail {

/// How a service is called in host names and in signatures, where that is not its endpoint prefix.
struct service_names {
    std::string_view service;
    std::string_view host;
    std::string_view signing;
    bool fips_is_plain_in_gov;  ///< in aws-us-gov the plain host is the one validated for FIPS
};

inline constexpr service_names known_services[] = {
    {"bedrock-runtime", "bedrock-runtime", "bedrock", false},
    {"bedrock", "bedrock", "bedrock", false},
    {"service-quotas", "servicequotas", "servicequotas", true},
    {"sts", "sts", "sts", true},
    {"sso", "portal.sso", "awsssoportal", true},
    {"sso-oidc", "oidc", "sso-oauth", true},
};

/// The names of a service; of one that is not listed, its own name for everything.
constexpr service_names names_of(std::string_view service) {
    for (auto const& known : known_services)
        if (known.service == service)
            return known;
    return {service, service, service, false};
}

/// Whether STS is called at its one global host, which wants signatures for us-east-1: always for `aws-global`;
/// where the environment asks for legacy endpoints, for the regions that had no other once.
[[gnu::cold, gnu::noinline]] inline result<bool> sts_is_global(std::string_view region) {
    constexpr char const* variable = "AWS_STS_REGIONAL_ENDPOINTS";
    constexpr std::string_view legacy_regions =
        " ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 "
        "eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2 ";
    auto const wanted = environment_variable(variable);
    bool const legacy = bedrock::detail::same_ignoring_case(wanted, "legacy");
    if (!legacy && !wanted.empty() && !bedrock::detail::same_ignoring_case(wanted, "regional"))
        return failure(error_kind::configuration, {variable, " is neither legacy nor regional"},
                       "set it to regional, or remove it");
    auto const padded = bedrock::detail::joined({" ", region, " "});
    return region == "aws-global" || (legacy && legacy_regions.find(padded) != std::string_view::npos);
}

/// A region's name becomes part of a host name and of a signature, so it may not be more than a name.
[[gnu::noinline]] inline result<void> check_region(std::string_view region) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    if (!region.empty() && region.size() <= 63 && region.front() != '-' && region.back() != '-' &&
        region.find_first_not_of(letters) == std::string_view::npos)
        return {};
    if (region.empty())
        return failure(error_kind::configuration, {"Invalid Configuration: Missing Region"},
                       "set AWS_REGION or AWS_DEFAULT_REGION, or name one in the program: "
                       "region::fixed<\"us-east-1\">, region::failover{\"us-east-1\", \"us-west-2\"}");
    return failure(error_kind::configuration, {"this cannot be the name of a region: ", shown(region)},
                   "a region's name has lower-case letters, digits and hyphens, as us-east-1");
}

}  // namespace bedrock::endpoint::detail
