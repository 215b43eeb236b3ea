// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <bedrock/catalog/set.hpp>
#include <bedrock/quota/bucket.hpp>
#include <bedrock/quota/per_minute.hpp>
#include <bedrock/quota/terms.hpp>

namespace bedrock::quota {

/// A catalogue's default quotas, burndown rates and default output lengths as terms. The catalogue must outlive
/// whoever asks.
inline terms_source by_catalog(catalog::set const& known) {
    return {&known, [](void const* context, bucket const& of, std::string_view region) {
                auto const& all = *static_cast<catalog::set const*>(context);
                auto const stated = [](std::int64_t n) {
                    return n == catalog::limits::unstated ? std::nullopt : std::optional{n};
                };
                auto const* const row = all.limits(of, region);
                auto const output = all.default_output(of.model);
                return terms{
                    .limits = row == nullptr ? limits{} : limits{stated(row->requests), stated(row->tokens)},
                    .burndown = all.burndown(of.model),
                    .unset_output = output > 0 ? std::optional{output} : std::nullopt};
            }};
}

/// `per_minute` with the defaults of a catalogue for each model, kind of bucket and source region.
///
///     bedrock::client c{bedrock::quota::per_minute_of(bedrock::catalog::current)};
///     auto mine = bedrock::quota::per_minute_of(bedrock::catalog::launch_2024_09);
///     mine.share = 1.0 / 8;
///
/// What the catalogue does not know is not limited. An account's applied quotas may be lower: ask Service Quotas.
inline per_minute per_minute_of(catalog::set const& known) { return {.known = by_catalog(known)}; }

/// Not of one that is gone at the end of the line.
per_minute per_minute_of(catalog::set&&) = delete;
terms_source by_catalog(catalog::set&&) = delete;

}  // namespace bedrock::quota
