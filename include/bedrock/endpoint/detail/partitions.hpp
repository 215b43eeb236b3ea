// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

namespace bedrock::endpoint::detail {

/// A part of AWS with its own domains. All of them have FIPS and dual-stack names since 2026.
struct partition {
    std::string_view name;
    std::string_view regions;  ///< how the names of its regions begin; a word and a number follow
    char const* suffix;
    char const* dual_stack_suffix;
};

inline constexpr partition partitions[] = {
    {"aws", "", "amazonaws.com",
     "api.aws"},  // the first: where a region belongs that none of the others claims
    {"aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
    {"aws-us-gov", "us-gov-", "amazonaws.com", "api.aws"},
    {"aws-eusc", "eusc-de-", "amazonaws.eu", "api.amazonwebservices.eu"},
    {"aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov"},
    {"aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud"},
    {"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
    {"aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
};

/// The partition of a region, by the pattern of its name; `aws-cn-global` and its like count as well.
constexpr partition const& partition_of(std::string_view region) {
    for (auto const& p : partitions) {
        if (region.ends_with("-global") && region.substr(0, region.size() - 7) == p.name)
            return p;
        if (p.regions.empty() || !region.starts_with(p.regions))
            continue;
        auto const rest = region.substr(p.regions.size());
        auto const hyphen = rest.find('-');
        if (hyphen != 0 && hyphen != std::string_view::npos && hyphen + 1 < rest.size() &&
            rest.find_first_not_of("0123456789", hyphen + 1) == std::string_view::npos)
            return p;
    }
    return partitions[0];
}

}  // namespace bedrock::endpoint::detail
