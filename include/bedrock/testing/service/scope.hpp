// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/quota/bucket.hpp>
#include <bedrock/testing/service/limit.hpp>

namespace bedrock::testing::service {

/// What a limit is for. An empty part means any.
struct scope {
    std::string region{};  ///< the source
    std::optional<quota::bucket_kind> kind{};
    std::string model{};  ///< the foundation model

    /// How exactly it says so, or nothing if it is for another bucket. A model says more than a kind, a kind
    /// more than a region.
    std::optional<int> fits(std::string_view in, std::optional<quota::bucket_kind> of,
                            std::string_view base) const {
        if ((!region.empty() && region != in) || (kind && kind != of) || (!model.empty() && model != base))
            return std::nullopt;
        return (region.empty() ? 0 : 1) + (kind ? 2 : 0) + (model.empty() ? 0 : 4);
    }

    friend bool operator==(scope const&, scope const&) = default;
};

using scoped_limits = std::vector<std::pair<scope, limit>>;

/// The limit whose scope says most; null if none fits. Without kind and model: of the whole region.
inline limit const* find_limit(scoped_limits const& all, std::string_view region,
                               std::optional<quota::bucket_kind> kind, std::string_view model) {
    limit const* best = nullptr;
    int exact = -1;
    for (auto const& [where, value] : all)
        if (auto const fit = where.fits(region, kind, model); fit && *fit > exact) {
            exact = *fit;
            best = &value;
        }
    return best;
}

}  // namespace bedrock::testing::service
