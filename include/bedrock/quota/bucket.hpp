// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string_view>

#include <bedrock/core/model_id.hpp>

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
    auto const parsed = model_id::parse(id);
    if (parsed.kind == model_kind::system_profile)
        return {parsed.is_global() ? bucket_kind::global : bucket_kind::geographic, parsed.base};
    return {bucket_kind::on_demand, parsed.base.empty() ? id : parsed.base};
}

}  // namespace bedrock::quota
