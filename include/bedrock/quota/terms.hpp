// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <bedrock/quota/bucket.hpp>

namespace bedrock::quota {

/// A minute's limits; what is not named is not limited.
struct limits {
    std::optional<std::int64_t> requests{};
    std::optional<std::int64_t> tokens{};
};

/// Limits in one source region, where they differ.
struct regional_limits {
    std::string region;
    quota::limits limits{};
};

/// On what terms a model's use is counted; what is not named is not known.
struct terms {
    quota::limits limits{};
    std::optional<std::int64_t> burndown{};      ///< quota tokens that one output token takes
    std::optional<std::int64_t> unset_output{};  ///< output tokens reserved by a request without a limit
};

/// Where terms come from: a catalogue, or a function of the user's own. Asked once for each account, source
/// region, kind of bucket and model; again only after its counter was dropped, as idle ones among many are.
struct terms_source {
    void const* context = nullptr;
    terms (*ask)(void const* context, bucket const& of, std::string_view region) = nullptr;

    terms operator()(bucket const& of, std::string_view region) const {
        return ask == nullptr ? terms{} : ask(context, of, region);
    }
};

namespace detail {

/// The limits there: those named for the region, else those for every region, else what is known.
inline limits limits_in(std::string_view region, std::span<regional_limits const> at,
                        limits const& everywhere, limits const& known) {
    auto const found = std::ranges::find(at, region, &regional_limits::region);
    if (found != at.end())
        return found->limits;
    return everywhere.requests || everywhere.tokens ? everywhere : known;
}

/// Output tokens taken to be reserved by a call without a limit, where nobody says.
inline constexpr std::int64_t common_output = 4'096;

}  // namespace detail

/// How the service's minute passes, which it does not document.
enum class window : std::uint8_t {
    any,      ///< not known: what keeps to each of the others
    fixed,    ///< the count starts anew with each minute of the clock
    sliding,  ///< what began in the last 60 seconds counts
    bucket,   ///< what was used drains evenly, a minute's limit in a minute
};

}  // namespace bedrock::quota
