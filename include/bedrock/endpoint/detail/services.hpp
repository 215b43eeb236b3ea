// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <bedrock/core/result.hpp>
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
