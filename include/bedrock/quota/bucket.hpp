// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string_view>

namespace bedrock::quota {

/// The kinds of bucket in which the service counts a model's use, each on its own.
enum class bucket_kind : std::uint8_t {
    on_demand,   ///< the base model ID
    geographic,  ///< `us.`, `eu.`, `apac.`, …: a cross-region inference profile
    global,      ///< `global.`
};

/// A model ID as the service counts it: which bucket, of which model. Views into the ID.
struct bucket {
    bucket_kind kind = bucket_kind::on_demand;
    std::string_view model{};

    friend constexpr bool operator==(bucket const&, bucket const&) = default;
};

/// The bucket that calls with this ID draw on. ARNs of profiles and foundation models count as the IDs in
/// them; any other ARN counts as itself.
constexpr bucket bucket_of(std::string_view id) {
    for (std::string_view const resource : {":inference-profile/", ":foundation-model/"})
        if (auto const at = id.find(resource); id.starts_with("arn:") && at != id.npos)
            id.remove_prefix(at + resource.size());

    auto const dot = id.find('.');
    auto const first = id.substr(0, dot == id.npos ? 0 : dot);
    if (first == "global")
        return {bucket_kind::global, id.substr(dot + 1)};
    // The geographies of shared/bedrock-facts.md, section 3; two are known from client libraries only.
    for (std::string_view const geography :
         {"us", "eu", "apac", "jp", "in", "ca", "au", "us-gov", "sa", "amer"})
        if (first == geography)
            return {bucket_kind::geographic, id.substr(dot + 1)};
    return {bucket_kind::on_demand, id};
}

}  // namespace bedrock::quota
