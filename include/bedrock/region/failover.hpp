// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>

#include <bedrock/region/concept.hpp>
#include <bedrock/region/detail/health_list.hpp>

namespace bedrock::region {

/// An ordered list of regions; a call stays with the first that is well.
///
///     bedrock::client c{bedrock::region::failover{"us-east-1", "us-west-2"}};
///     bedrock::region::failover{{"us-east-1", "us-west-2"}, {.cooldown = 2s}};
///
/// Sticky, since prompt caches live per region: a region is left only when it fails or is full, and returned
/// to after a cooldown, jittered by up to a half so that a fleet does not return at once. The last region
/// that is well is never cooled away. Where all are full the one with the shortest wait is taken. The model
/// ID is never changed; with an inference profile each source region is another bucket of the quota.
class failover : public detail::health_list {
 public:
    using health_list::health_list;

    result<place> choose(question const& q, memory& m, instant now) const {
        if (regions_.empty())
            return no_regions();
        auto const chosen = best(q, m, now, [](std::size_t, room const&) { return std::int64_t{0}; });
        for (std::size_t i = 0; i < chosen.index; ++i)
            if (chosen.rank.standing() == detail::standing::has_room && !cooled(m.regions[i], now) &&
                q.room(regions_[i]).wait < room::never)
                cool(m.regions[i], q.chance, now);  // not where only this call is too large
        return place_of(chosen, q);
    }
};

static_assert(policy<failover>);

}  // namespace bedrock::region
